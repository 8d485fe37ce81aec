"""The composition root: builds everything once, runs it, closes it in reverse order."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QTimer, QTranslator, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector import __version__, assets
from inspector.contact.link import SCHEME, read_wanted
from inspector.greenapi.problem import Problem
from inspector.keychain.keeper import Keeper
from inspector.keychain.redaction import install_logging
from inspector.keychain.system_vault import vault_for_this_system
from inspector.lookup.background import Background
from inspector.profile.accounts import AccountBook
from inspector.profile.folder import ProfileError, ProfileFolder
from inspector.profile.running import Claim, Standing
from inspector.profile.settings import Settings
from inspector.proxy.choice import ProxyChoice
from inspector.ui import style
from inspector.ui.account_desk import AccountDesk
from inspector.ui.accounts import Accounts
from inspector.ui.conductor import Conductor
from inspector.ui.crash import Crashes
from inspector.ui.display import open_application
from inspector.ui.icon import program_icon
from inspector.ui.kept_pictures import KeptPictures
from inspector.ui.lookups import Lookups
from inspector.ui.preferences_dialog import PreferencesDialog
from inspector.ui.proxy_desk import ProxyDesk
from inspector.ui.thumbnails import Thumbnails
from inspector.ui.wakeup import Wakeup
from inspector.ui.window import Window

if TYPE_CHECKING:  # brings libraries that the first paint does not need
    from inspector.greenapi.pacing import Timings
    from inspector.ui.one_window import OneWindow


def run(number: str | None, *, is_demo: bool, profile: Path | None, claim: Claim | None = None) -> int:
    """Open the window and stay until it is closed; the process is to end then.

    Args:
        number: words or a link, looked up as soon as there is an account to ask with.
        is_demo: start with the sample contacts.
        profile: the folder of settings and accounts; None for the system's usual place.
        claim: whether later starts of the program come to this one; None for a program that hears of none.

    Returns:
        The process's exit code.
    """
    folder = ProfileFolder(profile)
    end_logging = install_logging(folder.logs)
    app = open_application()
    app.setApplicationName("contact-inspector")
    app.setApplicationDisplayName("Contact Inspector")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("contact-inspector")
    wakeup = Wakeup()
    program = Program(app, folder, number, is_demo=is_demo, claim=claim)
    app.link_opened.connect(program.open_link)
    program.open()
    code = app.exec()
    program.close()
    wakeup.close()
    end_logging()
    # The interpreter would search all that is left for garbage several times: 0.2 s of work for nothing.
    gc.freeze()
    return code


class Program(QObject):
    """Everything there is one of.

    Args:
        number: words or a link, looked up as soon as there is an account to ask with.
        is_demo: start with the sample contacts.
        claim: see `run`.
        timings: how long a gateway may take; None for what is documented.
    """

    begun = Signal()
    """The window was painted, and what its first paint does not need is under way."""

    def __init__(
        self,
        app: QApplication,
        folder: ProfileFolder,
        number: str | None,
        *,
        is_demo: bool,
        claim: Claim | None = None,
        timings: "Timings | None" = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._folder = folder
        self._number = number
        self._is_demo = is_demo
        self._claim = claim
        self._one_window: OneWindow | None = None
        self._settings, settings_notes = Settings.load(folder)
        book, book_notes = AccountBook.load(folder)
        self._notes = settings_notes + book_notes
        self._layout = QSettings(str(folder.path / "layout.ini"), QSettings.Format.IniFormat)
        translator = QTranslator(self)
        translator.load(str(assets.path("translations", "contact-inspector_en.qm")))
        app.installTranslator(translator)
        style.apply(app, self._settings.theme)
        app.setWindowIcon(program_icon())
        self.crashes = Crashes()
        self._background = Background(self.crashes.report)
        self._keeper = Keeper(vault_for_this_system())
        self.kept = KeptPictures(folder.caches, self._settings.kept_pictures_mb)
        self.thumbnails = Thumbnails(
            self._background,
            fetches=self._settings.fetches_pictures,
            allows_other_hosts=self._settings.allows_other_hosts,
            kept=self.kept.keeping,
        )
        self.lookups = Lookups(self._background, timings=timings)
        self.accounts = Accounts(book, self._keeper)
        self.proxy = ProxyDesk(self._settings, self._keeper)
        self.window = Window(self.thumbnails)
        self.conductor = Conductor(self.window, self.lookups, self.accounts, self.thumbnails)
        self.desk = AccountDesk(self.window, self.accounts, self.lookups)
        self.window.search.set_default_region(self._settings.default_region)
        self._connect()

    def open(self) -> None:
        """Show the window; what its first paint does not need begins after it."""
        self.crashes.install()
        self._background.start()
        self.window.restore_layout(self._layout)
        self.window.show()
        self.window.search.take_focus()

    def close(self) -> None:
        """End everything in reverse order; takes no longer than what is stuck is waited for."""
        if self._one_window is not None:
            self._one_window.close()
        self.window.save_layout(self._layout)
        self.window.hide()
        self.lookups.cancel()
        self.thumbnails.close()
        self._background.close()
        self.kept.keeping.close()
        self.desk.close()
        self.proxy.close()
        self._keeper.close()
        self.crashes.remove()
        # The other parts live as long as a thread that is still stuck may want to tell them something.
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _connect(self) -> None:
        first_paint = FirstPaint(self.window)
        first_paint.happened.connect(self._begin)
        self.crashes.happened.connect(self._show_crash)
        self.accounts.said.connect(self._show_note)
        self.proxy.said.connect(self._show_note)
        self.proxy.chosen.connect(self._use_proxy)
        self.conductor.accounts_wanted.connect(self.desk.open_dialog)
        self.conductor.preferences_wanted.connect(self._open_network_preferences)
        self.desk.demo_changed.connect(self._allow_demo_pictures)
        self.window.search.account_box.preferences_wanted.connect(self._open_preferences)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._restyle)

    @Slot()
    def _begin(self) -> None:
        self.lookups.warm_up()
        self.kept.keeping.open()
        self.proxy.open()
        if self._is_demo:
            self.desk.enter_demo()
        if not self.desk.is_demo:
            self.accounts.open_active()
        if not self._folder.is_writable:
            self._notes += (
                f"Nothing can be saved in {self._folder.path}: changes last until the program ends.",
            )
        self._listen()
        if self._notes:
            self.window.notice.show_notes(self._notes)
        if self._number:
            self.conductor.grant(read_wanted(self._number))
        self.begun.emit()

    def _listen(self) -> None:
        """From now on be the one window, or say why there are two."""
        if self._claim is None:
            return
        if self._claim.standing is Standing.FIRST:
            from inspector.ui.one_window import OneWindow

            self._one_window = OneWindow(self._claim, self.window, self.conductor)
        elif self._claim.standing is Standing.BESIDE_SILENT:
            self._notes += (self.tr("This is a second window: the one that is open does not answer."),)

    @Slot(str)
    def open_link(self, address: str) -> None:
        """Look up the number of a link that the system hands to the running program."""
        if address.lower().startswith(SCHEME):
            self.conductor.grant(read_wanted(address))

    @Slot(object)
    def _show_crash(self, problem: Problem) -> None:
        self.conductor.report(problem)

    @Slot(str)
    def _show_note(self, sentence: str) -> None:
        self.window.notice.show_notes((sentence,))

    @Slot(object)
    def _allow_demo_pictures(self, api_url: str | None) -> None:
        """The demo's pictures, which stay in memory, or WhatsApp's."""
        if api_url:
            self.thumbnails.set_only_origins(frozenset([api_url]))
        else:
            self.thumbnails.set_only_origins(frozenset(), kept=self.kept.keeping)

    @Slot(object)
    def _use_proxy(self, proxy: ProxyChoice) -> None:
        self.lookups.set_proxy(proxy)
        self.thumbnails.set_proxy(proxy)

    @Slot()
    def _open_network_preferences(self) -> None:
        self._open_preferences().show_network()

    @Slot()
    def _open_preferences(self) -> PreferencesDialog:
        has_password, place = self.proxy.has_password, self.proxy.place
        dialog = PreferencesDialog(self._settings, self.window, has_password=has_password, place=place)
        dialog.changed.connect(self._change_settings)
        dialog.password_given.connect(self.proxy.keep)
        self.proxy.said.connect(dialog.proxy.show_message)
        dialog.pictures.clear_wanted.connect(self.kept.clear)
        self.kept.weighed.connect(dialog.pictures.show_weight)
        self.kept.weigh()
        dialog.open()
        return dialog

    @Slot(object)
    def _change_settings(self, settings: Settings) -> None:
        old, self._settings = self._settings, settings
        if settings.theme != old.theme:
            self._restyle()
        self.window.search.set_default_region(settings.default_region)
        self.thumbnails.set_fetching(settings.fetches_pictures)
        self.thumbnails.set_allowing_other_hosts(settings.allows_other_hosts)
        self.kept.set_limit(settings.kept_pictures_mb)
        self.proxy.change(settings)
        try:
            settings.save(self._folder)
        except ProfileError as error:
            self._show_note(error.sentence)

    @Slot()
    def _restyle(self) -> None:
        style.apply(self._app, self._settings.theme)


class FirstPaint(QObject):
    """Says once when a widget has been painted and the event loop is free again."""

    happened = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self.happened.emit)
        return False
