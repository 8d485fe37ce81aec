"""Pending and finished changes to accounts. Each account has at most one pending change."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from inspector.config.account_name import folded
from inspector.core.account import Account
from inspector.core.problem import Kind, Problem, Remedy
from inspector.keychain.secret_store import ErrorKind, KeychainError
from inspector.ui.accounts.account_form import Draft


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """A draft that was saved."""

    draft: Draft
    is_chosen: bool
    """Whether its account is now active; False if the user has switched accounts in the meantime."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not made."""

    asked: Draft | str
    """The draft to save, or the key of the account to remove."""
    sentence: str
    can_be_session_only: bool = False
    """Whether the token can be kept in memory instead."""


class PendingChanges:
    """The accounts that are being saved or removed."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}

    def begin(self, account: Account) -> None:
        self._accounts[account.key] = account

    def end(self, account: Account) -> None:
        del self._accounts[account.key]

    def why_to_wait(self, account: Account, *, is_new: bool) -> str:
        """Why an account can't be changed now, as a sentence; empty if it can.

        Args:
            account: the account with the change.
            is_new: a new account gets another key at each attempt, so it is compared by address and ID.
        """
        for other in self._accounts.values():
            is_twin = is_new and (other.api_url, other.id_instance) == (account.api_url, account.id_instance)
            if is_twin or other.key == account.key or folded(other.name) == folded(account.name):
                told = QCoreApplication.translate(
                    "account_changes",
                    "“{name}” is waiting for the keychain. Respond to its prompt, or try again in a minute.",
                )
                return told.format(name=other.name)
        return ""


def missing_token(account: Account, place: str) -> Problem:
    sentence = f"No token for “{account.name}” in the {place}. Enter it."
    return Problem(Kind.NO_TOKEN, sentence, Remedy.OPEN_ACCOUNT)


def keychain_problem(error: KeychainError) -> Problem:
    if error.trouble is ErrorKind.UNAVAILABLE:
        return Problem(Kind.KEYCHAIN_UNAVAILABLE, error.sentence, Remedy.KEEP_FOR_SESSION)
    return Problem(Kind.KEYCHAIN_LOCKED, error.sentence, Remedy.RETRY)
