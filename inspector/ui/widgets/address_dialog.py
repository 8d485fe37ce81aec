"""A dialog with an address to copy, for when no program opened it."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.copy_button import CopyButton
from inspector.ui.widgets.dialog import Dialog
from inspector.ui.widgets.plain_label import PlainLabel


class AddressDialog(Dialog):
    """Says why it is shown. The address is selected."""

    def __init__(self, words: str, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("addressDialog")
        self.setWindowTitle(QGuiApplication.applicationDisplayName())
        self._address = QLineEdit(address)
        self._address.setObjectName("unopenedAddress")
        self._address.setAccessibleName(self.tr("Address"))
        self._address.setReadOnly(True)
        self._copy = CopyButton(self.tr("Copy"))
        self._copy.clicked.connect(self._copy_address)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._address, 1)
        row.addWidget(self._copy)
        column = QVBoxLayout()
        column.setSpacing(style.scaled(12))
        column.addWidget(PlainLabel(words))
        column.addLayout(row)
        column.addStretch()
        self.set_content(column, buttons)
        self.resize(style.scaled(480), self.sizeHint().height())
        self._address.setSelection(len(address), -len(address))  # backwards, so that the beginning is visible
        self._address.setFocus()

    @Slot()
    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())
        self._copy.tick()
