"""Ten thousand cards, scrolled on a real screen by wheel and keys, frame after frame."""

import pytest

from inspector.demo.catalogue import catalogue_number
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from tests.journeys.conftest import Start
from tests.journeys.screen import Screen
from tests.journeys.waiting import until

CARDS_AREA = (430, 230, 1160, 700)
"""Left, top, right and bottom of a part of the window where nothing but cards stands, in pixels."""
MIDDLE = (800, 450)
PLACEHOLDER = "#eceef1"
A_SPECK_PX = 400
"""Of a card's picture, which has 25,000 pixels."""
MANY_COLOURS = 1_000
STRETCH_NOTCHES = 5
"""Less than the height of the pane."""
STRETCHES = 31
"""Down to where the first pictures had to be let go: they take more than the program keeps. An odd number:
the last field of these turns is another than the one that is looked at after them."""
FRAMES_AT_LEAST = 16
SLOW_S = 0.8
OPENS_WITHIN_S = 30.0
ACCENT = "#0b7d53"
RING_PX = 800
"""Of a field's border that has the focus, at least."""
FIELDS = (("ctrl+l", (16, 12, 946, 50)), ("ctrl+f", (733, 97, 993, 129)))
"""A key, and the place of the field that it leads to."""


class Watch:
    """Looks at the cards again and again, and remembers in how many frames one of them was blank."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.frames = 0
        self.blank_frames = 0

    def look(self) -> bool:
        """Whether a card shows the placeholder now."""
        is_blank = self._screen.count(PLACEHOLDER, CARDS_AREA) > A_SPECK_PX
        self.frames += 1
        self.blank_frames += is_blank
        return is_blank

    def wait_for_pictures(self, turn: int = 1) -> None:
        """Wait until all that was done has been answered, and every card in sight has its picture.

        A field gets the focus on the way, another one at each turn: keys and wheel are answered in order.
        """
        key, field = FIELDS[turn % len(FIELDS)]
        self._screen.press(key)
        until("an answer", lambda: self._screen.count(ACCENT, field) > RING_PX)
        until("a picture on every card", lambda: not self.look())


@pytest.mark.timeout(180)
def test_a_card_that_was_loaded_is_never_blank_again_among_ten_thousand(
    start: Start, account: str, gateway: DemoGateway, screen: Screen
) -> None:
    number = f"+{catalogue_number(10_000)}"
    program = start(number, pictures_from=gateway.api_url, is_read=False, is_measured=False)
    program.wait_for_window()
    until("cards", lambda: len(screen.colours(*CARDS_AREA)) > MANY_COLOURS, OPENS_WITHIN_S)
    down, back = Watch(screen), Watch(screen)
    for turn in range(STRETCHES):
        screen.turn_wheel(*MIDDLE, -STRETCH_NOTCHES, down.look)
        down.wait_for_pictures(turn)
    screen.click(*MIDDLE)
    down.wait_for_pictures()
    screen.press("Down")
    screen.press_watched("Home", back.look)
    gateway.faults.add("picture", Fault(delay_s=SLOW_S))
    down.blank_frames = 0
    screen.press_watched("End", down.look)
    down.wait_for_pictures()
    screen.press("Down")
    screen.press_watched("Home", back.look)
    screen.turn_wheel(*MIDDLE, -STRETCHES * STRETCH_NOTCHES, back.look)
    screen.turn_wheel(*MIDDLE, STRETCHES * STRETCH_NOTCHES, back.look)
    assert down.blank_frames > 0, "cards that were never loaded are blank: the watch sees such frames"
    assert back.frames > FRAMES_AT_LEAST
    assert back.blank_frames == 0
    program.close_window()
    program.assert_ended_well()
