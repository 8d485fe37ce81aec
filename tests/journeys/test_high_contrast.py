"""The system's high-contrast setting, as GNOME's portal says it."""

from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return
from jeepney.io.blocking import DBusConnection
from typing_extensions import override

from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.ui.qt.style import SCHEMES, Role
from tests.journeys.conftest import Start
from tests.journeys.waiting import until
from tests.proxy.desktop import Desktop, running

_HIGH = {"org.freedesktop.appearance": {"contrast": ("u", 1)}}


class HighContrast(Desktop):
    """A desktop whose settings ask for high contrast."""

    @override
    def _answer(self, connection: DBusConnection, message: Message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        if message.header.fields[HeaderFields.member] == "ReadAll":
            connection.send(new_method_return(message, "a{sa{sv}}", (_HIGH,)))
        else:
            connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("no",)))


def test_the_window_follows_a_system_that_asks_for_high_contrast(
    start: Start, profile: ProfileFolder
) -> None:
    Settings(default_region=None, theme="system").save(profile)
    with running(HighContrast) as desktop:
        environment = {"DBUS_SESSION_BUS_ADDRESS": desktop.address, "XDG_CURRENT_DESKTOP": "GNOME"}
        program = start("--demo", is_read=False, environment=environment)
        program.wait_for_window()
        accent = SCHEMES["high-contrast-light"][Role.Accent]
        ordinary = SCHEMES["light"][Role.Window]
        until("high contrast", lambda: program.screen.count(accent) > 0, step_s=0.1)
        assert program.screen.count(ordinary) == 0
        program.close_window()
        program.wait_for_end()
