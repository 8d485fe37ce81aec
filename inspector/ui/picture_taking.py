"""Taking a product's picture along from its card: the original, which often has to be fetched first."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from inspector.contact.model import Product
from inspector.ui import product_words
from inspector.ui.picture_saving import PictureSaving
from inspector.ui.picture_state import Arrived, Broken, Wish, whole
from inspector.ui.thumbnails import Thumbnails

_ASKER = "picture to take"


class PictureTaking(QObject):
    """One picture at a time; the next one replaces one that is still on its way."""

    said = Signal(str)
    """How it ended, in a sentence."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._saving = PictureSaving(parent)
        self._saving.said.connect(self.said)
        self._wishes: list[Wish] = []
        self._title = ""
        self._act: Callable[[Arrived], None] = self._copy_now
        thumbnails.changed.connect(self._hear)

    def copy(self, product: Product) -> None:
        """Put the picture on the clipboard."""
        self._take(product, self._copy_now)

    def save(self, product: Product) -> None:
        """Ask where to, and write the file as it was fetched."""
        self._take(product, self._save_now)

    @Slot()
    def give_up(self) -> None:
        """Nobody waits for the picture any more."""
        self._wishes = []
        self._thumbnails.want(_ASKER, ())

    def _take(self, product: Product, act: Callable[[Arrived], None]) -> None:
        self._act, self._title = act, product_words.name(product.name)
        self._wishes = [whole(url) for url in (product.original_url, product.preview_url) if url]
        self._thumbnails.want(_ASKER, self._wishes)
        for wish in self._wishes[:1]:
            # Whoever asks once more means it: what failed before may be there now.
            self._thumbnails.retry(wish)
        self._go_on()

    @Slot(object)
    def _hear(self, wish: Wish) -> None:
        if wish in self._wishes:
            self._go_on()

    def _go_on(self) -> None:
        """Act as soon as the original is here, or the preview once the original has failed."""
        why = ""
        for state in map(self._thumbnails.state, self._wishes):
            match state:
                case Arrived():
                    self.give_up()
                    self._act(state)
                    return
                case Broken(sentence=sentence):
                    why = sentence
                case _:
                    return
        self.give_up()
        self.said.emit(why)

    def _copy_now(self, picture: Arrived) -> None:
        QGuiApplication.clipboard().setImage(picture.image)
        self.said.emit(self.tr("The picture was copied."))

    def _save_now(self, picture: Arrived) -> None:
        self._saving.ask(picture.data, self._title)
