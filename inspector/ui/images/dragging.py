"""Drags a picture out of the window, as an image and as a file, never as its signed link."""

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
    """Offers temporary files. They exist until the program ends, because the target may read them late."""

    def __init__(self, thumbnails: Thumbnails, source: QWidget) -> None:
        super().__init__(source)
        self._source = source
        self._folder: QTemporaryDir | None = None
        self._dragged = 0
        thumbnails.closed.connect(self._remove_files)

    def begin(self, picture: Arrived, title: str) -> None:
        """Drag a picture until it is dropped. `title` is untrusted text and becomes the file name."""
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
        """The data for the drop: the image, and a file with the downloaded bytes."""
        offered = QMimeData()
        offered.setImageData(picture.image)
        path = self._file(picture.data, title)
        if path is not None:
            offered.setUrls([QUrl.fromLocalFile(str(path))])
        return offered

    def _file(self, data: bytes, title: str) -> Path | None:
        """Write the file; None if that fails, in which case only the image is dragged."""
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
