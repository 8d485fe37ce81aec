"""What a failed request says about the account that was asked with."""

from enum import Enum, auto

from inspector.greenapi.problem import Kind, Problem
from inspector.ui.account_box import AccountBox


class Trouble(Enum):
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
        Trouble.SILENT,
    ),
    **dict.fromkeys((Kind.QUOTA, Kind.TOO_FAST, Kind.CONTACT_LIMIT), Trouble.LIMITED),
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
        Trouble.REFUSED,
    ),
}


def show_outcome(box: AccountBox, problem: Problem | None) -> None:
    """Have the account box show how a request of the open account ended.

    What says nothing about the account, a refused number or a locked keychain, changes nothing.
    """
    if problem is None:
        box.show_trouble(None)
    elif problem.kind in _TROUBLES:
        box.show_trouble(_TROUBLES[problem.kind])
