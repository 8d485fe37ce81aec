"""Keeping a picture: asks where to, and writes the file as it was fetched."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QLayout, QWidget

from inspector.pictures.file_name import suggested_name
from inspector.pictures.kind import kind_of
from inspector.ui.widgets.dialog import fit_to_screen


class ImageSaving(QObject):
    """One dialog at a time, above the widget that it belongs to."""

    said = Signal(str)
    """How it ended, in a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._data = b""

    def ask(self, data: bytes, title: str) -> None:
        """Ask where to; the title is foreign text, and what the file may be called."""
        kind = kind_of(data)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self._parent, self.tr("Save picture"), folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if kind is not None:
            dialog.setDefaultSuffix(kind.suffix)
        dialog.selectFile(suggested_name(title, kind))
        self._data = data
        dialog.fileSelected.connect(self._write)
        _let_shrink(dialog)
        dialog.open()
        fit_to_screen(dialog)

    @Slot(str)
    def _write(self, path: str) -> None:
        try:
            Path(path).write_bytes(self._data)
        except OSError as error:
            why = error.strerror or str(error)
            self.said.emit(self.tr("Couldn't save the picture: {why}.").format(why=why))
        else:
            self.said.emit(self.tr("Saved as {name}.").format(name=Path(path).name))


def _let_shrink(dialog: QFileDialog) -> None:
    """Qt's own dialog, where the system has none, asks for more than a small or enlarged screen has."""
    layout = dialog.layout()
    if layout is not None:
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        dialog.setMinimumSize(0, 0)
    for list_or_tree in dialog.findChildren(QAbstractItemView):
        list_or_tree.setMinimumSize(0, 0)
