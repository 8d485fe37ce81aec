"""What is shown before there is an account: where id, address and token come from, and the form for them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector.ui import style
from inspector.ui.account_form import AccountForm
from inspector.ui.plain_label import PlainLabel


class StartPage(QScrollArea):
    """Three lines, a form beside them, and a way to try without an account."""

    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = AccountForm()
        self._demo = QPushButton(self.tr("Try with sample contacts"))
        self._demo.setObjectName("demoButton")
        self._demo.clicked.connect(self.demo_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        title = PlainLabel(self.tr("See who's behind a WhatsApp number"))
        title.setFont(style.font(21, QFont.Weight.DemiBold))
        words = QVBoxLayout()
        words.setSpacing(style.scaled(10))
        words.addWidget(title)
        for line in (
            self.tr("1.  Open console.green-api.com and choose your instance, the linked WhatsApp account."),
            self.tr("2.  Copy its apiUrl, idInstance and apiTokenInstance into this form."),
            self.tr("3.  Press Test to see which phone is connected."),
        ):
            words.addWidget(PlainLabel(line))
        hint = PlainLabel(self.tr("No account yet? Look around first; nothing leaves this computer."))
        style.muted(hint)
        words.addSpacing(style.scaled(8))
        words.addWidget(hint)
        words.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch()
        pane = QWidget()
        pane.setObjectName("pane")
        row = QHBoxLayout(pane)
        edge = style.scaled(32)
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
