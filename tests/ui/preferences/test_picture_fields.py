"""Pictures in the preferences: how many stay, how much is kept, and away with them."""

import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.ui.preferences.preferences_dialog import PreferencesDialog
from tests.program import OpenProgram
from tests.ui.watching import accessible_name, click, deliver_deletions, named

LIMIT_S = 20
PICTURE = b"\xff\xd8\xff" + bytes(2_300_000)


def open_pictures(program: Program, qtbot: QtBot) -> PreferencesDialog:
    """The dialog, once it knows how much is kept."""
    program.preferences.open()
    dialog = named(program.window, PreferencesDialog, "preferencesDialog")
    dialog._tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(words(dialog)))
    return dialog


def words(dialog: PreferencesDialog) -> str:
    return named(dialog, QLabel, "keptPicturesWeight").text()


def clear_button(dialog: PreferencesDialog) -> QPushButton:
    return named(dialog, QPushButton, "clearPictures")


def sizes(dialog: PreferencesDialog) -> QComboBox:
    return named(dialog, QComboBox, "keptPictures")


def test_one_button_clears_and_says_how_much_is_left(first_start: Program, qtbot: QtBot) -> None:
    cache = first_start.kept.cache
    cache.keep(bytes(32), PICTURE)
    dialog = open_pictures(first_start, qtbot)
    assert words(dialog) == "2.3 MB of pictures kept."
    assert accessible_name(clear_button(dialog)) == "Clear pictures"
    click(clear_button(dialog))
    qtbot.waitUntil(lambda: words(dialog) == "No pictures are kept.")
    assert not clear_button(dialog).isEnabled()
    assert cache.find(bytes(32)).result(LIMIT_S) is None
    dialog.close()


def test_a_chosen_size_lasts_and_takes_effect_at_once(
    open_program: OpenProgram, profile: ProfileFolder, qtbot: QtBot
) -> None:
    first = open_program()
    for number in range(23):
        first.kept.cache.keep(number.to_bytes(32, "big"), PICTURE + bytes([number]))
        first.kept.cache.weigh().result(LIMIT_S)
    program = open_program()
    dialog = open_pictures(program, qtbot)
    assert words(dialog) == "52.9 MB of pictures kept."
    assert [sizes(dialog).itemText(index) for index in range(sizes(dialog).count())] == [
        "None after the program closes",
        "Up to 50 MB",
        "Up to 200 MB",
        "Up to 1 GB",
        "Up to 5 GB",
    ]
    assert sizes(dialog).currentText() == "Up to 200 MB"
    sizes(dialog).setCurrentIndex(1)
    qtbot.waitUntil(lambda: words(dialog) == "48.3 MB of pictures kept.")
    assert Settings.load(profile)[0].kept_pictures_mb == 50
    sizes(dialog).setCurrentIndex(0)
    qtbot.waitUntil(lambda: words(dialog) == "No pictures are kept.")
    dialog.close()


def test_a_size_that_was_written_by_hand_is_offered_as_it_is(
    open_program: OpenProgram, profile: ProfileFolder, qtbot: QtBot
) -> None:
    Settings(default_region=None, theme="light", kept_pictures_mb=300).save(profile)
    dialog = open_pictures(open_program(), qtbot)
    assert sizes(dialog).currentText() == "Up to 300 MB"
    dialog.close()


def test_where_nothing_can_be_kept_the_preferences_say_so(
    open_program: OpenProgram, profile: ProfileFolder, qtbot: QtBot
) -> None:
    profile.caches.write_text("in the way")
    dialog = open_pictures(open_program(), qtbot)
    assert words(dialog) == "Pictures can't be kept because the cache folder isn't writable."
    assert not clear_button(dialog).isEnabled()
    dialog.close()


def test_an_answer_for_a_closed_dialog_is_no_accident(first_start: Program, qtbot: QtBot) -> None:
    for _ in range(5):
        first_start.preferences.open()
        named(first_start.window, PreferencesDialog, "preferencesDialog").close()
        deliver_deletions()
    dialog = open_pictures(first_start, qtbot)
    dialog.close()


@pytest.mark.parametrize("tab", range(3))
def test_no_page_is_cut_off(first_start: Program, qtbot: QtBot, tab: int) -> None:
    dialog = open_pictures(first_start, qtbot)
    dialog._tabs.setCurrentIndex(tab)
    page = dialog._tabs.currentWidget()
    assert page.height() >= page.heightForWidth(page.width())
    assert page.width() >= page.minimumSizeHint().width()
    dialog.close()


def test_no_two_things_in_the_preferences_share_a_key(first_start: Program, qtbot: QtBot) -> None:
    dialog = open_pictures(first_start, qtbot)
    bar = dialog.findChildren(QTabBar)[0]
    texts = [bar.tabText(index) for index in range(bar.count())]
    texts += [each.text() for each in dialog.findChildren(QAbstractButton)]
    texts += [each.text() for each in dialog.findChildren(QLabel) if each.buddy() is not None]
    keys = [key.lower() for text in texts for key in re.findall("&([A-Za-z])", text)]
    assert len(keys) > 10
    assert sorted(keys) == sorted(set(keys))
    dialog.close()
