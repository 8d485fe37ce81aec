"""Everything that can go wrong, as a value: a kind, one sentence, and what can be done about it.

Sentences are for the person at the window and on the command line. They name the cause that person
can act on; they never carry a token, a URL path, a raw body, or other people's chat ids.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What went wrong. The kind decides what the window offers."""

    # the account
    NO_ACCOUNT = "no account"
    NO_TOKEN = "no token"
    TOKEN_REFUSED = "token refused"
    INSTANCE_REFUSED = "instance refused"
    ADDRESS_WRONG = "address wrong"
    NOT_AUTHORIZED = "not authorized"
    STARTING = "starting"
    EXPIRED = "expired"
    DELETED = "deleted"
    SUSPENDED = "suspended"
    # limits
    QUOTA = "quota"
    TOO_FAST = "too fast"
    CONTACT_LIMIT = "contact limit"
    # the request
    GROUP = "group"
    MALFORMED_NUMBER = "malformed number"
    REFUSED = "refused"
    # the way there
    NO_NETWORK = "no network"
    DNS = "dns"
    TLS = "tls"
    PROXY = "proxy"
    TIMEOUT = "timeout"
    CUT_OFF = "cut off"
    REDIRECTED = "redirected"
    # the gateway
    GATEWAY_DOWN = "gateway down"
    GATEWAY_FAULT = "gateway fault"
    UNREADABLE = "unreadable"
    # this computer
    KEYCHAIN_LOCKED = "keychain locked"
    KEYCHAIN_UNAVAILABLE = "keychain unavailable"
    PROFILE = "profile"
    CRASH = "crash"


class Remedy(StrEnum):
    """What a person can do about it with one button."""

    NONE = "none"
    RETRY = "retry"
    OPEN_ACCOUNT = "open account"
    KEEP_FOR_SESSION = "keep for session"
    CHECK_NUMBER = "check number"
    OPEN_PREFERENCES = "open preferences"


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure, ready to be said."""

    kind: Kind
    sentence: str
    """What happened, then what to do: each a sentence with its full stop."""
    remedy: Remedy = Remedy.NONE
    detail: str | None = None
    """More for those who ask: the server's own words, redacted. Safe to copy."""

    @property
    def cause(self) -> str:
        """What happened, without what to do: for while the program retries by itself."""
        return self._parts[0]

    @property
    def advice(self) -> str:
        """What to do, for when retrying has not helped; may be empty."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        cause, stop, advice = self.sentence.partition(". ")
        return f"{cause}{stop.rstrip()}", advice


@dataclass(frozen=True, slots=True)
class Pause:
    """The gateway asked for patience: the next try is this far away."""

    wait_s: float
    problem: Problem
    attempt: int
    """The try that follows the pause; the first try is 1."""


class GatewayError(Exception):
    """A Problem on its way up. Its text is the sentence, so that no log can say more.

    `retry_after_s` is how long the gateway itself asked to be left alone, when it did.
    """

    def __init__(self, problem: Problem, retry_after_s: float | None = None) -> None:
        super().__init__(problem.sentence)
        self.problem = problem
        self.retry_after_s = retry_after_s
