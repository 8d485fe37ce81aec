"""The window's notice bar: what happened, what to do, and a button if the program can help."""

from math import ceil

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from inspector.core.problem import Kind, Pause, Problem, Remedy
from inspector.ui.qt import style
from inspector.ui.qt.qt_numbers import LEFT_WHATEVER_THE_TEXT
from inspector.ui.widgets import desktop
from inspector.ui.widgets.breaking_label import BreakingLabel
from inspector.ui.widgets.copy_button import CopyButton
from inspector.ui.widgets.icon import IconButton, pixmap

_COUNTDOWN_STEP_MS = 250


class NoticeBar(QFrame):
    """Shows one problem or note at a time, or the countdown to a retry; hidden otherwise."""

    acted = Signal(object)
    """The button was pressed; carries its Remedy."""
    height_changed = Signal(int)
    """Carries the height in pixels, 0 while hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._remedy = Remedy.NONE
        self._detail = ""
        self._note = ""
        self._has_problem = False
        self._pause: Pause | None = None
        self._since_pause = QElapsedTimer()
        self._countdown = QTimer(self)
        self._countdown.setInterval(_COUNTDOWN_STEP_MS)
        self._countdown.timeout.connect(self._count_down)
        self._icon = QLabel()
        style.warn(self)
        self._sentence = BreakingLabel()
        self._sentence.setProperty("alignment", LEFT_WHATEVER_THE_TEXT)
        self._sentence.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._action = QPushButton()
        self._action.setObjectName("noticeAction")
        self._action.clicked.connect(self._act)
        self._copy = CopyButton(self.tr("Copy details"))
        self._copy.clicked.connect(self._copy_detail)
        self._close = IconButton("clear", self.tr("Close this message"))
        self._close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.scaled(16), style.scaled(8), style.scaled(12), style.scaled(8))
        row.setSpacing(style.scaled(10))
        row.addWidget(self._icon)
        row.addWidget(self._sentence, 1)
        for widget in (self._copy, self._action, self._close):
            row.addWidget(widget)
        self.hide()

    @property
    def sentence(self) -> str:
        """The sentence shown; empty if there is none."""
        return self._sentence.text()

    def show_problem(self, problem: Problem) -> None:
        """Show a problem, with a button for its remedy."""
        self._has_problem = True
        self._remedy, self._detail = problem.remedy, problem.detail or ""
        self._action.setText(self._action_words(problem))
        self._show_sentence(problem.sentence)

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Show notes until the user closes them. While a problem is shown, they wait."""
        self._note = " ".join(notes)
        if self._has_problem:
            return
        self._remedy, self._detail = Remedy.NONE, ""
        self._show_sentence(self._note)

    def add_note(self, note: str) -> None:
        """Add a note to those shown, unless it is among them already."""
        noted = [self._note] if self._note else []
        self.show_notes(tuple(noted if note in self._note else [*noted, note]))

    def end_problem(self) -> None:
        """Remove the problem; a note stays or reappears."""
        self._has_problem = False
        if not self._note:
            self.clear()
        elif self.sentence != self._note:
            self.show_notes((self._note,))

    def show_pause(self, pause: Pause) -> None:
        """Count down to the next retry."""
        if pause is self._pause:
            return
        self._has_problem = True
        self._remedy, self._detail = Remedy.NONE, pause.problem.detail or ""
        self._show_sentence(pause.problem.cause)
        self._pause = pause
        self._since_pause.start()
        self._countdown.start()
        self._count_down()

    @Slot()
    def clear(self) -> None:
        """Remove the problem and the notes, and hide."""
        self._note, self._has_problem = "", False
        self._stop_countdown()
        self._sentence.setText("")
        self.hide()

    @Slot()
    def _dismiss(self) -> None:
        """Dismiss what is shown."""
        if not self._has_problem:
            self._note = ""
        self.end_problem()

    def _show_sentence(self, sentence: str) -> None:
        self._stop_countdown()
        self._sentence.setText(sentence)
        self._tint()
        self._action.setVisible(self._remedy is not Remedy.NONE)
        self._copy.setVisible(bool(self._detail))
        self.setAccessibleName(sentence)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.height_changed.emit(self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self.height_changed.emit(self.height())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # the bar itself, not just its window
            self.height_changed.emit(0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.ToolTipText)
        self._icon.setPixmap(pixmap("warning", colour, style.scaled(16), self.devicePixelRatioF()))

    def _action_words(self, problem: Problem) -> str:
        if problem.kind in (Kind.GROUP, Kind.MALFORMED_NUMBER):
            return self.tr("Correct the number")
        return {
            Remedy.NONE: "",
            Remedy.RETRY: self.tr("Retry"),
            Remedy.OPEN_ACCOUNT: self.tr("Open account"),
            Remedy.KEEP_FOR_SESSION: self.tr("Keep for this session"),
            Remedy.CHECK_NUMBER: self.tr("Check on WhatsApp"),
            Remedy.OPEN_PREFERENCES: self.tr("Open preferences"),
        }[problem.remedy]

    def _stop_countdown(self) -> None:
        self._countdown.stop()
        self._pause = None

    @Slot()
    def _count_down(self) -> None:
        if self._pause is None:
            return
        left_s = ceil(self._pause.wait_s - self._since_pause.elapsed() / 1000)
        if left_s <= 0:
            self._countdown.stop()
            self._sentence.setText(self.tr("{cause} Retrying…").format(cause=self._pause.problem.cause))
            return
        words = self.tr("{cause} Retrying in {seconds} s…")
        self._sentence.setText(words.format(cause=self._pause.problem.cause, seconds=left_s))

    @Slot()
    def _act(self) -> None:
        self.acted.emit(self._remedy)

    @Slot()
    def _copy_detail(self) -> None:
        desktop.copy(f"{self.sentence}\n{self._detail}", self._copy)
