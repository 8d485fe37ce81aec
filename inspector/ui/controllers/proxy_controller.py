"""The proxy in use, with its password from the keychain or from a person, for all that asks the network."""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from inspector.config.settings import Settings
from inspector.core.proxy_choice import UNADDRESSED_PASSWORD_KEY
from inspector.core.secret import Secret
from inspector.keychain.secret_store import KeychainError
from inspector.keychain.worker import KeychainWorker


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the keychain said to one question."""

    ticket: int
    done: "Future[Any]"


class ProxyController(QObject):
    """Says which proxy to use, now and after every change."""

    chosen = Signal(object)
    """ProxyChoice: use this one from now on."""
    said = Signal(str)
    """What a person should know of the password."""
    _fetched = Signal(object)
    _kept = Signal(object)

    def __init__(self, settings: Settings, worker: KeychainWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._keychain = worker
        self._known: dict[str, Secret] = {}
        """The password of the proxy in use, by its key: no other proxy gets it."""
        self._ticket = 0
        """Of the newest change of the password; what the keychain says to an older question is not news."""
        self._fetched.connect(self._take_password)
        self._kept.connect(self._note_kept)

    @property
    def has_password(self) -> bool:
        return self._password is not None

    @property
    def _password(self) -> Secret | None:
        key = self._settings.proxy_password_key
        return None if key is None else self._known.get(key)

    @property
    def place(self) -> str:
        """Which keychain holds the password, in words."""
        return self._keychain.place

    def open(self) -> None:
        """Use what the settings say; when that takes a password, `chosen` comes again with it.

        The keychain answers in turn: a token that is asked for later comes later.
        """
        self._tell()
        key = self._settings.proxy_password_key
        if key is not None and self._password is None:
            self._report(self._keychain.fetch(key), self._fetched)

    def close(self) -> None:
        """What the keychain still answers is nobody's."""
        self._ticket += 1

    def change(self, settings: Settings) -> None:
        """Use other settings. A password goes to the proxy that it was entered for, and to no other."""
        old, self._settings = self._settings, settings
        if old.proxy_choice() == settings.proxy_choice():
            return
        if old.proxy_password_key != settings.proxy_password_key:
            self._ticket += 1
            # Also of a proxy that was not in use lately: nothing would lead to its password any more.
            replaced = replace(old, proxy="manual").proxy_password_key
            is_replaced = settings.proxy == "manual" and replaced != settings.proxy_password_key
            if is_replaced and replaced is not None:
                self._known.clear()
                self._report(self._keychain.forget(replaced), self._kept)
        self.open()

    @Slot(object)
    def keep(self, password: Secret) -> None:
        """Use a password at once, and keep it in the keychain; when that refuses, it is for this session."""
        key = self._settings.proxy_password_key
        if key is None:
            return
        self._ticket += 1
        self._known = {key: password}
        self._tell()
        self._report(self._keychain.keep(key, password), self._kept)

    def _tell(self) -> None:
        self.chosen.emit(self._settings.proxy_choice(self._password))

    def _report(self, future: "Future[Any]", signal: SignalInstance) -> None:
        ticket = self._ticket

        def tell(done: "Future[Any]") -> None:
            if not done.cancelled():
                signal.emit(_Answer(ticket, done))

        future.add_done_callback(tell)

    @Slot(object)
    def _take_password(self, answer: _Answer) -> None:
        if answer.ticket != self._ticket:
            return
        refusal, key = answer.done.exception(), self._settings.proxy_password_key
        if isinstance(refusal, KeychainError):
            self.said.emit(self.tr("Couldn't get the proxy password. {why}").format(why=refusal.sentence))
        elif key is not None and answer.done.result() is not None:
            self._known = {key: answer.done.result()}
            self._tell()
        else:
            self._keychain.forget(UNADDRESSED_PASSWORD_KEY)  # it may have been entered for another proxy

    @Slot(object)
    def _note_kept(self, answer: _Answer) -> None:
        refusal = answer.done.exception()
        if answer.ticket != self._ticket or not isinstance(refusal, KeychainError):
            return
        words = (
            self.tr("The proxy password is kept for this session only. {why}")
            if self.has_password
            else self.tr("The proxy password may still be stored. {why}")
        )
        self.said.emit(words.format(why=refusal.sentence))
