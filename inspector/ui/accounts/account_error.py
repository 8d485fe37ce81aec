"""What a failed request says about the account that was asked with."""

from enum import Enum, auto

from inspector.core.problem import Kind, Problem


class ErrorKind(Enum):
    """What keeps an account from answering."""

    SILENT = auto()
    LIMITED = auto()
    REFUSED = auto()


_TROUBLES = {
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


def says_of_account(problem: Problem) -> bool:
    """Whether a problem says something about the account; a refused number or a locked keychain does not."""
    return problem.kind in _TROUBLES


def trouble_of(problem: Problem) -> ErrorKind:
    """What a problem that says something about the account says about it."""
    return _TROUBLES[problem.kind]
