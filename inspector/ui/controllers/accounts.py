"""The accounts and their tokens: which account is active, and what the keychain returned.

A keychain call lasts as long as its prompt is open. Calls therefore run on the keychain's worker thread, and
their results come back through one signal. A token kept for this session is in memory only.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileError
from inspector.core.account import Account
from inspector.core.secret import Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError
from inspector.keychain.worker import KeychainWorker
from inspector.ui.accounts.account_form import Draft
from inspector.ui.controllers.account_changes import (
    DraftSaved,
    PendingChanges,
    Refused,
    keychain_problem,
    missing_token,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that can be used."""

    account: Account
    secret: Secret = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A keychain result and its callbacks."""

    then: Callable[[Any], None]
    otherwise: Callable[[KeychainError], None]
    done: "Future[Any]"


class Accounts(QObject):
    """Reads and writes tokens, saves the account list and emits the results.

    An account with a pending keychain call can't be changed again until that call ends.
    """

    opened = Signal(object)
    """Opened: lookups can use it."""
    closed = Signal(object)
    """Problem, or None (no account, or waiting for the keychain): lookups are impossible."""
    kept = Signal(object)
    """Kept: a draft was saved."""
    refused = Signal(object)
    """Refused: a draft was not saved, or an account not removed."""
    fetched = Signal(object, object)
    """Account, and its Secret or a Problem: the result of `fetch`."""
    changed = Signal()
    """The account list or the active account changed."""
    said = Signal(str)
    """A message that needs no action."""
    _answered = Signal(object)

    def __init__(self, book: AccountBook, worker: KeychainWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._keychain = worker
        self._ticket = 0
        """Of the latest call to open an account; results of earlier calls are ignored."""
        self._uses_book = True
        """Whether the account that is open, or being opened, is in the list."""
        self._pending = PendingChanges()
        self._choices = 0
        """How many times the user switched accounts."""
        self._answered.connect(self._take_answer)

    @property
    def all(self) -> tuple[Account, ...]:
        return self._book.accounts

    @property
    def active(self) -> Account | None:
        return self._book.active

    @property
    def place(self) -> str:
        """The keychain's name, for display."""
        return self._keychain.place

    def open_active(self) -> None:
        """Fetch the active account's token. No account is open until `opened` or a Problem follows."""
        account = self._book.active
        self._uses_book = True
        self._ticket += 1
        ticket = self._ticket
        self.closed.emit(None)
        if account is None:
            return

        def use(found: Secret | None) -> None:
            if ticket != self._ticket:
                return
            if found is None:
                self.closed.emit(missing_token(account, self.place))
            else:
                self.opened.emit(Opened(account, found))

        def explain(error: KeychainError) -> None:
            if ticket == self._ticket:
                self.closed.emit(keychain_problem(error))

        self._ask(self._keychain.fetch(account.token_key), use, explain)

    def use(self, opened: Opened) -> None:
        """Use an account that isn't in the list or in the keychain."""
        self._uses_book = False
        self._ticket += 1
        self.opened.emit(opened)

    def fetch(self, account: Account) -> None:
        """Fetch a token without opening its account; `fetched` follows. A changed address has none."""

        def give(found: Secret | None) -> None:
            self.fetched.emit(account, found or missing_token(account, self.place))

        def explain(error: KeychainError) -> None:
            self.fetched.emit(account, keychain_problem(error))

        self._ask(self._keychain.fetch(account.token_key), give, explain)

    def is_for_session_only(self, account: Account) -> bool:
        """Whether an account's token is only in memory."""
        return self._keychain.is_for_session_only(account.token_key)

    def activate(self, key: str) -> None:
        """Switch to another account."""
        if all(account.key != key for account in self.all):
            return  # another process removed it
        self._choices += 1
        self._book.activate(key)
        self._save()
        self.open_active()

    def keep(self, draft: Draft) -> None:
        """Save a draft and use it; `kept` or `refused` follows. The token is saved before the list."""
        try:
            account = self._book.prepare(draft.name, draft.api_url, draft.id_instance, draft.key)
        except ValueError as error:
            self.refused.emit(Refused(draft, str(error)))
            return
        if why := self._pending.why_to_wait(account, is_new=draft.key is None):
            self.refused.emit(Refused(draft, why))
        elif self._book.refusal and account not in self.all and not draft.is_session_only:
            self.refused.emit(
                Refused(draft, self._book.refusal, can_be_session_only=draft.secret is not None)
            )
        elif draft.secret is None:
            self._settle(account, draft, self._choices)
        elif draft.is_session_only:
            self._keychain.keep_for_session(account.token_key, draft.secret)
            self._settle(account, draft, self._choices)
        else:
            self._keep_in_keychain(account, draft, draft.secret)

    def remove(self, key: str) -> None:
        """Remove an account and its token. Both stay if the keychain is locked.

        If no keychain is available, the account is removed and its token may stay.
        """
        account = next((account for account in self.all if account.key == key), None)
        if account is None:
            return  # another process removed it first
        was_for_session_only = self.is_for_session_only(account)
        why = self._pending.why_to_wait(account, is_new=False) or (
            "" if was_for_session_only else self._book.refusal
        )
        if why:
            self.refused.emit(Refused(key, why))
            return

        def drop(_: None) -> None:
            self._remove(account)

        def decide(error: KeychainError) -> None:
            if was_for_session_only:
                self._remove(account)
            elif error.trouble is ErrorKind.UNAVAILABLE:
                self._remove(account)
                told = self.tr("“{name}” was removed, but its token may still be stored. {why}")
                self.said.emit(told.format(name=account.name, why=error.sentence))
            else:
                self.refused.emit(Refused(key, error.sentence))

        self._change(account, self._keychain.forget(account.token_key), drop, decide)

    def _keep_in_keychain(self, account: Account, draft: Draft, secret: Secret) -> None:
        choices = self._choices

        def settle(_: None) -> None:
            self._settle(account, draft, choices)

        def give_up(error: KeychainError) -> None:
            self.refused.emit(Refused(draft, error.sentence, can_be_session_only=True))

        self._change(account, self._keychain.keep(account.token_key, secret), settle, give_up)

    def _settle(self, account: Account, draft: Draft, choices: int) -> None:
        """Add or update an account whose token is stored.

        Args:
            account: the new version of the account.
            draft: the draft it was made from.
            choices: `_choices` when saving began. If the user has switched accounts since, it is not opened.
        """
        for old in self.all:
            if old.key == account.key and old.token_key != account.token_key:
                self._forget_old_token(old)
        is_chosen = choices == self._choices
        self._book.put(account)
        if is_chosen:
            self._book.activate(account.key)
        self._save()
        self.kept.emit(DraftSaved(draft, is_chosen))
        if is_chosen or (self._uses_book and self.active == account):
            self.open_active()

    def _forget_old_token(self, old: Account) -> None:
        """Remove the token of the previous address."""

        def explain(error: KeychainError) -> None:
            told = self.tr("The token for “{name}” at {origin} may still be stored. {why}")
            self.said.emit(told.format(name=old.name, origin=old.origin, why=error.sentence))

        self._ask(self._keychain.forget(old.token_key), _do_nothing, explain)

    def _remove(self, account: Account) -> None:
        was_active = account == self._book.active
        if account in self.all:
            self._book.remove(account.key)
        self._save()
        if was_active and self._uses_book:
            self.open_active()

    def _save(self) -> None:
        try:
            if not self._book.refusal:
                self._book.save()
        except ProfileError as error:
            self.said.emit(error.sentence)
        self.changed.emit()

    def _change(
        self,
        account: Account,
        future: "Future[None]",
        then: Callable[[None], None],
        otherwise: Callable[[KeychainError], None],
    ) -> None:
        """Like `_ask`, but the account can't be changed by anything else until the call ends."""
        self._pending.begin(account)

        def go_on(_: None) -> None:
            self._pending.end(account)
            then(None)

        def give_up(error: KeychainError) -> None:
            self._pending.end(account)
            otherwise(error)

        self._ask(future, go_on, give_up)

    def _ask(
        self,
        future: "Future[Any]",
        then: Callable[[Any], None],
        otherwise: Callable[[KeychainError], None],
    ) -> None:
        """Call one of two callbacks on the GUI thread when the keychain call ends."""

        def report(done: "Future[Any]") -> None:
            self._answered.emit(_Answer(then, otherwise, done))

        future.add_done_callback(report)

    @Slot(object)
    def _take_answer(self, answer: _Answer) -> None:
        if answer.done.cancelled():
            return
        error = answer.done.exception()
        if error is None:
            answer.then(answer.done.result())
        elif isinstance(error, KeychainError):
            answer.otherwise(error)
        else:
            raise error


def _do_nothing(_: None) -> None:
    """A callback that does nothing."""
