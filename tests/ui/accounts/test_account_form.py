"""The form of an account: what is wrong is said beside it, and the token is never seen again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.core.secret import Secret
from inspector.demo.faults import Fault, unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.ui.accounts.account_form import AccountForm, Draft
from inspector.ui.widgets.token_field import TokenField
from tests.ui.watching import button, click, has_button, named, press, said, type_into, visible_words

TOKEN = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
MASK = "•" * 12


@pytest.fixture
def form(qtbot: QtBot) -> AccountForm:
    shown = AccountForm()
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    return shown


def fill(form: AccountForm, **values: str) -> None:
    """Type into the fields, by the first words of their names, and leave each."""
    names = {"name": "accountNameField", "id": "idInstanceField", "url": "apiUrlField", "token": "tokenField"}
    for name, value in values.items():
        field = named(form, QLineEdit, names[name])
        field.setFocus()
        field.selectAll()
        type_into(field, value)
        press(field, Qt.Key.Key_Tab)


def message(form: AccountForm) -> str | None:
    return said(form, "accountMessage")


def drafts(form: AccountForm) -> list[Draft]:
    kept: list[Draft] = []
    form.saved.connect(kept.append)
    return kept


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Enter the instance ID (idInstance). It has 4 to 19 digits, usually 10."),
        ({"id": "12ab", "token": TOKEN}, "Enter the instance ID (idInstance). It has 4 to 19 digits"),
        ({"id": "1101000001"}, "Paste the token (apiTokenInstance) from the console."),
        (
            {"id": "1101000001", "url": "http://example.com", "token": TOKEN},
            "must start with https://. Otherwise, the token would be sent unencrypted",
        ),
        (
            {"id": "1101000001", "url": "https://u:p@example.com", "token": TOKEN},
            "Enter only the API address",
        ),
        (
            {"id": "1101000001", "url": "https://1101.api.greenapi.com/waInstance1101", "token": TOKEN},
            "Enter only the part of the API address before /waInstance",
        ),
        ({"id": "1101000001", "url": "what is this", "token": TOKEN}, "isn't a web address"),
    ],
)
def test_a_wrong_field_is_said_and_nothing_is_kept(
    form: AccountForm, values: dict[str, str], sentence: str
) -> None:
    kept = drafts(form)
    fill(form, **values)
    click(named(form, QPushButton, "saveAccountButton"))
    assert sentence in (message(form) or "")
    click(named(form, QPushButton, "testAccountButton"))
    assert sentence in (message(form) or "")
    assert kept == []


def test_what_was_pasted_with_blanks_and_slashes_is_trimmed(form: AccountForm) -> None:
    kept = drafts(form)
    fill(form, id=" 1101000001 ", url=" 1101.api.greenapi.com/ ", token=f"  {TOKEN}  ")
    click(named(form, QPushButton, "saveAccountButton"))
    [draft] = kept
    assert (draft.api_url, draft.id_instance) == ("https://1101.api.greenapi.com", "1101000001")
    assert draft.secret is not None
    assert draft.secret.reveal() == TOKEN
    assert draft.name == "1101000001", "an account without a name is called by its id"
    assert TOKEN not in repr(draft)


def test_the_usual_address_is_filled_in_for_an_id(form: AccountForm) -> None:
    fill(form, id="7103123456")
    assert named(form, QLineEdit, "apiUrlField").text() == "https://7103.api.greenapi.com"
    fill(form, id="1101000001")
    assert named(form, QLineEdit, "apiUrlField").text() == "https://1101.api.greenapi.com", "it was ours"
    fill(form, url="https://gateway.example")
    fill(form, id="7103123456")
    assert named(form, QLineEdit, "apiUrlField").text() == "https://gateway.example", "never overwritten"


@pytest.mark.parametrize("token", [TOKEN, "x", "y" * 400], ids=["usual", "one letter", "long"])
def test_after_leaving_the_field_the_token_is_twelve_dots(form: AccountForm, token: str) -> None:
    field = named(form, TokenField, "tokenField")
    fill(form, token=token)
    assert field.text() == MASK
    assert field.displayText() == "●" * 12 or field.displayText() == MASK
    secret = field.secret
    assert secret is not None
    assert secret.reveal() == token


def test_the_token_cannot_be_read_by_a_screen_reader_or_taken_to_the_clipboard(
    form: AccountForm, clipboard: Callable[[], str]
) -> None:
    field = named(form, TokenField, "tokenField")
    field.setFocus()
    type_into(field, TOKEN)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    interface = QAccessible.queryAccessibleInterface(field)
    read = [interface.text(kind) for kind in QAccessible.Text if kind is not QAccessible.Text.UserText]
    text = interface.textInterface()
    read.append(text.text(0, text.characterCount()))
    assert TOKEN not in " ".join(read)
    field.selectAll()
    press(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert TOKEN not in clipboard()


def test_what_is_typed_after_the_dots_is_a_new_token(form: AccountForm) -> None:
    field = named(form, TokenField, "tokenField")
    fill(form, token="first")
    field.setFocus()
    press(field, Qt.Key.Key_End)
    type_into(field, "second")
    assert field.secret is not None
    assert field.secret.reveal() == "second"


def test_coming_back_to_the_field_and_leaving_it_keeps_the_token(form: AccountForm) -> None:
    field = named(form, TokenField, "tokenField")
    fill(form, token="first")
    field.setFocus()
    assert field.selectedText() == MASK, "what is typed next replaces the dots"
    named(form, QLineEdit, "apiUrlField").setFocus()
    assert field.secret is not None
    assert field.secret.reveal() == "first"
    field.setFocus()
    field.selectAll()
    press(field, Qt.Key.Key_Backspace)
    named(form, QLineEdit, "apiUrlField").setFocus()
    assert field.secret is None


def test_undo_does_not_bring_a_token_back(form: AccountForm) -> None:
    field = named(form, TokenField, "tokenField")
    fill(form, token=TOKEN)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    field.undo()
    assert TOKEN not in field.text()


# The test of an account, in the first start's form


@pytest.fixture
def start(first_start: Program, quick_retries: None) -> AccountForm:
    return first_start.window.start.form


def test_the_first_start_explains_where_everything_comes_from(first_start: Program) -> None:
    words = visible_words(first_start.window)
    for told in ("console.green-api.com", "apiUrl, idInstance and apiTokenInstance", "Press Test"):
        assert told in words
    assert "Try with sample contacts" in words
    assert "The token is kept in " in words


def test_a_test_says_which_phone_is_connected(start: AccountForm, gateway: DemoGateway, qtbot: QtBot) -> None:
    fill(start, id=gateway.account.id_instance, url=gateway.api_url, token=gateway.token.reveal())
    tester = named(start, QPushButton, "testAccountButton")
    click(tester)
    assert message(start) == "Testing the connection…"
    assert not tester.isEnabled()
    qtbot.waitUntil(lambda: message(start) == "Connected as +44 7700 900123.")
    assert tester.isEnabled()


def test_a_test_that_is_refused_says_why(start: AccountForm, gateway: DemoGateway, qtbot: QtBot) -> None:
    fill(start, id=gateway.account.id_instance, url=gateway.api_url, token="wrong")
    click(named(start, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: "The token was rejected" in (message(start) or ""))
    assert "Is it complete?" in (message(start) or ""), "a token of an unusual shape is mentioned"
    label = named(start, QLabel, "accountMessage")
    assert label.foregroundRole() is label.palette().ColorRole.ToolTipText


def test_a_test_leaves_the_focus_on_its_button(
    start: AccountForm, gateway: DemoGateway, qtbot: QtBot
) -> None:
    fill(start, id=gateway.account.id_instance, url=gateway.api_url, token=gateway.token.reveal())
    tester = named(start, QPushButton, "testAccountButton")
    tester.setFocus()
    click(tester)
    qtbot.waitUntil(lambda: "Connected" in (message(start) or ""))
    assert tester.hasFocus()


def test_whoever_writes_on_during_a_test_is_not_disturbed_by_its_answer(
    start: AccountForm, gateway: DemoGateway, qtbot: QtBot
) -> None:
    fill(start, id=gateway.account.id_instance, url=gateway.api_url, token="wrong")
    click(named(start, QPushButton, "testAccountButton"))
    name = named(start, QLineEdit, "accountNameField")
    name.setFocus()
    type_into(name, "Supp")
    qtbot.waitUntil(lambda: "The token was rejected" in (message(start) or ""))
    type_into(name, "ort")
    assert name.hasFocus()
    assert name.text() == "Support"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"id": "12"}, "idInstanceField"),
        ({"id": "1101000001", "url": "http://example.com"}, "apiUrlField"),
        ({"id": "1101000001"}, "tokenField"),
    ],
    ids=["id", "address", "token"],
)
@pytest.mark.parametrize("pressed", ["testAccountButton", "saveAccountButton"])
def test_a_complaint_leads_to_its_field(
    form: AccountForm, values: dict[str, str], field: str, pressed: str
) -> None:
    fill(form, **values)
    presser = named(form, QPushButton, pressed)
    presser.setFocus()
    click(presser)
    assert message(form)
    assert named(form, QLineEdit, field).hasFocus()


@pytest.mark.parametrize(
    ("token", "id_instance", "field"),
    [("wrong", "", "tokenField"), (TOKEN, "1109999999", "idInstanceField")],
    ids=["token", "id"],
)
def test_a_refused_test_leads_to_the_field_that_was_refused(
    start: AccountForm, gateway: DemoGateway, qtbot: QtBot, token: str, id_instance: str, field: str
) -> None:
    fill(start, id=id_instance or gateway.account.id_instance, url=gateway.api_url, token=token)
    click(named(start, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: message(start) not in (None, "Testing the connection…"))
    assert named(start, QLineEdit, field).hasFocus()
    press(named(start, QLineEdit, field), Qt.Key.Key_1)
    assert message(start) is None, "it was said of another value"


def test_a_complaint_goes_as_soon_as_its_field_is_right(form: AccountForm) -> None:
    saver = named(form, QPushButton, "saveAccountButton")
    click(saver)
    id_field, url, token = (
        named(form, QLineEdit, name) for name in ("idInstanceField", "apiUrlField", "tokenField")
    )
    type_into(id_field, "110")
    assert "4 to 19 digits" in (message(form) or ""), "three digits are still wrong"
    type_into(id_field, "1")
    assert message(form) is None
    type_into(url, "http://example.com")
    click(saver)
    assert "must start with https://" in (message(form) or "")
    url.selectAll()
    type_into(url, "https://example.com")
    assert message(form) is None
    click(saver)
    assert "Paste the token" in (message(form) or "")
    type_into(token, "x")
    assert message(form) is None
    assert token.text() == "x", "what is being typed stays as it is"


def test_what_a_test_said_is_not_said_of_other_values(
    start: AccountForm, gateway: DemoGateway, qtbot: QtBot
) -> None:
    fill(start, id=gateway.account.id_instance, url=gateway.api_url, token=gateway.token.reveal())
    click(named(start, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: "Connected" in (message(start) or ""))
    type_into(named(start, QLineEdit, "accountNameField"), "Support")
    assert message(start), "a name is no part of the test"
    type_into(named(start, QLineEdit, "idInstanceField"), "1")
    assert message(start) is None


def test_an_unusual_id_is_mentioned_when_the_test_fails(
    start: AccountForm, gateway: DemoGateway, qtbot: QtBot
) -> None:
    fill(start, id="110100000123", url=gateway.api_url, token=TOKEN)
    click(named(start, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: "doesn't know instance" in (message(start) or ""))
    assert "This instance ID isn't 10 digits. Is it complete?" in (message(start) or "")


def test_an_account_without_a_phone_number_is_connected_all_the_same(
    start: AccountForm, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getWaSettings", unauthorized())
    fill(start, id=gateway.account.id_instance, url=gateway.api_url, token=gateway.token.reveal())
    click(named(start, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: message(start) == "Connected as an unknown number.")


def test_only_the_newest_test_is_answered(
    first_start: Program, start: AccountForm, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getStateInstance", Fault(delay_s=0.2), times=1)
    answers: list[object] = []
    first_start.lookups.tested.connect(answers.append)
    first_start.lookups.test(gateway.account, gateway.token)
    first_start.lookups.test(gateway.account, Secret("wrong"))
    qtbot.waitUntil(lambda: len(answers) == 1)
    qtbot.wait(300)
    assert len(answers) == 1
    assert "refused" in str(answers[0])
    assert not message(start), "nobody pressed this form's button"


def test_session_only_is_not_offered_before_the_keychain_refused(start: AccountForm) -> None:
    assert not has_button(start, "Keep for this session")
    start.offer_session()
    assert button(start, "Keep for this session").isEnabled()
