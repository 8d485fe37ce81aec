"""The start page asks for the default country where the system does not say it."""

from PySide6.QtWidgets import QComboBox

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.demo.gateway import DemoGateway
from tests.program import OpenProgram, use
from tests.ui.watching import named, visible_words


def country(program: Program) -> QComboBox:
    return named(program.window.start, QComboBox, "defaultCountry")


def test_a_country_chosen_on_the_start_page_is_used_at_once_and_kept(
    open_program: OpenProgram, profile: ProfileFolder, gateway: DemoGateway
) -> None:
    program = open_program()
    box = country(program)
    assert box.isVisible()
    box.setCurrentIndex(box.findData("DE"))
    use(program, gateway)
    program.window.search.write("0151 23456789")
    assert "+49 1512 3456789" in visible_words(program.window.search)
    assert Settings.load(profile)[0].default_region == "DE"


def test_the_country_that_the_system_says_is_not_asked_for(
    open_program: OpenProgram, profile: ProfileFolder
) -> None:
    Settings(default_region="GB", theme="light").save(profile)
    program = open_program()
    assert program.window.start.findChild(QComboBox, "defaultCountry") is None
