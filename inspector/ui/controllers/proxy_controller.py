"""Manages the proxy setting and its password for everything that uses the network."""

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
    """A keychain result with the ticket of its request."""

    ticket: int
    done: "Future[Any]"


class ProxyController(QObject):
    """Emits the proxy to use, at the start and after every change."""

    chosen = Signal(object)
    """ProxyChoice: use this from now on."""
    said = Signal(str)
    """A message about the password."""
    _fetched = Signal(object)
    _kept = Signal(object)

    def __init__(self, settings: Settings, worker: KeychainWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._keychain = worker
        self._known: dict[str, Secret] = {}
        """The password of the current proxy, by its key, so that no other proxy gets it."""
        self._ticket = 0
        """Of the latest change to the password; results for earlier ones are ignored."""
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
        """The keychain's name, for display."""
        return self._keychain.place

    def open(self) -> None:
        """Use the proxy in the settings. If it needs a password, `chosen` is emitted again with it.

        The keychain handles calls in order, so a token requested later arrives after the password.
        """
        self._tell()
        key = self._settings.proxy_password_key
        if key is not None and self._password is None:
            self._report(self._keychain.fetch(key), self._fetched)

    def close(self) -> None:
        """Ignore results that are still pending."""
        self._ticket += 1

    def change(self, settings: Settings) -> None:
        """Apply changed settings. A password is only ever sent to the proxy it was entered for."""
        old, self._settings = self._settings, settings
        if old.proxy_choice() == settings.proxy_choice():
            return
        if old.proxy_password_key != settings.proxy_password_key:
            self._ticket += 1
            # Even if the old proxy wasn't in use: nothing would lead to its password any more.
            replaced = replace(old, proxy="manual").proxy_password_key
            is_replaced = settings.proxy == "manual" and replaced != settings.proxy_password_key
            if is_replaced and replaced is not None:
                self._known.clear()
                self._report(self._keychain.forget(replaced), self._kept)
        self.open()

    @Slot(object)
    def keep(self, password: Secret) -> None:
        """Use a password now and store it in the keychain. If that fails, it is kept for this session."""
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
            self._keychain.forget(UNADDRESSED_PASSWORD_KEY)  # may have been entered for another proxy

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
