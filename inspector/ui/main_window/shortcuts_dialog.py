"""The dialog that lists all keyboard shortcuts."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.dialog import Dialog
from inspector.ui.widgets.fact_row import SectionHeading
from inspector.ui.widgets.plain_label import PlainLabel

translate = QCoreApplication.translate


def shortcuts() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Map each heading to rows of (alternative keys, what they do)."""
    return {
        translate("shortcuts", "Look up"): (
            (("Enter",), translate("shortcuts", "Look up the number, or press the focused button")),
            (("Esc",), translate("shortcuts", "Cancel the lookup")),
            (("F5",), translate("shortcuts", "Look up the same number again")),
            (("Ctrl+L",), translate("shortcuts", "Go to the number field")),
        ),
        translate("shortcuts", "Products"): (
            (("Ctrl+F",), translate("shortcuts", "Go to the product filter")),
            (("Enter",), translate("shortcuts", "Open the selected product")),
            (("Shift+F10",), translate("shortcuts", "Open the product's menu")),
        ),
        translate("shortcuts", "Picture viewer"): (
            (("Left", "PgUp"), translate("shortcuts", "Previous product")),
            (("Right", "PgDown"), translate("shortcuts", "Next product")),
            (("+", "="), translate("shortcuts", "Zoom in")),
            (("-",), translate("shortcuts", "Zoom out")),
            (("0",), translate("shortcuts", "Fit to window")),
            (("1",), translate("shortcuts", "Actual size")),
            (("Ctrl+C",), translate("shortcuts", "Copy the selected text or the picture")),
            (("Ctrl+S",), translate("shortcuts", "Save picture")),
            (("Up", "Down"), translate("shortcuts", "Scroll the description")),
        ),
        translate("shortcuts", "Program"): (
            (("Ctrl+,",), translate("shortcuts", "Open the accounts")),
            (("Ctrl+/", "?", "F1"), translate("shortcuts", "Show this list")),
            (("Ctrl+Q",), translate("shortcuts", "Quit")),
        ),
    }


class ShortcutsDialog(Dialog):
    """Shows the keys on the left, in the platform's notation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.scaled(24))
        grid.setVerticalSpacing(style.scaled(6))
        grid.setColumnStretch(1, 1)
        for heading, rows in shortcuts().items():
            grid.addWidget(SectionHeading(heading), grid.rowCount(), 0, 1, 2)
            for keys, words in rows:
                row = grid.rowCount()
                grid.addWidget(_keys(keys), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(PlainLabel(words), row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.set_content(grid, buttons)
        self.resize(style.scaled(460), style.scaled(560))


def _keys(keys: tuple[str, ...]) -> PlainLabel:
    native = QKeySequence.SequenceFormat.NativeText
    label = PlainLabel(" · ".join(QKeySequence(key).toString(native) for key in keys))
    label.setFont(style.font(13, QFont.Weight.DemiBold))
    label.setWordWrap(False)
    return label
