"""Parses the search bar's text, shows below it what would be looked up, and starts the lookup."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from inspector.phone.hint import Verdict, hint
from inspector.phone.number import Choice, Lid, NeedsCountry, Number, PhoneReading, Refusal
from inspector.phone.reader import read_number
from inspector.ui.qt import style
from inspector.ui.qt.flow_layout import FlowLayout
from inspector.ui.search.search_bar import SearchBar


class NumberReader(QObject):
    """Sets the bar's `reading` when `written` is emitted, and emits its `asked` on `entered`.

    Args:
        region: the country for numbers without a country code, as a two-letter code.
    """

    def __init__(self, bar: SearchBar, region: str | None) -> None:
        super().__init__(bar)
        self._bar = bar
        self._region = region
        self._choices = QWidget()
        self._choices_flow = FlowLayout(self._choices, gap_px=style.scaled(8))
        self._choices.hide()
        self._offered: tuple[Number, ...] = ()
        bar.add_below(self._choices)
        bar.written.connect(self._update)
        bar.entered.connect(self._enter)
        self._update()

    def set_region(self, region: str | None) -> None:
        """Set the country for numbers without a country code."""
        self._region = region
        self._update()

    @Slot()
    def _update(self) -> None:
        reading = self._bar.reading = self._parse(self._bar.text)
        self._hint_time = datetime.now(UTC)
        number_hint = hint(reading, self._hint_time)
        is_question = number_hint.verdict in (Verdict.SEVERAL, Verdict.NEEDS_COUNTRY)
        facts = [] if is_question else list(number_hint.facts)
        verdict = self.tr("valid") if number_hint.verdict is Verdict.READY else number_hint.sentence
        self._bar.show_reading(
            number_hint.asks,
            " · ".join([*facts, verdict] if verdict else facts),
            is_warning=number_hint.verdict not in (Verdict.READY, Verdict.NOTHING_TYPED),
            can_be_asked=isinstance(reading, Number | Lid),
        )
        self._offer(reading)

    def _parse(self, text: str) -> PhoneReading:
        """Parse the text. An empty one is handled here, because importing the numbering plans takes 40 ms."""
        return read_number(text, self._region) if text else Refusal("")

    @Slot()
    def _enter(self) -> None:
        """Send the request first. The hint shows local time, so it is updated if the minute has changed."""
        reading = self._bar.reading
        if isinstance(reading, Number | Lid):
            self._bar.asked.emit(reading)
        if datetime.now(UTC).minute != self._hint_time.minute:
            self._update()

    def _offer(self, reading: PhoneReading) -> None:
        """Show a button for each number the text may mean."""
        numbers = reading.numbers if isinstance(reading, Choice | NeedsCountry) else ()
        if numbers == self._offered:
            return
        self._offered = numbers
        self._choices_flow.clear()
        with_country = isinstance(reading, NeedsCountry)
        buttons = [self._button(number, with_country=with_country) for number in numbers]
        self._bar.lead_on_to(buttons)
        self._choices.setVisible(bool(numbers))

    def _button(self, number: Number, *, with_country: bool) -> QPushButton:
        is_named = with_country and number.country is not None
        button = QPushButton(
            f"{number.country}  {number.international}" if is_named else number.international
        )
        is_read_again = self._parse(number.international) == number
        button.setProperty("written", number.international if is_read_again else number.chat_id)
        button.clicked.connect(self._choose_and_look_up if with_country else self._choose)

        self._choices_flow.addWidget(button)
        return button

    @Slot()
    def _choose(self) -> None:
        self._bar.write(str(self.sender().property("written")))
        self._bar.take_focus()

    @Slot()
    def _choose_and_look_up(self) -> None:
        """Choose the number and look it up: only its country was missing."""
        self._choose()
        self._enter()
