"""The About dialog: the version, and the licences of all components."""

from importlib.metadata import PackageNotFoundError

from PySide6.QtCore import QSize, Qt, Slot, qVersion
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.about import licences
from inspector.about.build import Build, this_build
from inspector.about.licences import Part
from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.copy_button import CopyButton
from inspector.ui.widgets.dialog import Dialog
from inspector.ui.widgets.fact_row import SectionHeading
from inspector.ui.widgets.icon import program_icon
from inspector.ui.widgets.plain_label import PlainLabel
from inspector.ui.widgets.value_label import ValueLabel

_ICON_PX = 64
_MIN_TEXT_PX = 140


class AboutDialog(Dialog):
    """Shows the version, for bug reports, and a list of components with their licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About Contact Inspector"))
        self._version = ValueLabel(_version(this_build()))
        self._version.setObjectName("programVersion")
        self._copy = CopyButton(self.tr("Copy"))
        self._copy.setObjectName("copyVersion")
        self._copy.setAccessibleName(self.tr("Copy version"))
        self._copy.clicked.connect(self._copy_version)
        self._parts: tuple[Part, ...] = ()
        self._list = QListWidget()
        self._list.setObjectName("licencedParts")
        self._list.setAccessibleName(self.tr("Components"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._show_part)
        self._text = QPlainTextEdit()
        self._text.setObjectName("licenceText")
        self._text.setAccessibleName(self.tr("Licence"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(style.scaled(12))
        self._text.setFont(fixed)
        self._lay_out()
        self._list_parts()
        self.resize(style.scaled(920), style.scaled(560))

    def _list_parts(self) -> None:
        try:
            self._parts = licences.parts()
        except PackageNotFoundError:
            self._text.setPlainText(
                self.tr("The components can't be listed because the program isn't installed.")
            )
            return
        self._list.addItems([part.name for part in self._parts])
        self._list.setCurrentRow(0)
        self._list.setFocus()

    @Slot(int)
    def _show_part(self, row: int) -> None:
        part = self._parts[row]
        facts = [
            f"{part.name} {part.version or ''}".strip(),
            self.tr("Licence: {licence}").format(licence=part.licence),
            *([self.tr("Source: {address}").format(address=part.source)] if part.source else []),
        ]
        self._text.setPlainText("\n".join(facts) + "\n\n" + part.text)

    @Slot()
    def _copy_version(self) -> None:
        desktop.copy(f"Contact Inspector: {self._version.text()}", self._copy)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        lists = QHBoxLayout()
        lists.setSpacing(style.scaled(8))
        lists.addWidget(self._list, 2)
        lists.addWidget(self._text, 6)
        self._text.setMinimumHeight(style.scaled(_MIN_TEXT_PX))
        column = QVBoxLayout()
        column.setSpacing(style.scaled(8))
        column.addLayout(self._head())
        column.addSpacing(style.scaled(8))
        column.addWidget(SectionHeading(self.tr("Licences")))
        column.addLayout(lists, 1)
        self.set_content(column, buttons)

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        edge = style.scaled(_ICON_PX)
        picture.setPixmap(program_icon().pixmap(QSize(edge, edge), self.devicePixelRatioF()))
        name = PlainLabel("Contact Inspector")
        name.setFont(style.font(21, QFont.Weight.DemiBold))
        purpose = PlainLabel(self.tr("See who's behind a WhatsApp number. MIT licence."))
        style.muted(purpose)
        words = QVBoxLayout()
        words.setSpacing(style.scaled(2))
        for line in (name, self._version, purpose):
            words.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(style.scaled(16))
        row.addWidget(picture)
        row.addLayout(words, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignVCenter)
        return row


def _version(build: Build) -> str:
    """`0.1.0 · 2026-03-14 · 1a2b3c4d5e6f · Qt 6.11.3`, without the parts that are unknown."""
    return " · ".join(filter(None, [build.version, build.date, build.commit, f"Qt {qVersion()}"]))
