"""Chooses a card's picture: the preview, or the original if the preview is smaller than the card's square."""

from collections.abc import Iterable

from inspector.contact.model import Product
from inspector.pictures.error import PictureErrorKind
from inspector.ui.images.picture_state import Arrived, Broken, PictureRequest, PictureState, whole
from inspector.ui.images.picture_text import short_reason
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.catalogue import mark


class CardPictures:
    """The pictures of products at the size of a card."""

    def __init__(self, thumbnails: Thumbnails, edge_px: int) -> None:
        self._thumbnails = thumbnails
        self.edge_px = edge_px
        """The edge of a card's picture, in device pixels."""

    def state(self, product: Product) -> PictureState:
        """The best picture so far, or why there is none."""
        first = self.first_wish(product)
        if first is None:
            return Broken(PictureErrorKind.MISSING, short_reason(PictureErrorKind.MISSING))
        better = self._better_wish(product)
        if better is not None:
            state = self._thumbnails.state(better)
            if isinstance(state, Arrived):
                return state
        return self._thumbnails.state(first)

    def best(self, product: Product) -> Arrived | None:
        """The best picture loaded so far: the full-size original, if something else has requested it."""
        original = self._thumbnails.state(whole(product.original_url)) if product.original_url else None
        states = (original, self.state(product))
        return next((state for state in states if isinstance(state, Arrived)), None)

    def wishes(self, product: Product, *, is_seen: bool) -> list[PictureRequest]:
        """The pictures a card needs: the original too, if the card is visible and the preview too small."""
        first = self.first_wish(product)
        if first is None:
            return []
        better = self._better_wish(product)
        return [first, better] if is_seen and better and self._is_too_small(first) else [first]

    def first_wish(self, product: Product) -> PictureRequest | None:
        """The preview, or the original if there is no preview; None if there is neither."""
        url = product.preview_url or product.original_url
        return PictureRequest(url, self.edge_px) if url else None

    def not_downloaded(self, products: Iterable[Product]) -> tuple[tuple[str, int], ...]:
        """Hosts from which pictures aren't downloaded, each with its number of pictures, most first."""
        links = (product.preview_url or product.original_url for product in products)
        return self._thumbnails.not_downloaded(filter(None, links))

    def retry(self, product: Product) -> None:
        """Retry the download of a product's picture."""
        wish = self.first_wish(product)
        if wish is not None:
            self._thumbnails.retry(wish)

    def follow(self, before: Iterable[Product], after: Iterable[Product]) -> None:
        """Reuse loaded pictures after a new lookup, whose links to them are signed differently."""
        successors = {mark(product): product for product in after}
        renewed: dict[str | bytes, str] = {}
        for product in before:
            successor = successors.get(mark(product), Product())
            if product.preview_url and successor.preview_url:
                renewed[product.preview_url] = successor.preview_url
            if product.original_url and successor.original_url:
                renewed[product.original_url] = successor.original_url
        self._thumbnails.follow(renewed)

    def _better_wish(self, product: Product) -> PictureRequest | None:
        if not product.original_url or not product.preview_url:
            return None
        return PictureRequest(product.original_url, self.edge_px)

    def _is_too_small(self, wish: PictureRequest) -> bool:
        state = self._thumbnails.state(wish)
        if not isinstance(state, Arrived):
            return False
        return min(state.natural_size.width(), state.natural_size.height()) < self.edge_px
