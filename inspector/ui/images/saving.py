"""Saves a picture: asks for a file name and writes the downloaded file."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QLayout, QWidget

from inspector.pictures.file_name import suggested_name
from inspector.pictures.kind import kind_of
from inspector.ui.widgets.dialog import fit_to_screen


class ImageSaving(QObject):
    """Shows one save dialog at a time, above its parent widget."""

    said = Signal(str)
    """The result, as a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._data = b""

    def ask(self, data: bytes, title: str) -> None:
        """Ask for a file name. `title` is untrusted text, used for the suggestion."""
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
    """Let Qt's own dialog shrink: its minimum size exceeds small or scaled screens."""
    layout = dialog.layout()
    if layout is not None:
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        dialog.setMinimumSize(0, 0)
    for list_or_tree in dialog.findChildren(QAbstractItemView):
        list_or_tree.setMinimumSize(0, 0)
