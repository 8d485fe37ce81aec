"""A question about foreign text that cannot become rich text, whatever the text is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def plain_question(parent: QWidget, question: str, detail: str) -> bool:
    """Ask before something leaves the program; both texts are shown as they are."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QGuiApplication.applicationDisplayName())
    box.setText(question)
    box.setInformativeText(detail)
    box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Open)
    is_wanted = box.exec() == QMessageBox.StandardButton.Open
    box.deleteLater()
    return is_wanted
