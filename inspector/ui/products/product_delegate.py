"""Paints a product as a card. Colours are palette roles, and lengths scale with the font."""

from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QImage, QMouseEvent, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from inspector.contact import product_facts
from inspector.contact.model import Product
from inspector.ui.images import picture_text
from inspector.ui.images.picture_state import Arrived, Broken, Loading, PictureState
from inspector.ui.products import card_text
from inspector.ui.products.product_model import model_of
from inspector.ui.qt import style
from inspector.ui.widgets.icon import pixmap

Index: TypeAlias = QModelIndex | QPersistentModelIndex

CARD_WIDTH_PX, CARD_HEIGHT_PX = 176, 262
GAP_PX = 12
RING_PX = 3
"""Space around a card for the focus ring."""
PADDING_PX = 9
_RADIUS_PX, _PICTURE_RADIUS_PX = 8, 4
_CHIP_HEIGHT_PX = 18
_MARK_PX = 22
_State = QStyle.StateFlag
_Role = QPalette.ColorRole


def cell_size() -> QSize:
    """The size of a card including its gaps."""
    return QSize(style.scaled(CARD_WIDTH_PX + GAP_PX), style.scaled(CARD_HEIGHT_PX + GAP_PX))


def card_rect(cell: QRect) -> QRect:
    """The card's rectangle in its cell."""
    ring = style.scaled(RING_PX)
    card = QSize(style.scaled(CARD_WIDTH_PX), style.scaled(CARD_HEIGHT_PX))
    return QRect(cell.topLeft() + QPoint(ring, ring), card)


def picture_rect(card: QRect) -> QRect:
    """The picture's square on a card."""
    padding = style.scaled(PADDING_PX)
    edge = card.width() - 2 * padding
    return QRect(card.left() + padding, card.top() + padding, edge, edge)


class ProductDelegate(QStyledItemDelegate):
    """Holds only fonts; everything on a card comes from the model."""

    retry_asked = Signal(QModelIndex)
    """The user clicked a picture whose download failed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.restyle()

    def restyle(self) -> None:
        """Update the fonts after a change of the system's font."""
        self._name_font = style.font(13, QFont.Weight.Medium)
        self._price_font = style.font(12)
        self._small_font = style.font(11)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return cell_size()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row = model_of(index), index.row()
        product = model.product(row)
        card, palette = card_rect(option.rect), option.palette
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        _paint_frame(painter, card, option.state, palette)
        self._paint_picture(painter, picture_rect(card), model.picture(row), palette)
        self._paint_words(painter, card, product, palette)
        painter.restore()

    @override
    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            is_left = event.button() == Qt.MouseButton.LeftButton
            place = picture_rect(card_rect(option.rect))
            if is_left and place.contains(event.position().toPoint()) and can_be_retried(index):
                self.retry_asked.emit(model.index(index.row(), index.column()))
                return True
        return super().editorEvent(event, model, option, index)

    def _paint_picture(
        self, painter: QPainter, place: QRect, picture: PictureState, palette: QPalette
    ) -> None:
        path = QPainterPath()
        radius = style.scaled(_PICTURE_RADIUS_PX)
        path.addRoundedRect(QRectF(place), radius, radius)
        match picture:
            case Arrived(image=image) | Loading(stand_in=QImage() as image):
                painter.save()
                painter.setClipPath(path)
                painter.fillRect(place, palette.color(_Role.AlternateBase))
                painter.drawImage(_in_whole_pixels(place, painter), image, _middle(image))
                painter.restore()
            case Loading():
                painter.fillPath(path, palette.color(_Role.AlternateBase))
            case Broken() as broken:
                painter.fillPath(path, palette.color(_Role.AlternateBase))
                self._paint_broken(painter, place, broken, palette)

    def _paint_broken(self, painter: QPainter, place: QRect, broken: Broken, palette: QPalette) -> None:
        edge, gap = style.scaled(_MARK_PX), style.scaled(6)
        ink = palette.color(_Role.PlaceholderText)
        name = "retry" if broken.trouble.is_worth_a_retry else "picture"
        mark = pixmap(name, ink, edge, painter.device().devicePixelRatioF())
        painter.drawPixmap(place.center().x() - edge // 2, place.center().y() - edge, mark)
        painter.setFont(self._small_font)
        painter.setPen(ink)
        words = place.adjusted(gap, place.height() // 2 + gap, -gap, -gap)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        # The end of a host name says whose it is, so the beginning is elided.
        left = Qt.TextElideMode.ElideLeft
        host = painter.fontMetrics().elidedText(broken.refused_host, left, words.width())
        painter.drawText(words, flags, f"{picture_text.short_reason(broken.trouble)}\n{host}".strip())

    def _paint_words(self, painter: QPainter, card: QRect, product: Product, palette: QPalette) -> None:
        padding = style.scaled(PADDING_PX)
        place = card.adjusted(padding, 0, -padding, -padding)
        place.setTop(picture_rect(card).bottom() + 1 + style.scaled(8))
        painter.setPen(palette.color(_Role.Text if product.name else _Role.PlaceholderText))
        name = product_facts.name(product.name)
        place = card_text.draw(painter, place, name, self._name_font, most_lines=2)
        place.translate(0, style.scaled(1))
        painter.setPen(palette.color(_Role.PlaceholderText))
        card_text.draw(painter, place, product_facts.price(product.price), self._price_font, most_lines=1)
        self._paint_chips(painter, card, product_facts.chips(product), palette)

    def _paint_chips(self, painter: QPainter, card: QRect, chips: tuple[str, ...], palette: QPalette) -> None:
        """Paint the chips that fit, and a count of the others."""
        padding, gap, height = style.scaled(PADDING_PX), style.scaled(4), style.scaled(_CHIP_HEIGHT_PX)
        left, right = card.left() + padding, card.right() - padding
        top = card.bottom() - padding - height + 1
        for word, width in card_text.fitting(chips, self._small_font, right - left, gap):
            chip = QRect(left, top, width, height)
            has_border = style.has_contrast(palette)
            painter.setPen(palette.color(_Role.ToolTipText) if has_border else Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(_Role.ToolTipBase))
            painter.drawRoundedRect(chip, height / 2, height / 2)
            painter.setPen(palette.color(_Role.ToolTipText))
            painter.setFont(self._small_font)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, word)
            left += width + gap


def _paint_frame(painter: QPainter, card: QRect, state: QStyle.StateFlag, palette: QPalette) -> None:
    is_selected, is_focused = bool(state & _State.State_Selected), bool(state & _State.State_HasFocus)
    line, width = palette.color(_Role.Mid), 1
    if is_selected:
        line, width = palette.color(_Role.Accent), 2
    elif state & _State.State_MouseOver:
        line = palette.color(_Role.PlaceholderText)
    radius, half = style.scaled(_RADIUS_PX), width / 2
    painter.setPen(QPen(line, width))
    painter.setBrush(palette.color(_Role.Highlight if is_selected else _Role.Base))
    painter.drawRoundedRect(QRectF(card).adjusted(half, half, -half, -half), radius, radius)
    if is_focused:
        ring = style.scaled(RING_PX) - 0.5
        painter.setPen(QPen(palette.color(_Role.Accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(card).adjusted(-ring, -ring, ring, ring), radius + ring, radius + ring)


def _middle(image: QImage) -> QRectF:
    """The largest centred square of a picture."""
    edge = min(image.width(), image.height())
    return QRectF((image.width() - edge) // 2, (image.height() - edge) // 2, edge, edge)


def _in_whole_pixels(place: QRect, painter: QPainter) -> QRectF:
    """A square with as many device pixels as its picture was scaled to, so that it isn't scaled again."""
    ratio = painter.device().devicePixelRatioF()
    edge = round(place.width() * ratio) / ratio
    return QRectF(place.x(), place.y(), edge, edge)


def can_be_retried(index: Index) -> bool:
    """Whether a card's picture failed for a reason that may be temporary."""
    picture = model_of(index).picture(index.row())
    return isinstance(picture, Broken) and picture.trouble.is_worth_a_retry
