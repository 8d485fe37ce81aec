"""What a failed request says about its account."""

from enum import Enum, auto

from inspector.core.problem import Kind, Problem


class ErrorKind(Enum):
    """Why an account can't be used at the moment."""

    SILENT = auto()
    LIMITED = auto()
    REFUSED = auto()


_KINDS = {
    **dict.fromkeys(
        (
            Kind.NO_NETWORK,
            Kind.DNS,
            Kind.TLS,
            Kind.PROXY,
            Kind.TIMEOUT,
            Kind.CUT_OFF,
            Kind.REDIRECTED,
            Kind.GATEWAY_DOWN,
            Kind.GATEWAY_FAULT,
            Kind.UNREADABLE,
            Kind.STARTING,
        ),
        ErrorKind.SILENT,
    ),
    **dict.fromkeys((Kind.QUOTA, Kind.TOO_FAST, Kind.CONTACT_LIMIT), ErrorKind.LIMITED),
    **dict.fromkeys(
        (
            Kind.TOKEN_REFUSED,
            Kind.INSTANCE_REFUSED,
            Kind.ADDRESS_WRONG,
            Kind.NOT_AUTHORIZED,
            Kind.EXPIRED,
            Kind.DELETED,
            Kind.SUSPENDED,
        ),
        ErrorKind.REFUSED,
    ),
}


def concerns_account(problem: Problem) -> bool:
    """Whether a problem concerns the account. A refused number or a locked keychain doesn't."""
    return problem.kind in _KINDS


def error_kind_of(problem: Problem) -> ErrorKind:
    """The state of the account after a problem that concerns it.

    Raises:
        KeyError: the problem doesn't concern the account.
    """
    return _KINDS[problem.kind]
