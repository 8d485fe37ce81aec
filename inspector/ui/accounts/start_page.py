"""The page shown before there is an account: the form, and where to find its values."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.accounts.account_form import AccountForm
from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel

_EDGE_PX = 32
_NARROW_PX = 860
"""Below this width the margins at the sides go."""


class StartPage(QScrollArea):
    """Instructions beside the form, and a button to try the program without an account."""

    demo_wanted = Signal()
    country_chosen = Signal(object)
    """Carries the default country, a two-letter code or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = AccountForm()
        self._demo = QPushButton(self.tr("Try with sample contacts"))
        self._demo.setObjectName("demoButton")
        self._demo.clicked.connect(self.demo_wanted)
        self._bottom_px = self._added_px = 0
        self._lay_out()

    def ask_for_country(self) -> None:
        """Add a box for the default country, because the system's settings don't name one."""
        from inspector.ui.accounts.country_box import CountryBox  # seldom needed

        self._country = CountryBox(None)
        self._country.currentIndexChanged.connect(self._choose_country)
        label = PlainLabel(self.tr("Default country for numbers without a country code:"))
        label.setBuddy(self._country)
        self._country_place.addWidget(label)
        self._country_place.addWidget(self._country, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _choose_country(self) -> None:
        self.country_chosen.emit(self._country.region)

    def keep_free(self, bottom_px: int) -> None:
        """Reserve a strip at the bottom out of which the form can be scrolled; the form doesn't move."""
        self._bottom_px = bottom_px
        self._make_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margin = 0 if self.width() < style.scaled(_NARROW_PX) else 1
        self._row.setStretch(0, margin)
        self._row.setStretch(self._row.count() - 1, margin)
        self._make_room()

    def _make_room(self) -> None:
        """Add the strip to the bottom margin and the page height if it would cover something."""
        edge, height = style.scaled(_EDGE_PX), self.viewport().height()
        is_covered = self._row.totalSizeHint().height() - self._added_px + self._bottom_px > height
        self._added_px = self._bottom_px if is_covered else 0
        self._row.setContentsMargins(edge, edge, edge, edge + self._added_px)
        self._pane.setMinimumHeight(height + self._added_px if is_covered else 0)

    def _lay_out(self) -> None:
        title = PlainLabel(self.tr("See who's behind a WhatsApp number"))
        title.setFont(style.font(21, QFont.Weight.DemiBold))
        words = QVBoxLayout()
        words.setSpacing(style.scaled(10))
        words.addWidget(title)
        for line in (
            self.tr("1.  Open console.green-api.com and choose your instance (the linked WhatsApp account)."),
            self.tr("2.  Copy its apiUrl, idInstance and apiTokenInstance into this form."),
            self.tr("3.  Press Test to see which phone is connected."),
        ):
            words.addWidget(PlainLabel(line))
        hint = PlainLabel(self.tr("No account yet? Look around first. Nothing leaves this computer."))
        style.muted(hint)
        words.addSpacing(style.scaled(8))
        words.addWidget(hint)
        words.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignLeft)
        words.addSpacing(style.scaled(8))
        self._country_place = QVBoxLayout()
        self._country_place.setSpacing(style.scaled(6))
        words.addLayout(self._country_place)
        words.addStretch()
        pane = self._pane = QWidget()
        pane.setObjectName("pane")
        row = self._row = QHBoxLayout(pane)
        edge = style.scaled(_EDGE_PX)
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(edge)
        form = QVBoxLayout()
        form.addWidget(self.form)
        form.addStretch()
        row.addStretch(1)
        row.addLayout(words, 4)
        row.addLayout(form, 5)
        row.addStretch(1)
        self.setWidget(pane)
