"""A question that shows untrusted text, never interpreted as rich text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def plain_question(parent: QWidget, question: str, detail: str) -> bool:
    """Ask before opening something outside the program; return whether the user agreed."""
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
