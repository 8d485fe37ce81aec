"""Ten thousand cards, scrolled on a real screen by wheel and keys, frame after frame."""

from functools import partial

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
STRETCHES = 30
"""Down to where the first pictures had to be let go: they take more than the program keeps."""
FRAMES_AT_LEAST = 60
PANE_PX, LINE_PX, NOTCH_PX = 533, 274, 108
"""Heights of the pane and of a line of cards; how far a notch of the wheel scrolls."""
CARDS_IN_LINE = 4
SLOW_S = 0.3


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

    def wait_for_pictures(self) -> None:
        until("a picture on every card", lambda: not self.look())


def wanted_cards(scrolled_px: int) -> int:
    """How many cards' pictures have been asked for when all in sight, and two lines more, were wanted."""
    last_line = (scrolled_px + PANE_PX) // LINE_PX
    return CARDS_IN_LINE * (last_line + 3)


def asked_for(gateway: DemoGateway, cards: int) -> bool:
    """Whether so many previews were asked for; only those of cards are as small as that."""
    return len({seen.target for seen in gateway.seen if "-200.png" in seen.target}) >= cards


def test_a_card_that_was_loaded_is_never_blank_again_among_ten_thousand(
    start: Start, account: str, gateway: DemoGateway, screen: Screen
) -> None:
    program = start(f"+{catalogue_number(10_000)}", pictures_from=gateway.api_url, is_read=False)
    program.wait_for_window()
    until("cards with pictures", lambda: len(screen.colours(*CARDS_AREA)) > MANY_COLOURS)
    screen.click(*MIDDLE)
    down, back = Watch(screen), Watch(screen)
    for stretch in range(1, STRETCHES + 1):
        screen.turn_wheel(*MIDDLE, -STRETCH_NOTCHES, down.look)
        cards = wanted_cards(stretch * STRETCH_NOTCHES * NOTCH_PX)
        until("requests", partial(asked_for, gateway, cards))
        down.wait_for_pictures()
    screen.press_watched("Home", back.look)
    gateway.faults.add("picture", Fault(delay_s=SLOW_S))
    down.blank_frames = 0
    screen.press_watched("End", down.look)
    down.wait_for_pictures()
    screen.press_watched("Home", back.look)
    screen.turn_wheel(*MIDDLE, -STRETCHES * STRETCH_NOTCHES, back.look)
    screen.turn_wheel(*MIDDLE, STRETCHES * STRETCH_NOTCHES, back.look)
    assert down.blank_frames > 0, "cards that were never loaded are blank: the watch sees such frames"
    assert back.frames > FRAMES_AT_LEAST
    assert back.blank_frames == 0
    program.close_window()
    program.assert_ended_well()
