"""Copies or saves a picture in its original size, which may have to be downloaded first."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from inspector.contact.model import Product
from inspector.ui.images.picture_state import Arrived, Broken, PictureRequest, whole
from inspector.ui.images.saving import ImageSaving
from inspector.ui.images.thumbnails import Thumbnails


class ImageExport(QObject):
    """Exports one picture at a time; a new request replaces a pending one.

    Args:
        asker: name for `Thumbnails.want`; must be unique, or requests would cancel each other.
    """

    said = Signal(str)
    """The result, as a sentence."""
    copied = Signal()
    """A picture was copied to the clipboard."""

    def __init__(self, asker: str, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._asker = asker
        self._thumbnails = thumbnails
        self._saving = ImageSaving(parent)
        self._saving.said.connect(self.said)
        self._wishes: list[PictureRequest] = []
        self._title = ""
        self._act: Callable[[Arrived, str], None] = self._copy_now
        thumbnails.changed.connect(self._hear)

    def copy(self, wishes: Iterable[PictureRequest], title: str) -> None:
        """Copy a picture to the clipboard.

        Args:
            wishes: the picture, then fallbacks.
            title: untrusted text.
        """
        self._take(wishes, title, self._copy_now)

    def save(self, wishes: Iterable[PictureRequest], title: str) -> None:
        """Ask for a file name and save the downloaded file; see `copy`."""
        self._take(wishes, title, self._save_now)

    @Slot()
    def give_up(self) -> None:
        """Cancel the pending request."""
        self._wishes = []
        self._thumbnails.want(self._asker, ())

    def _take(
        self, wishes: Iterable[PictureRequest], title: str, act: Callable[[Arrived, str], None]
    ) -> None:
        self._act, self._title, self._wishes = act, title, list(wishes)
        self._thumbnails.want(self._asker, self._wishes)
        for wish in self._wishes[:1]:
            # A repeated request is a retry: what failed before may work now.
            self._thumbnails.retry(wish)
        self._continue()
        if self._wishes:
            self.said.emit(self.tr("Downloading the picture…"))

    @Slot(object)
    def _hear(self, wish: PictureRequest) -> None:
        if wish in self._wishes:
            self._continue()

    def _continue(self) -> None:
        """Act once the original has arrived, or the preview if the original failed."""
        why = ""
        for state in map(self._thumbnails.state, self._wishes):
            match state:
                case Arrived():
                    self.give_up()
                    self._act(state, why)
                    return
                case Broken(sentence=sentence):
                    why = sentence
                case _:
                    return
        self.give_up()
        self.said.emit(why)

    def _copy_now(self, picture: Arrived, why: str) -> None:
        QGuiApplication.clipboard().setImage(picture.image)
        self.copied.emit()
        is_preview = self.tr("Copied the small preview. {why}")
        self.said.emit(is_preview.format(why=why) if why else self.tr("Picture copied."))

    def _save_now(self, picture: Arrived, why: str) -> None:
        is_preview = self.tr("Showing the small preview. {why}")
        self.said.emit(is_preview.format(why=why) if why else "")
        self._saving.ask(picture.data, self._title)


def pictures_of(product: Product) -> list[PictureRequest]:
    """A product's picture, then its preview."""
    return [whole(url) for url in (product.original_url, product.preview_url) if url]
