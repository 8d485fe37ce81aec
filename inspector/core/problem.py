"""Failures as values: a kind, a message, and what the user can do about it.

Messages are shown in the window and on the command line. They name a cause that the user can act on,
and never contain a token, a URL path, a raw response body or other people's chat IDs.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What went wrong. The window decides from this what to offer."""

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
    # the connection
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
    CRASH = "crash"


class Remedy(StrEnum):
    """What one button can do about a problem."""

    NONE = "none"
    RETRY = "retry"
    OPEN_ACCOUNT = "open account"
    KEEP_FOR_SESSION = "keep for session"
    CHECK_NUMBER = "check number"
    OPEN_PREFERENCES = "open preferences"


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure, ready to be shown."""

    kind: Kind
    cause: str
    """What happened, in full sentences. May include the advice where the program never retries."""
    remedy: Remedy = Remedy.NONE
    detail: str | None = None
    """Technical details, such as the server's message. Redacted, so safe to copy."""
    advice: str = field(default="", kw_only=True)
    """What to do. Shown once retrying has failed; may be empty."""

    @property
    def sentence(self) -> str:
        """What happened, then what to do."""
        return f"{self.cause} {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before the next attempt, because the gateway asked for one or a request failed."""

    wait_s: float
    problem: Problem
    attempt: int
    """The attempt that follows the pause, counting from 1."""


class GatewayError(Exception):
    """Carries a Problem up the call stack. Its text is the message only, so logs can't reveal more.

    `retry_after_s` is the wait that the gateway asked for, if any.
    """

    def __init__(self, problem: Problem, retry_after_s: float | None = None) -> None:
        super().__init__(problem.sentence)
        self.problem = problem
        self.retry_after_s = retry_after_s
