"""The viewer window for a product or an avatar: it shows the preview at once, then the original."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.contact import product_facts
from inspector.contact.cleaning import clean_name
from inspector.contact.model import Product
from inspector.pictures.error import PictureErrorKind
from inspector.ui.images import picture_text
from inspector.ui.images.dragging import PictureDrag
from inspector.ui.images.image_export import ImageExport
from inspector.ui.images.picture_state import Arrived, Broken, PictureRequest, whole
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.qt import style
from inspector.ui.qt.screen_room import room_for
from inspector.ui.viewer.picture_canvas import PictureCanvas
from inspector.ui.viewer.product_panel import ProductPanel
from inspector.ui.viewer.viewer_tools import ViewerTools
from inspector.ui.widgets import desktop
from inspector.ui.widgets.copy_button import CopyMark
from inspector.ui.widgets.dialog import fit_to_screen
from inspector.ui.widgets.plain_label import PlainLabel

_ASKER = "picture viewer"
_WIDTH_PX, _HEIGHT_PX = 980, 640
_MIN_PX = 240
_BESIDE_PX = 720
"""From this width on, picture and text are side by side."""


@dataclass(frozen=True, slots=True)
class _Viewed:
    """What the viewer shows: its title, its original picture, and stand-ins for that."""

    title: str
    original: PictureRequest | None
    preview: PictureRequest | None = None
    at_hand: PictureRequest | None = None
    """The picture that its card may show already; used if loaded, never requested."""

    @property
    def wishes(self) -> list[PictureRequest]:
        """The pictures to request, the best first."""
        return [wish for wish in (self.original, self.preview) if wish]


class PictureViewer(QDialog):
    """A non-modal dialog. Closing it cancels its requests and releases its pictures."""

    product_changed = Signal(object)
    """Carries the Product now shown. The main window may show another contact by now."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureViewer")
        # Take the focus instead of a button, because the keys act on the picture and a ring would distract.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._thumbnails = thumbnails
        self._products: tuple[Product, ...] = ()
        self._card_edge_px = 0
        self._row = 0
        self._viewed = _Viewed("", None)
        self._shown: Arrived | None = None
        self._said = ""
        self._export = ImageExport("picture to take from the viewer", thumbnails, self)
        self._drag = PictureDrag(thumbnails, self)
        self._canvas = PictureCanvas()
        self._canvas.setAccessibleName(self.tr("Picture"))
        self._notice = PlainLabel()
        self._retry = QPushButton(self.tr("Retry"))
        self._tools = ViewerTools()
        self._line = QFrame()
        self._panel = ProductPanel()
        self._bar = QWidget()
        self._mark = CopyMark(self)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self._connect()

    def show_products(self, products: tuple[Product, ...], row: int, *, card_edge_px: int = 0) -> None:
        """Open one of several products; the arrow keys go to the others.

        Args:
            card_edge_px: the edge of the pictures that the cards may have loaded already, in device pixels.
        """
        self._products = products
        self._card_edge_px = card_edge_px
        self._panel.show()
        self._line.show()
        self._open_row(row)
        self._show_and_focus()

    def show_avatar(self, source: str | bytes, title: str) -> None:
        """Open a single picture by its link or its bytes; the title is untrusted text."""
        self._products = ()
        self._panel.hide()
        self._line.hide()
        self._tools.show_place(1, 1)
        self._show_viewed(_Viewed(clean_name(title).text, whole(source)))
        self._show_and_focus()

    @override
    def done(self, result: int) -> None:
        """Cancel requests and release pictures; called however the dialog is closed."""
        super().done(result)
        self._export.give_up()
        self._thumbnails.want(_ASKER, ())
        self._products, self._shown, self._viewed = (), None, _Viewed("", None)
        self._canvas.show_words("")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        fit_to_screen(self)
        super().showEvent(event)

    def _show_and_focus(self) -> None:
        self.setFocus()
        self.show()
        self.activateWindow()

    def _open_row(self, row: int) -> None:
        product = self._products[row]
        self._row = row
        self._panel.show_product(product)
        self._tools.show_place(row + 1, len(self._products))
        preview, original = product.preview_url, product.original_url or product.preview_url
        first = preview or original
        self._show_viewed(
            _Viewed(
                product_facts.name(product.name),
                whole(original) if original else None,
                whole(preview) if preview and preview != original else None,
                PictureRequest(first, self._card_edge_px) if first else None,
            )
        )

    def _show_viewed(self, viewed: _Viewed) -> None:
        self._viewed = viewed
        self._shown, self._said = None, ""
        self.setWindowTitle(viewed.title)
        self._canvas.show_words(self.tr("Loading…"))
        self._thumbnails.want(_ASKER, reversed(viewed.wishes))
        self._refresh()

    def _refresh(self) -> None:
        """Show the best picture loaded so far, and why the original isn't shown."""
        original = self._thumbnails.state(self._viewed.original) if self._viewed.original else _missing()
        preview = self._thumbnails.state(self._viewed.preview) if self._viewed.preview else None
        at_hand = self._thumbnails.state(self._viewed.at_hand) if self._viewed.at_hand else None
        states = (original, preview, at_hand)
        best = next((state for state in states if isinstance(state, Arrived)), None)
        if best is not None and best is not self._shown:
            self._canvas.show_image(best.image, best.natural_size)
        self._shown = best
        self._tools.set_useful(has_picture=best is not None)
        broken = original if isinstance(original, Broken) else None
        if best is None and broken is not None:
            self._canvas.show_words(broken.sentence)
        stands_in = self.tr("Showing the small preview. {why}")
        self._notice.setText(self._said or (stands_in.format(why=broken.sentence) if best and broken else ""))
        self._retry.setVisible(broken is not None and broken.trouble.is_worth_a_retry)
        self._bar.setVisible(bool(self._notice.text()) or not self._retry.isHidden())

    @Slot(str)
    def _say(self, words: str) -> None:
        self._said = words
        self._refresh()

    @Slot(object)
    def _on_picture_changed(self, wish: PictureRequest) -> None:
        if wish in self._viewed.wishes:
            self._refresh()

    @Slot()
    def _try_again(self) -> None:
        if self._viewed.original is not None:
            self._canvas.show_words(self.tr("Loading…"))
            self._shown = None
            self._thumbnails.retry(self._viewed.original)

    @Slot()
    def _show_previous(self) -> None:
        self._go_to(self._row - 1)

    @Slot()
    def _show_next(self) -> None:
        self._go_to(self._row + 1)

    def _go_to(self, row: int) -> None:
        if 0 <= row < len(self._products):
            self._open_row(row)
            self.product_changed.emit(self._products[row])

    @Slot()
    def _copy(self) -> None:
        self._export.copy(self._viewed.wishes, self._viewed.title)

    @Slot()
    def _copy_by_key(self) -> None:
        """Copy the selected text, or else the picture."""
        words = self._panel.selected_text
        if words:
            self._mark.put_on(self._panel.geometry())
            desktop.copy(words, self._mark)
        else:
            self._copy()

    @Slot()
    def _save(self) -> None:
        self._export.save(self._viewed.wishes, self._viewed.title)

    @Slot()
    def _start_drag(self) -> None:
        if self._shown is not None:
            self._drag.begin(self._shown, self._viewed.title)

    def _lay_out(self) -> None:
        self.resize(QSize(style.scaled(_WIDTH_PX), style.scaled(_HEIGHT_PX)).boundedTo(room_for(self)))
        self._notice.setFont(style.font(12))
        style.muted(self._notice)
        self._retry.setAutoDefault(False)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(style.scaled(16), style.scaled(8), style.scaled(16), 0)
        bar.addWidget(self._notice, 1)
        bar.addWidget(self._retry)
        left = QVBoxLayout()
        left.setSpacing(0)
        for part, stretch in ((self._canvas, 1), (self._bar, 0), (self._tools, 0)):
            left.addWidget(part, stretch)
        self._line.setObjectName("hairline")
        self._line.setMinimumSize(1, 1)
        self._split.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._split.setContentsMargins(0, 0, 0, 0)
        self._split.setSpacing(0)
        self._split.addLayout(left, 1)
        self._split.addWidget(self._line)
        self._split.addWidget(self._panel)
        self.setMinimumSize(style.scaled(_MIN_PX), style.scaled(_MIN_PX))
        self._stack()

    def _stack(self) -> None:
        """Put picture and text side by side, or stack them in a narrow window."""
        way = QBoxLayout.Direction
        is_beside = self.width() >= style.scaled(_BESIDE_PX)
        self._panel.set_beside(is_beside=is_beside)
        self._split.setDirection(way.LeftToRight if is_beside else way.TopToBottom)
        self._split.setStretchFactor(self._panel, 0 if is_beside else 1)

    def _connect(self) -> None:
        self._thumbnails.changed.connect(self._on_picture_changed)
        self._retry.clicked.connect(self._try_again)
        self._canvas.zoomed.connect(self._tools.show_zoom)
        self._canvas.drag_wanted.connect(self._start_drag)
        self._export.said.connect(self._say)
        self._export.copied.connect(self._tools.tick_copy)
        for wanted, keys, act in (
            (self._tools.previous_wanted, ("Left", "PgUp"), self._show_previous),
            (self._tools.next_wanted, ("Right", "PgDown"), self._show_next),
            (self._tools.smaller_wanted, ("-", "Ctrl+-"), self._canvas.zoom_out),
            (self._tools.larger_wanted, ("+", "=", "Ctrl++", "Ctrl+="), self._canvas.zoom_in),
            (self._tools.fit_wanted, ("0", "Ctrl+0"), self._canvas.fit),
            (self._tools.actual_size_wanted, ("1", "Ctrl+1"), self._canvas.show_actual_size),
            (self._tools.copy_wanted, (), self._copy),
            (self._tools.save_wanted, ("Ctrl+S",), self._save),
        ):
            wanted.connect(act)
            for key in keys:
                self._bind(key, act)
        self._bind(QKeySequence.StandardKey.Copy, self._copy_by_key)
        self._bind("Up", self._panel.scroll_up)
        self._bind("Down", self._panel.scroll_down)

    def _bind(self, key: str | QKeySequence.StandardKey, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)


def _missing() -> Broken:
    return Broken(PictureErrorKind.MISSING, picture_text.translate("PictureViewer", "No picture."))
