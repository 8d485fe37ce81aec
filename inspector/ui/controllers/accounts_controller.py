"""Controls the account forms, the account box and the sample contacts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from inspector.core.account import Account
from inspector.core.problem import Kind, Problem, Remedy
from inspector.core.secret import Secret
from inspector.phone.reader import known_number
from inspector.ui.accounts.account_dialog import AccountDialog
from inspector.ui.accounts.account_form import AccountForm, Draft
from inspector.ui.controllers.account_changes import DraftSaved, Refused
from inspector.ui.controllers.accounts import Accounts, Opened
from inspector.ui.controllers.lookups import Lookups
from inspector.ui.main_window.state_view import StateView
from inspector.ui.main_window.window import Window

if TYPE_CHECKING:
    from inspector.demo.gateway import DemoGateway
    from inspector.greenapi.client import Connected


class AccountsController(QObject):
    """Connects forms to accounts and tests. The demo gateway is a separate account that is never saved."""

    demo_changed = Signal(object)
    """The demo gateway's address while it runs, otherwise None."""

    def __init__(self, window: Window, view: StateView, accounts: Accounts, lookups: Lookups) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._accounts = accounts
        self._lookups = lookups
        self._dialog: AccountDialog | None = None
        self._demo: DemoGateway | None = None
        self._tested: Draft | None = None
        self._asked: Draft | str | None = None
        """What the visible form waits for: a draft to be saved, or the key of an account to be removed."""
        self._opened: Account | None = None
        self._has_no_keychain = False
        self._lacks_token = False
        box = window.search.account_box
        box.accounts_wanted.connect(self.open_dialog)
        box.chosen.connect(self._choose)
        box.demo_wanted.connect(self.enter_demo)
        box.demo_left.connect(self.leave_demo)
        box.about_wanted.connect(self.open_about)
        window.accounts_wanted.connect(self.open_dialog)
        window.start.demo_wanted.connect(self.enter_demo)
        self._connect_form(window.start.form)
        accounts.opened.connect(self._note_opened)
        accounts.closed.connect(self._note_closed)
        accounts.changed.connect(self._show_accounts)
        accounts.kept.connect(self._note_kept)
        accounts.refused.connect(self._note_refused)
        accounts.fetched.connect(self._test_stored_token)
        lookups.tested.connect(self._show_test)
        self._show_accounts()

    @property
    def is_demo(self) -> bool:
        return self._demo is not None

    @Slot()
    def open_dialog(self) -> None:
        """Open the accounts dialog; on first start, focus the form in the window instead."""
        if self._is_first_start:
            self._window.start.form.take_focus()
            return
        if self._dialog is None:
            self._dialog = AccountDialog(self._window)
            self._dialog.removed.connect(self._remove)
            self._dialog.finished.connect(self._forget_dialog)
            self._connect_form(self._dialog.form)
        self._fill_dialog(self._dialog)
        if self._has_no_keychain:
            self._dialog.form.offer_session()
        self._dialog.open()

    @Slot()
    def open_about(self) -> None:
        """Open the dialog with the version and the licences."""
        from inspector.ui.main_window.about_dialog import AboutDialog

        AboutDialog(self._window).open()

    @Slot()
    def enter_demo(self) -> None:
        """Start the demo gateway and use it."""
        from inspector.demo.contacts import SAMPLES
        from inspector.demo.gateway import DemoGateway

        gateway = DemoGateway()
        try:
            gateway.start()
        except OSError as error:
            why = str(error.strerror or error).removesuffix(".")
            sentence = self.tr("Couldn't start the sample contacts: {why}.").format(why=why)
            self._window.notice.show_notes((sentence,))
            return
        self._demo = gateway
        self._window.set_demo(tuple((sample.title, sample.number) for sample in SAMPLES))
        self.demo_changed.emit(gateway.api_url)
        self._accounts.use(Opened(gateway.account, gateway.token))
        self._window.search.take_focus()

    @Slot()
    def leave_demo(self) -> None:
        """Return to the user's own accounts."""
        self._end_demo()
        self._show_accounts()
        self._accounts.open_active()

    def _end_demo(self) -> None:
        self.close()
        self._window.set_demo(())
        self.demo_changed.emit(None)

    def close(self) -> None:
        """Stop the demo gateway, if it runs."""
        gateway, self._demo = self._demo, None
        if gateway is not None:
            gateway.close()

    @property
    def _is_first_start(self) -> bool:
        return not self._accounts.all and not self.is_demo

    def _connect_form(self, form: AccountForm) -> None:
        form.show_place(self._accounts.place)
        form.saved.connect(self._keep)
        form.tested.connect(self._test)

    @property
    def _form(self) -> AccountForm:
        """The visible form."""
        return self._dialog.form if self._dialog is not None else self._window.start.form

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = self._tested = self._asked = None
        self._window.search.take_focus()

    @Slot(str)
    def _choose(self, key: str) -> None:
        if self.is_demo:
            self.leave_demo()
        self._accounts.activate(key)

    @Slot(str)
    def _remove(self, key: str) -> None:
        self._wait_for(key)
        self._accounts.remove(key)

    @Slot(object)
    def _keep(self, draft: Draft) -> None:
        self._wait_for(draft)
        self._accounts.keep(draft)

    def _wait_for(self, asked: Draft | str) -> None:
        self._asked, self._tested = asked, None
        self._form.show_waiting(self.tr("Waiting for the keychain…"))

    @Slot(object)
    def _note_kept(self, kept: DraftSaved) -> None:
        """Close the dialog that the draft came from, but not one that was opened in the meantime."""
        if self.is_demo and kept.is_chosen:
            self._end_demo()
        self._window.start.form.show_account(None, has_token=False)  # clears the token in it
        if self._dialog is not None and kept.draft is self._asked:
            self._dialog.accept()
        if self._dialog is None:
            self._window.search.take_focus()

    @Slot(object)
    def _note_refused(self, refused: Refused) -> None:
        if refused.asked is not self._asked:
            self._window.notice.add_note(refused.sentence)
            return
        self._asked = None
        form = self._form
        form.set_enabled(is_enabled=True)
        form.show_message(refused.sentence, is_good=False)
        if refused.can_be_session_only:
            form.offer_session()

    # Testing the token in the form, or the stored one

    @Slot(object)
    def _test(self, draft: Draft) -> None:
        self._tested = draft
        self._form.show_waiting(self.tr("Testing the connection…"))
        if draft.secret is not None:
            self._lookups.test(draft.account, draft.secret)
        else:
            self._accounts.fetch(draft.account)

    @Slot(object, object)
    def _test_stored_token(self, account: Account, fetched: Secret | Problem) -> None:
        """Ignore the token if another account is tested by now: it may only go to its own address."""
        if self._tested is None or self._tested.account != account:
            return
        if isinstance(fetched, Problem):
            self._show_test(fetched)
        else:
            self._lookups.test(account, fetched)

    @Slot(object)
    def _show_test(self, result: "Connected | Problem") -> None:
        form, draft = self._form, self._tested
        if draft is None or draft.key != form.key:
            return
        form.set_enabled(is_enabled=True)
        if draft.secret is None and draft.account == self._opened:
            problem = result if isinstance(result, Problem) else None
            self._window.search.account_box.show_outcome(problem)
        if isinstance(result, Problem):
            form.show_message(f"{result.sentence} {form.warning(draft)}".strip(), is_good=False)
            form.go_to_fault(result.kind)
            return
        phone = result.phone and known_number(result.phone.removeprefix("+")).international
        form.show_message(
            self.tr("Connected as {phone}.").format(phone=phone or self.tr("an unknown number"))
        )

    # The account box

    @Slot(object)
    def _note_opened(self, opened: Opened) -> None:
        self._opened, self._has_no_keychain, self._lacks_token = opened.account, False, False
        self._show_accounts()

    @Slot(object)
    def _note_closed(self, problem: Problem | None) -> None:
        self._opened = None
        self._has_no_keychain = problem is not None and problem.remedy is Remedy.KEEP_FOR_SESSION
        self._lacks_token = problem is not None and problem.kind is Kind.NO_TOKEN
        self._show_accounts()

    @Slot()
    def _show_accounts(self) -> None:
        active = self._opened or self._accounts.active
        self._view.set_has_account(has_account=not self._is_first_start)
        box = self._window.search.account_box
        box.show_accounts(
            self._accounts.all, active, is_usable=self._opened is not None, is_demo=self.is_demo
        )
        if self._dialog is not None:
            self._fill_dialog(self._dialog)

    def _fill_dialog(self, dialog: AccountDialog) -> None:
        active, accounts = self._accounts.active, self._accounts.all
        without: frozenset[str] = frozenset()
        if self._has_no_keychain:
            without = frozenset(a.key for a in accounts if not self._accounts.is_for_session_only(a))
        elif self._lacks_token and active is not None:
            without = frozenset([active.key])
        dialog.show_accounts(accounts, active.key if active else None, without_token=without)
