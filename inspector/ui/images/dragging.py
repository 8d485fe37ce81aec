"""Dragging a picture out of the window, as a picture and as a file. Its link stays here: links are signed."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QTemporaryDir, QUrl, Slot
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QWidget

from inspector.pictures.file_name import suggested_name
from inspector.pictures.kind import kind_of
from inspector.ui.images.picture_state import Arrived
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.qt import style

_SHOWN_PX = 96


class PictureDrag(QObject):
    """Whoever takes the file may read it long after the drop, so it stays until the program ends."""

    def __init__(self, thumbnails: Thumbnails, source: QWidget) -> None:
        super().__init__(source)
        self._source = source
        self._folder: QTemporaryDir | None = None
        self._dragged = 0
        thumbnails.closed.connect(self._remove_files)

    def begin(self, picture: Arrived, title: str) -> None:
        """Drag a picture until it is dropped; the title is foreign text, and what the file is called."""
        drag = QDrag(self._source)
        drag.setMimeData(self.offered(picture, title))
        ratio = self._source.devicePixelRatioF()
        edge = round(style.scaled(_SHOWN_PX) * ratio)
        small = picture.image.scaled(
            QSize(edge, edge),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown = QPixmap.fromImage(small)
        shown.setDevicePixelRatio(ratio)
        drag.setPixmap(shown)
        drag.exec(Qt.DropAction.CopyAction)

    def offered(self, picture: Arrived, title: str) -> QMimeData:
        """What the place of the drop can take: the picture, and a file with the bytes that were fetched."""
        offered = QMimeData()
        offered.setImageData(picture.image)
        path = self._file(picture.data, title)
        if path is not None:
            offered.setUrls([QUrl.fromLocalFile(str(path))])
        return offered

    def _file(self, data: bytes, title: str) -> Path | None:
        """None when there is no room for a file: the picture itself can be dragged all the same."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        if not self._folder.isValid():
            return None
        self._dragged += 1
        path = Path(self._folder.filePath(str(self._dragged))) / suggested_name(title, kind_of(data))
        try:
            path.parent.mkdir()
            path.write_bytes(data)
        except OSError:
            return None
        return path

    @Slot()
    def _remove_files(self) -> None:
        if self._folder is not None:
            self._folder.remove()
            self._folder = None
