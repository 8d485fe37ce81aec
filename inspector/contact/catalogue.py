"""Reads a response's catalogue. The documentation says object, but every sample has an array."""

from collections.abc import Iterable
from typing import Final, TypeGuard

from inspector.contact.fields import Fields, Names, Path, Remarks, folded
from inspector.contact.model import NO_FIELDS, Json, Product
from inspector.contact.values import (
    SCHEMES,
    is_empty,
    keep_unknown,
    quoted,
    read_link,
    read_price,
    read_text,
    read_yes_or_no,
)

_PRODUCT: Final = Names(
    "id", "imageUrls", "name", "description", "price", "availability", "reviewStatus", "isHidden"
)
_IMAGE_URLS: Final = Names("requested", "original")
_REVIEW_STATUS: Final = Names("whatsapp")
_APPROVED: Final = {"whatsapp": "APPROVED"}


def read_products(fields: Fields, name: str, remarks: Remarks) -> tuple[Product, ...]:
    """Every product that is an object. Remarks on the others."""
    value = fields.values.get(name)
    if isinstance(value, dict):
        return _products_of_object(value, fields, name, remarks)
    if isinstance(value, list):
        return _products(name, enumerate(value), remarks)
    if not is_empty(value):
        fields.remark(name, f"{quoted(value)}, not a list of products")
    return ()


def _products_of_object(
    value: dict[str, Json], fields: Fields, name: str, remarks: Remarks
) -> tuple[Product, ...]:
    """A single product, or an object whose values are products."""
    if not value:
        return ()
    fields.remark(name, f"{quoted(value)}, read as a list of products")
    if any(map(_PRODUCT.meant_by, value)):
        return (_read_product(value, (name,), remarks),)
    return _products(name, value.items(), remarks)


def _products(name: str, cards: Iterable[tuple[str | int, Json]], remarks: Remarks) -> tuple[Product, ...]:
    products = []
    for at, card in cards:
        if isinstance(card, dict):
            products.append(_read_product(card, (name, at), remarks))
        else:
            remarks.add((name, at), f"{quoted(card)}, not a product")
    return tuple(products)


def _read_product(card: dict[str, Json], path: Path, remarks: Remarks) -> Product:
    fields = Fields(card, _PRODUCT, remarks, path)
    other = _kept(fields) if fields.unknown else {}
    preview_url, original_url = _read_pictures(fields, other)
    return Product(  # positional arguments: keyword arguments take twice as long
        read_text(fields, "id"),
        read_text(fields, "name"),
        read_text(fields, "description"),
        read_price(fields, "price"),
        read_text(fields, "availability"),
        _read_review(fields, other),
        read_yes_or_no(fields, "isHidden"),
        preview_url,
        original_url,
        other or NO_FIELDS,
    )


def _read_pictures(fields: Fields, other: dict[str, Json]) -> tuple[str | None, str | None]:
    """Links to the preview and the full-size picture."""
    delivered = fields.values.get("imageUrls")
    if isinstance(delivered, dict) and len(delivered) == 2:  # fast path: saves a fifth of the parsing time
        preview_url, original_url = delivered.get("requested"), delivered.get("original")
        if _is_link(preview_url) and _is_link(original_url):
            return preview_url, original_url
    urls = fields.inside("imageUrls", _IMAGE_URLS)
    if urls is not None:
        if urls.unknown:
            other["imageUrls"] = _kept(urls)
        return read_link(urls, "requested"), read_link(urls, "original")
    value = fields.values.get("imageUrls")
    link = value[0] if isinstance(value, list) and value else value
    if isinstance(link, str) and folded(link).startswith("https://"):
        fields.remark("imageUrls", f"{quoted(link)}, read as the full-size picture")
        return None, link
    if value not in (None, "", []):
        fields.remark("imageUrls", f"{quoted(value)}, not links to pictures")
    return None, None


def _is_link(value: Json) -> TypeGuard[str]:
    """Whether a value is a plain link, as most are."""
    return isinstance(value, str) and value.startswith(SCHEMES)


def _read_review(fields: Fields, other: dict[str, Json]) -> str | None:
    if fields.values.get("reviewStatus") == _APPROVED:  # fast path: saves a tenth of the parsing time
        return "APPROVED"
    status = fields.inside("reviewStatus", _REVIEW_STATUS)
    if status is not None:
        if status.unknown:
            other["reviewStatus"] = _kept(status)
        return read_text(status, "whatsapp")
    word = read_text(fields, "reviewStatus")
    if word is not None:
        fields.remark("reviewStatus", f"{quoted(word)}, read as the review status")
    return word


def _kept(fields: Fields) -> dict[str, Json]:
    """A product's unknown fields. Each gets a remark, because no other output would show them."""
    for key, value in fields.unknown.items():
        fields.remark(key, f"{quoted(value)}, in an unknown field")
    return keep_unknown(fields)
