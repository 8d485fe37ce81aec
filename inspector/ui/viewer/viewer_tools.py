"""The viewer's tool bar: previous and next, zoom, copy, save."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.copy_button import CopyIcon
from inspector.ui.widgets.icon import IconButton
from inspector.ui.widgets.plain_label import PlainLabel


class ViewerTools(QWidget):
    """Emits a signal for each button, and shows the position and the zoom. Holds no picture."""

    previous_wanted = Signal()
    next_wanted = Signal()
    smaller_wanted = Signal()
    larger_wanted = Signal()
    fit_wanted = Signal()
    actual_size_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previous = IconButton("left", self.tr("Previous product (Left)"))
        self._next = IconButton("right", self.tr("Next product (Right)"))
        self._place = PlainLabel()
        self._smaller = IconButton("zoom-out", self.tr("Zoom out (-)"))
        self._larger = IconButton("zoom-in", self.tr("Zoom in (+)"))
        self._fit = IconButton("fit", self.tr("Fit to window (0)"))
        self._actual = QPushButton()
        self._actual.setToolTip(self.tr("Actual size (1)"))
        self._actual.setProperty("link", True)
        self._actual.setAutoDefault(False)
        self._copy = CopyIcon(self.tr("Copy picture (Ctrl+C)"))
        self._save = IconButton("save", self.tr("Save picture (Ctrl+S)"))
        self._lay_out()
        for button, wanted in (
            (self._previous, self.previous_wanted),
            (self._next, self.next_wanted),
            (self._smaller, self.smaller_wanted),
            (self._larger, self.larger_wanted),
            (self._fit, self.fit_wanted),
            (self._actual, self.actual_size_wanted),
            (self._copy, self.copy_wanted),
            (self._save, self.save_wanted),
        ):
            button.clicked.connect(wanted)

    def show_place(self, number: int, count: int) -> None:
        """Show the position, counted from 1; a single picture hides previous and next."""
        for part in (self._previous, self._next, self._place):
            part.setVisible(count > 1)
        self._place.setText(self.tr("{number} of {count}").format(number=number, count=count))
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(number < count)

    @Slot(float)
    def show_zoom(self, zoom: float) -> None:
        words = f"{round(100 * zoom)} %"
        self._actual.setText(words)
        self._actual.setAccessibleName(self.tr("Actual size (zoom is {words})").format(words=words))

    @Slot()
    def tick_copy(self) -> None:
        """Show that the picture was copied."""
        self._copy.tick()

    def set_useful(self, *, has_picture: bool) -> None:
        """Enable zooming, copying and saving if there is a picture."""
        for part in (self._smaller, self._larger, self._fit, self._actual, self._copy, self._save):
            part.setEnabled(has_picture)

    def _lay_out(self) -> None:
        self._place.setWordWrap(False)
        self._place.setFont(style.font(12))
        style.muted(self._place)
        self._actual.setMinimumWidth(style.scaled(56))
        row = QHBoxLayout(self)
        edge = style.scaled(8)
        row.setContentsMargins(edge, style.scaled(6), edge, style.scaled(6))
        row.setSpacing(style.scaled(6))
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._previous, self._place, self._next),
            (self._smaller, self._actual, self._larger, self._fit),
            (self._copy, self._save),
        )
        for group in groups:
            if row.count():
                row.addStretch()
            for part in group:
                row.addWidget(part)
