"""The composition root: creates every object once, and closes them in reverse order."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from inspector import assets
from inspector.config.folder import ProfileFolder
from inspector.ui.controllers.startup_requests import StartupRequests
from inspector.ui.main_window.window import Window
from inspector.ui.qt.first_paint import FirstPaint, Steps
from inspector.ui.qt.look import Look
from inspector.ui.qt.window_layout import WindowLayout

if TYPE_CHECKING:  # not needed for the first paint
    from inspector.config.accounts import AccountBook
    from inspector.config.single_instance import Claim
    from inspector.core.problem import Problem
    from inspector.core.proxy_choice import ProxyChoice
    from inspector.greenapi.pacing import Timings


class Program(QObject):
    """The program's objects. Those needed for the first paint are created first, the rest after it.

    Args:
        number: text or a link to look up as soon as an account is available.
        is_demo: start with the sample contacts.
        claim: see `run`.
        timings: the gateway's timeouts; None for the defaults.
    """

    painted = Signal()
    """The window was painted for the first time. A number can be typed, but nothing else exists yet."""
    begun = Signal()
    """Everything is created and running. A number entered earlier (`window.search.asked`) is looked up
    now."""

    def __init__(
        self,
        app: QApplication,
        folder: ProfileFolder,
        number: str | None,
        *,
        is_demo: bool,
        claim: "Claim | None" = None,
        timings: "Timings | None" = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._folder = folder
        self.startup_requests = StartupRequests(number, claim, self)
        self._is_demo = is_demo
        self._timings = timings
        self._notes: tuple[str, ...] = ()
        self._closing = ExitStack()
        self._layout = WindowLayout(folder)
        self.look = Look(app, self._layout)
        self.window = Window()
        self._steps = Steps(self._finish_startup(), self)
        FirstPaint(self.window).happened.connect(self._go_on)

    def open(self) -> None:
        """Show the window as it last looked. The rest is created after its first paint."""
        self.window.restore_layout(self._layout)
        if self._is_demo:
            self.window.show_band()
        elif self._layout.account:
            self.window.welcome(self._layout.account)
        self.startup_requests.hear(self.window)
        self.window.show()
        self.window.search.take_focus()

    def close(self) -> None:
        """Close everything in reverse order. Threads that hang are waited for only briefly."""
        self._steps.stop()
        self.window.save_layout(self._layout)
        self._layout.sign()
        self.window.hide()
        self._closing.close()
        # The other objects stay alive: a thread that hangs may still want to call them.
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @Slot()
    def _go_on(self) -> None:
        self.painted.emit()
        self._steps.start()

    def _finish_startup(self) -> Iterator[None]:
        """Create what the first paint didn't need, in steps between which the window can respond.

        The number reader comes first, because a number may have been typed already.
        """
        translator = QTranslator(self)  # English plurals, which the first paint doesn't show
        translator.load(str(assets.path("translations", "contact-inspector_en.qm")))
        self._app.installTranslator(translator)
        from inspector.config.settings import Settings

        yield
        self._settings, notes = Settings.load(self._folder)
        self._notes = self._folder.managed.notes + notes + self._layout.notes
        self.look.open(self._settings.theme)
        yield
        from inspector.phone import hint  # noqa: F401  a separate step: the reader needs it

        yield
        from inspector.ui.search.number_reader import NumberReader

        yield
        self.reader = NumberReader(self.window.search, self._settings.default_region)
        yield
        from inspector.config.accounts import AccountBook

        book, notes = AccountBook.load(self._folder)
        self._notes += notes
        yield
        yield from self._make_services(book)
        yield from self.window.build_rest(self.thumbnails, self._layout)
        yield
        yield from self._make_controllers()
        yield from self._start_work()

    def _make_services(self, book: "AccountBook") -> Iterator[None]:
        """Create the services, which have no widgets."""
        from inspector.ui.qt.crash import Crashes

        self.crashes = Crashes()
        yield
        from inspector.keychain import system_store
        from inspector.keychain.worker import KeychainWorker

        self._keychain = KeychainWorker(system_store.store_for_this_system())
        self._closing.callback(self._keychain.close)
        yield
        from inspector.ui.images.disk_cache import DiskCache

        self.kept = DiskCache(self._folder.caches, self._settings.kept_pictures_mb)
        self._closing.callback(self.kept.close)
        yield
        from inspector.lookup.background import Background

        yield
        # For what the worker thread talks to on this computer, which must outlive it.
        self._after_background = self._closing.enter_context(ExitStack())
        self._background = Background(self.crashes.report)
        self._closing.callback(self._background.close)
        yield
        from inspector.ui.images import decoding  # noqa: F401  a separate step: the next import needs it

        yield
        from inspector.ui.images.thumbnails import Thumbnails

        yield

        self.thumbnails = Thumbnails(
            self._background,
            fetches=self._settings.fetches_pictures,
            allows_other_hosts=self._settings.allows_other_hosts,
            kept=self.kept.cache,
        )
        self._closing.callback(self.thumbnails.close)
        yield
        from inspector.lookup import session  # noqa: F401  a separate step: the next import needs it

        yield
        from inspector.ui.controllers.lookups import Lookups

        yield

        self.lookups = Lookups(self._background, timings=self._timings)
        yield
        from inspector.ui.controllers.accounts import Accounts

        yield
        from inspector.ui.controllers.proxy_controller import ProxyController

        self.accounts = Accounts(book, self._keychain)
        self.proxy = ProxyController(self._settings, self._keychain)
        self._closing.callback(self.proxy.close)

    def _make_controllers(self) -> Iterator[None]:
        """Create the controllers, which connect the services and the window."""
        from inspector.ui.main_window.state_view import StateView

        self.view = StateView(self.window)
        yield
        from inspector.ui.controllers.lookup_controller import LookupController

        yield
        self.lookup_controller = LookupController(
            self.window, self.view, self.lookups, self.accounts, self.thumbnails
        )
        yield
        from inspector.ui.controllers.accounts_controller import AccountsController

        yield
        self.accounts_controller = AccountsController(self.window, self.view, self.accounts, self.lookups)
        yield
        from inspector.ui.controllers.preferences_controller import PreferencesController

        yield
        pictures = (self.thumbnails, self.kept)
        self.preferences = PreferencesController(
            self.window, self._folder, self._settings, self.reader, pictures, self.proxy
        )
        yield
        from inspector.ui.controllers.update_controller import UpdateController

        self.updates = UpdateController(self.window, self._background, self._folder)
        yield
        from inspector.ui.qt.caret import Caret

        Caret(self.window)
        yield
        from inspector.ui.main_window.keyboard import Keyboard

        self.keyboard = Keyboard(self._app, self.window)
        self._connect()

    def _connect(self) -> None:
        self.crashes.happened.connect(self._show_crash)
        self.accounts.said.connect(self._show_note)
        self.proxy.said.connect(self._show_note)
        self.proxy.chosen.connect(self._use_proxy)
        self.lookup_controller.accounts_wanted.connect(self.accounts_controller.open_dialog)
        self.lookup_controller.preferences_wanted.connect(self.preferences.open_network)
        self.accounts_controller.demo_changed.connect(self._enter_or_leave_demo)
        self.preferences.theme_changed.connect(self.look.use)
        self.preferences.said.connect(self._show_note)

    def _start_work(self) -> Iterator[None]:
        """Start the threads, and register their cleanup."""
        from inspector.ui.widgets import desktop

        self.crashes.install()
        self._closing.callback(self.crashes.remove)
        self._after_background.callback(self.accounts_controller.close)
        self._closing.callback(self.lookups.cancel)
        self._closing.callback(self._remember)
        self._background.start()
        self.kept.cache.open()
        yield
        self.updates.open(self._settings)
        self._closing.callback(self.updates.close)
        self._closing.callback(desktop.keep_inside, is_wanted=False)
        yield
        if not self._folder.is_writable:
            self._notes += (
                f"Can't save anything in {self._folder.path}. Changes last until the program closes.",
            )
        if self._notes:
            self.window.notice.show_notes(self._notes)
        self.proxy.open()
        if self._is_demo:
            self.accounts_controller.enter_demo()
        if not self.accounts_controller.is_demo:
            self.accounts.open_active()
        yield
        self.startup_requests.open(self.window, self.lookup_controller)
        self._closing.callback(self.startup_requests.close)
        self.lookups.warm_up()
        self.begun.emit()

    def _remember(self) -> None:
        """Save what the next start needs for its first paint, which reads nothing else from the profile."""
        active = self.accounts.active
        self.look.remember(self._layout)
        self._layout.setValue("account", active.name if active else "")

    @Slot(object)
    def _show_crash(self, problem: "Problem") -> None:
        self.lookup_controller.report(problem)

    @Slot(str)
    def _show_note(self, sentence: str) -> None:
        self.window.notice.show_notes((sentence,))

    @Slot(object)
    def _enter_or_leave_demo(self, api_url: str | None) -> None:
        """In the demo, nothing leaves this computer, and pictures stay in memory."""
        from inspector.ui.widgets import desktop

        desktop.keep_inside(is_wanted=api_url is not None)
        if api_url:
            self.updates.close()
            self.thumbnails.set_only_origins(frozenset([api_url]))
        else:
            self.thumbnails.set_only_origins(frozenset(), kept=self.kept.cache)

    @Slot(object)
    def _use_proxy(self, proxy: "ProxyChoice") -> None:
        self.updates.set_proxy(proxy)
        self.lookups.set_proxy(proxy)
        self.thumbnails.set_proxy(proxy)
