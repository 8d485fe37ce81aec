"""How a card is painted: by palette roles, sharp, and never as HTML."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from inspector.contact.model import Product
from inspector.ui.images.picture_state import PictureRequest
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.card_pictures import CardPictures
from inspector.ui.products.product_delegate import ProductDelegate, card_rect, cell_size, picture_rect
from inspector.ui.products.product_model import ProductModel
from inspector.ui.qt import style
from tests.ui.drawn import LEFT, RIGHT, colours, encoded, is_about, two_coloured

Role = QPalette.ColorRole
State = QStyle.StateFlag
EVIL = "<img src='file:///etc/hostname'><b>Bold</b>"


class Pictures(CardPictures):
    """Takes a picture's bytes where a real product has a link."""

    def __init__(self, thumbnails: Thumbnails, data: bytes | None) -> None:
        super().__init__(thumbnails, 200)
        self._data = data

    def first_wish(self, product: Product) -> PictureRequest | None:
        return (
            PictureRequest(self._data, self.edge_px)
            if self._data is not None
            else super().first_wish(product)
        )


class Card:
    """One product painted onto an image, at any ratio of device pixels."""

    def __init__(
        self, thumbnails: Thumbnails, qtbot: QtBot, product: Product, data: bytes | None = None
    ) -> None:
        pictures = Pictures(thumbnails, data)
        self.model = ProductModel(pictures)
        self.model.show_products((product,))
        self.delegate = ProductDelegate()
        wish = pictures.first_wish(product)
        thumbnails.want("card", [wish] if wish else [])
        qtbot.waitUntil(lambda: not thumbnails.is_busy)

    def paint(
        self, state: State = State.State_Enabled, *, is_dark: bool = False, ratio: float = 1.0
    ) -> QImage:
        size = cell_size()
        image = QImage(size * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        palette = style.palette("dark" if is_dark else "light")
        image.fill(palette.color(Role.Window))
        option = QStyleOptionViewItem()
        option.rect = QRect(QPoint(0, 0), size)
        option.state = state
        option.palette = palette
        painter = QPainter(image)
        self.delegate.paint(painter, option, self.model.index(0))
        painter.end()
        return image


def part(image: QImage, place: QRect) -> QImage:
    ratio = image.devicePixelRatio()
    return image.copy(QRect(place.topLeft() * ratio, place.size() * ratio))


CARD = QRect()
PICTURE = QRect()


@pytest.fixture(autouse=True)
def _places(thumbnails: Thumbnails) -> None:
    """Sizes follow the font, which is known only when the program is dressed."""
    card = card_rect(QRect(QPoint(0, 0), cell_size()))
    for place, now in ((CARD, card), (PICTURE, picture_rect(card))):
        place.setTopLeft(now.topLeft())
        place.setSize(now.size())


def words_part() -> QRect:
    return QRect(
        CARD.left() + 4, PICTURE.bottom() + 2, CARD.width() - 8, CARD.bottom() - PICTURE.bottom() - 6
    )


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_picture_fills_its_square_at_every_ratio(
    thumbnails: Thumbnails, qtbot: QtBot, is_dark: bool, ratio: float
) -> None:
    card = Card(thumbnails, qtbot, Product(name="Disc"), encoded(two_coloured(400, 300), "png"))
    picture = part(card.paint(is_dark=is_dark, ratio=ratio), PICTURE)
    middle = picture.height() // 2
    assert is_about(picture.pixelColor(2, middle), LEFT)
    assert is_about(picture.pixelColor(picture.width() - 3, middle), RIGHT)
    assert is_about(picture.pixelColor(picture.width() // 2 - 3, 2), LEFT)
    assert is_about(picture.pixelColor(picture.width() // 2 + 3, picture.height() - 3), RIGHT)


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_selected_card_has_an_accent_border_and_its_own_surface(
    thumbnails: Thumbnails, qtbot: QtBot, is_dark: bool
) -> None:
    card = Card(thumbnails, qtbot, Product())
    palette = style.palette("dark" if is_dark else "light")
    for state, line, surface in (
        (State.State_Enabled, Role.Mid, Role.Base),
        (State.State_Enabled | State.State_MouseOver, Role.PlaceholderText, Role.Base),
        (State.State_Enabled | State.State_Selected, Role.Accent, Role.Highlight),
    ):
        image = card.paint(state, is_dark=is_dark)
        assert image.pixelColor(CARD.left(), CARD.center().y()) == palette.color(line)
        assert image.pixelColor(CARD.left() + 4, CARD.center().y()) == palette.color(surface)


def test_the_focus_of_the_keyboard_is_a_ring_around_the_card(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    card = Card(thumbnails, qtbot, Product())
    accent = style.palette("light").color(Role.Accent)
    around = QRect(0, CARD.center().y(), CARD.left(), 1)
    selected = State.State_Enabled | State.State_Selected
    assert accent.name() not in colours(part(card.paint(selected), around))
    assert accent.name() in colours(part(card.paint(selected | State.State_HasFocus), around))


def test_html_in_a_name_is_written_out_as_text(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    plain = Card(thumbnails, qtbot, Product(name="Bold")).paint()
    evil = Card(thumbnails, qtbot, Product(name=EVIL)).paint()
    assert part(plain, words_part()) != part(evil, words_part())
    ink = style.palette("light").color(Role.Text)

    def inked(image: QImage) -> int:
        words = part(image, words_part())
        return sum(
            is_about(words.pixelColor(x, y), ink) for x in range(words.width()) for y in range(words.height())
        )

    assert inked(evil) > 3 * inked(plain)


@pytest.mark.parametrize(
    "product",
    [
        Product(name=EVIL * 40, price=EVIL, availability=EVIL),
        Product(name="م" * 500),
        Product(name="😀" * 300),
    ],
)
def test_no_text_leaves_its_card(thumbnails: Thumbnails, qtbot: QtBot, product: Product) -> None:
    image = Card(thumbnails, qtbot, product).paint()
    window = style.palette("light").color(Role.Window)
    right_gap = QRect(CARD.right() + 2, 0, cell_size().width() - CARD.right() - 2, cell_size().height())
    lower_gap = QRect(0, CARD.bottom() + 2, cell_size().width(), cell_size().height() - CARD.bottom() - 2)
    assert colours(part(image, right_gap)) == colours(part(image, lower_gap)) == {window.name()}


def test_only_the_unusual_is_painted_in_the_colours_of_a_warning(
    thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    warning = style.palette("light").color(Role.ToolTipBase).name()
    usual = Product(name="Disc", availability="in stock", review_status="APPROVED", is_hidden=False)
    assert warning not in colours(part(Card(thumbnails, qtbot, usual).paint(), words_part()))
    for unusual in (Product(is_hidden=True), Product(availability="sold"), Product(review_status="PENDING")):
        assert warning in colours(part(Card(thumbnails, qtbot, unusual).paint(), words_part()))


def test_a_missing_and_a_broken_picture_are_said_in_the_muted_colour(
    thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    palette = style.palette("light")
    place, ink = palette.color(Role.AlternateBase).name(), palette.color(Role.PlaceholderText)
    for card in (Card(thumbnails, qtbot, Product()), Card(thumbnails, qtbot, Product(), b"<html>")):
        square = part(card.paint(), PICTURE)
        assert place in colours(square)
        assert any(is_about(QColor(colour), ink) for colour in colours(square))


def test_every_cell_has_the_same_size_and_room_for_a_ring_and_a_gap() -> None:
    assert ProductDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()) == cell_size()
    assert CARD.size() == QSize(style.scaled(176), style.scaled(262))
    assert QRect(QPoint(0, 0), cell_size()).adjusted(3, 3, -3, -3).contains(CARD)
