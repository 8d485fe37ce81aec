"""The proxy in the window: chosen in the preferences, used at once, and named when it fails."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.core.problem import Kind
from inspector.core.proxy_choice import NO_PROXY, Proxy, ProxyChoice, password_key
from inspector.core.secret import Secret
from inspector.demo.pictures import Links
from inspector.keychain.system_store import SystemStore
from inspector.lookup.session import Failed
from inspector.ui.controllers.accounts import Opened
from inspector.ui.preferences.preferences_dialog import PreferencesDialog
from tests.greenapi.asking import closed_port
from tests.program import OpenProgram
from tests.proxy.conftest import PASSWORD, PICTURE_HOST, USER, Office
from tests.secret_service import SecretService
from tests.ui.watching import (
    DEALER,
    PERSONAL,
    ask,
    click,
    deliver_deletions,
    look_up,
    named,
    press,
    said,
    settle,
    texts,
    type_into,
)

MODES = ("none", "system", "manual")


@pytest.fixture
def program(office: Office, open_program: OpenProgram, quick_retries: None) -> Program:
    """A program with the office's account in use; nothing says yet that there is a proxy."""
    opened = open_program()
    opened.accounts.use(Opened(office.account, office.gateway.token))
    return opened


def open_preferences(program: Program) -> PreferencesDialog:
    program.window.search.account_box.preferences_wanted.emit()
    dialog = wait_for(program)
    dialog.show_network()
    return dialog


def wait_for(program: Program) -> PreferencesDialog:
    """The dialog, once fields in it can have the focus."""
    dialog = named(program.window, PreferencesDialog, "preferencesDialog")
    dialog.activateWindow()
    deadline = QDeadlineTimer(5000)
    while not dialog.isActiveWindow():
        assert not deadline.hasExpired()
        QTest.qWait(5)
    return dialog


def close(dialog: PreferencesDialog) -> None:
    press(dialog, Qt.Key.Key_Escape)
    deliver_deletions()


def choose(dialog: PreferencesDialog, mode: str) -> None:
    box = named(dialog, QComboBox, "proxyMode")
    press(box, Qt.Key.Key_Home)
    for _ in range(MODES.index(mode)):
        press(box, Qt.Key.Key_Down)


def fill(dialog: PreferencesDialog, **words: str) -> None:
    """Type into fields by their names without `proxy`, and leave them."""
    for name, text in words.items():
        field = named(dialog, QLineEdit, f"proxy{name.title()}")
        field.setFocus()
        field.selectAll()
        type_into(field, text) if text else press(field, Qt.Key.Key_Delete)
        press(field, Qt.Key.Key_Tab)


def hint(dialog: PreferencesDialog) -> str:
    return named(dialog, QLabel, "proxyHint").text()


def action(program: Program) -> QPushButton:
    return named(program.window, QPushButton, "noticeAction")


def stored(profile: ProfileFolder) -> Settings:
    return Settings.load(profile)[0]


def test_what_is_entered_holds_for_the_next_lookup_and_its_pictures(
    program: Program, office: Office, profile: ProfileFolder, qtbot: QtBot, secret_service: SecretService
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    chat_id = "79120000001@c.us"
    office.gateway.add_contact({"chatId": chat_id, "name": "Behind", "avatar": office.picture_url})
    dialog = open_preferences(program)
    choose(dialog, "manual")
    fill(dialog, host="127.0.0.1", port=str(office.proxy.port), user=USER, password=PASSWORD)
    close(dialog)
    look_up(qtbot, program, "+79120000001")
    assert said(program.window, "profileName") == "Behind"
    assert program.window.profile.header.avatar.has_picture
    assert [head.split()[1] for head in office.proxy.heads] == [
        b"1101.api.greenapi.example:443",
        b"pps.whatsapp.net:443",
    ]
    assert stored(profile) == Settings(
        None,
        theme="light",
        proxy="manual",
        proxy_host="127.0.0.1",
        proxy_port=office.proxy.port,
        proxy_user=USER,
    )
    qtbot.waitUntil(lambda: [item.secret for item in secret_service.items()] == [PASSWORD])
    for secret in (office.gateway.token.reveal(), "79120000001"):
        assert secret.encode() not in office.proxy.seen


def test_a_change_of_proxy_leaves_no_connection_to_the_one_before(
    program: Program, office: Office, qtbot: QtBot
) -> None:
    chat_id = "79120000001@c.us"
    for motif in ("oil-filter-2", "battery-1", "oil-filter-1"):
        picture = Links(f"https://{PICTURE_HOST}", time.time()).original(motif)
        office.gateway.add_contact({"chatId": chat_id, "name": "Behind", "avatar": picture})
        program._use_proxy(office.choice())
        look_up(qtbot, program, "+79120000001")
        assert program.window.profile.header.avatar.has_picture
        assert office.proxy.open_tunnels == 2
    assert len(office.proxy.heads) == 6
    program._use_proxy(NO_PROXY)
    qtbot.waitUntil(lambda: office.proxy.open_tunnels == 0)
    assert program._background._closers == [program.lookups._close_gateway]


def test_the_next_start_fetches_the_password_before_the_first_lookup(
    office: Office,
    open_program: OpenProgram,
    profile: ProfileFolder,
    qtbot: QtBot,
    secret_service: SecretService,
    quick_retries: None,
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    keep_everything(office, profile)
    program = open_program("+79123456789")
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer")
    settle(qtbot, program)
    assert b"Proxy-Authorization" in office.proxy.heads[0]
    dialog = open_preferences(program)
    field = named(dialog, QLineEdit, "proxyPassword")
    assert field.text() == ""
    assert set(field.placeholderText()) == {"•"}
    assert not [text for _, text in texts(program.window) if PASSWORD in text]
    close(dialog)


def keep_everything(office: Office, profile: ProfileFolder) -> None:
    """A profile and a keychain as an earlier session left them."""
    book, _ = AccountBook.load(profile)
    account = book.add("Support", office.api_url, office.account.id_instance)
    book.save()
    SystemStore().keep(account.token_key, office.gateway.token)
    SystemStore().keep(key_of(office), Secret(PASSWORD))
    manual(office).save(profile)


def key_of(office: Office) -> str:
    return password_key("127.0.0.1", office.proxy.port)


def manual(office: Office, user: str = USER) -> Settings:
    return Settings(
        None,
        theme="light",
        proxy="manual",
        proxy_host="127.0.0.1",
        proxy_port=office.proxy.port,
        proxy_user=user,
    )


def test_a_proxy_that_fails_is_named_and_leads_to_the_preferences(
    program: Program, office: Office, qtbot: QtBot
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    program.preferences.change(manual(office, user=""))
    ask(program, DEALER)
    settle(qtbot, program)
    assert isinstance(program.lookup_controller.state, Failed)
    assert program.lookup_controller.state.problem.kind is Kind.PROXY
    assert program.window.notice.sentence.startswith(
        f"The proxy {office.address} requires a username and password"
    )
    assert action(program).text() == "Open preferences"
    click(action(program))
    dialog = wait_for(program)
    assert named(dialog, QComboBox, "proxyMode").isVisible()
    fill(dialog, user=USER, password=PASSWORD)
    close(dialog)
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"


def test_what_was_shown_stays_when_the_proxy_goes_away(
    program: Program, office: Office, qtbot: QtBot
) -> None:
    program.preferences.change(manual(office, user=""))
    look_up(qtbot, program, PERSONAL)
    port = closed_port()
    program.preferences.change(Settings(proxy="manual", proxy_host="127.0.0.1", proxy_port=port))
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Anna"
    assert f"The proxy 127.0.0.1:{port} refused the connection" in program.window.notice.sentence


def test_no_proxy_any_more_means_none_at_once(program: Program, office: Office, qtbot: QtBot) -> None:
    """The gateway of the office is not found without its proxy, and its proxy is not asked again."""
    program.preferences.change(manual(office, user=""))
    look_up(qtbot, program, PERSONAL)
    office.proxy.heads.clear()
    dialog = open_preferences(program)
    choose(dialog, "none")
    close(dialog)
    assert program.lookups._proxy == ProxyChoice()
    gateway = office.gateway
    program.accounts.use(Opened(gateway.account, gateway.token))
    look_up(qtbot, program, PERSONAL)
    assert office.proxy.heads == []


def test_without_a_keychain_the_password_is_for_this_session_and_that_is_said(
    program: Program, office: Office, qtbot: QtBot, profile: ProfileFolder
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    dialog = open_preferences(program)
    choose(dialog, "manual")
    fill(dialog, host="127.0.0.1", port=str(office.proxy.port), user=USER, password=PASSWORD)
    qtbot.waitUntil(lambda: "kept for this session only" in hint(dialog))
    close(dialog)
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"
    assert PASSWORD.encode() not in b"".join(
        file.read_bytes() for file in profile.path.rglob("*") if file.is_file()
    )


def test_a_password_that_the_keychain_does_not_give_is_said_at_the_start(
    open_program: OpenProgram, office: Office, profile: ProfileFolder, qtbot: QtBot
) -> None:
    manual(office).save(profile)
    program = open_program()
    qtbot.waitUntil(lambda: "Couldn't get the proxy password." in program.window.notice.sentence)


def test_a_proxy_without_a_user_forgets_the_password(
    program: Program, office: Office, qtbot: QtBot, secret_service: SecretService
) -> None:
    SystemStore().keep(key_of(office), Secret(PASSWORD))
    program.preferences.change(manual(office))
    qtbot.waitUntil(lambda: program.proxy.has_password)
    dialog = open_preferences(program)
    fill(dialog, user="")
    assert program._keychain.fetch(key_of(office)).result(5) is None  # answered in turn
    assert secret_service.items() == []
    assert program.lookups._proxy.manual == Proxy("127.0.0.1", office.proxy.port)
    assert not program.proxy.has_password
    close(dialog)


def test_a_keychain_that_does_not_forget_is_said(program: Program, office: Office, qtbot: QtBot) -> None:
    program.preferences.change(manual(office))
    program.preferences.change(manual(office, user=""))
    qtbot.waitUntil(lambda: "password may still be stored" in program.window.notice.sentence)
    assert program.lookups._proxy.manual == Proxy("127.0.0.1", office.proxy.port)


@pytest.mark.parametrize("mode", MODES)
def test_fields_are_for_a_proxy_of_ones_own_only(program: Program, mode: str) -> None:
    dialog = open_preferences(program)
    choose(dialog, mode)
    for name in ("proxyHost", "proxyPort", "proxyUser", "proxyPassword"):
        field = named(dialog, QLineEdit, name)
        assert field.isEnabled() == (mode == "manual")
    assert hint(dialog)
    close(dialog)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("host", "http://proxy", "without http://"),
        ("host", "proxy:8080", "has its own field"),
        ("host", "pro xy", "a name or an address"),
        ("port", "0", "from 1 to 65535"),
        ("user", "anna:pw", "no colon"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_field_and_changes_nothing(
    program: Program, office: Office, profile: ProfileFolder, name: str, text: str, words: str
) -> None:
    program.preferences.change(manual(office))
    dialog = open_preferences(program)
    fill(dialog, **{name: text})
    assert words in hint(dialog)
    close(dialog)
    assert stored(profile) == manual(office)


def test_a_proxy_without_an_address_is_asked_for_and_nothing_is_sent_meanwhile(
    program: Program, office: Office, qtbot: QtBot
) -> None:
    dialog = open_preferences(program)
    choose(dialog, "manual")
    assert "Nothing is sent until then" in hint(dialog)
    close(dialog)
    ask(program, DEALER)
    settle(qtbot, program)
    assert "Enter the proxy's host and port" in program.window.notice.sentence
    assert office.gateway.seen == ()


def test_a_field_that_was_not_left_counts_when_the_dialog_is_closed(
    program: Program, profile: ProfileFolder, office: Office
) -> None:
    program.preferences.change(manual(office, user=""))
    dialog = open_preferences(program)
    field = named(dialog, QLineEdit, "proxyHost")
    field.setFocus()
    field.selectAll()
    type_into(field, "Proxy.Example.com")
    close(dialog)
    assert stored(profile).proxy_host == "proxy.example.com"


def test_enter_in_a_field_takes_it_and_leaves_the_dialog_open(
    program: Program, profile: ProfileFolder, office: Office
) -> None:
    program.preferences.change(manual(office, user=""))
    dialog = open_preferences(program)
    field = named(dialog, QLineEdit, "proxyPort")
    field.setFocus()
    field.selectAll()
    type_into(field, "3128")
    press(field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert stored(profile).proxy_port == 3128
    close(dialog)


def test_other_preferences_leave_the_proxy_and_its_connections_alone(
    program: Program, office: Office, qtbot: QtBot
) -> None:
    program.preferences.change(manual(office, user=""))
    look_up(qtbot, program, PERSONAL)
    program.preferences.change(replace(manual(office, user=""), theme="dark"))
    look_up(qtbot, program, DEALER)
    assert sum(b"greenapi" in head for head in office.proxy.heads) == 1
    program.preferences.change(replace(manual(office, user=""), theme="light"))


def test_a_complaint_goes_as_soon_as_its_field_is_right(program: Program) -> None:
    dialog = open_preferences(program)
    choose(dialog, "manual")
    fill(dialog, host="proxy example")
    wrong = hint(dialog)
    port = named(dialog, QLineEdit, "proxyPort")
    type_into(port, "8080")
    assert hint(dialog) == wrong, "the host is wrong still"
    host = named(dialog, QLineEdit, "proxyHost")
    host.selectAll()
    type_into(host, "proxy.example")
    assert hint(dialog).startswith("The password is kept in ")
    close(dialog)
