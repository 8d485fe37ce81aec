"""Answers for the tests of reading: the documentation's own, and any JSON at all."""

import json
from pathlib import Path

from hypothesis import strategies as st

from inspector.contact.model import Contact, Json, Product
from inspector.contact.reading import parse_response, read_contact

DOCUMENTED_BODY = (Path(__file__).parents[1] / "data" / "contact.sample.json").read_bytes()
ASKED = "79123456789@c.us"
DOCUMENTED_ID = "71234567890@c.us"

CONTACT_FIELDS = (
    *("avatar", "base64Avatar", "name", "contactName", "email", "category", "description", "products"),
    *("chatId", "lastSeen", "isArchive", "isMute", "isDisappearing", "isBusiness"),
    *("messageExpiration", "muteExpiration", "phoneNumber", "somethingNew"),
)
PRODUCT_FIELDS = (
    *("id", "imageUrls", "name", "description", "price", "availability", "reviewStatus", "isHidden"),
    "colour",
)


def _anything(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    keys = st.text(max_size=8) | st.sampled_from(PRODUCT_FIELDS) | st.sampled_from(("requested", "whatsapp"))
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5)


ODD_TEXTS = (
    *("", "null", "undefined", "true", "no", "0", "-1", "1773478800", "1773478800000", "9" * 400, "1e400"),
    *("https://a.b/c", "2026-03-14T09:00:00Z", "0001-01-01T00:00:00+23:59"),
    *("data:image/jpeg;base64,/9j/", "\ud800"),
)
texts = st.text(max_size=40) | st.sampled_from(ODD_TEXTS)
numbers: st.SearchStrategy[Json] = (
    st.integers() | st.floats() | st.sampled_from((10**400, -(10**400), 1_773_478_800))
)
any_json: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | numbers | texts, _anything, max_leaves=12
)
"""Also what is no JSON to a strict reader: NaN, infinity and lone surrogates."""

any_answer = st.dictionaries(st.sampled_from(CONTACT_FIELDS) | st.text(max_size=8), any_json, max_size=12)


def read(**fields: Json) -> Contact:
    """The contact in an answer with these fields."""
    return read_contact(fields, ASKED)


def read_product(**fields: Json) -> Product:
    return read(products=[fields]).products[0]


def said(contact: Contact) -> dict[str, str]:
    """Remarks by field."""
    return {remark.field: remark.said for remark in contact.remarks}


def delivered(body: str) -> Contact:
    """The contact in an answer's text."""
    return read_contact(parse_response(body.encode("utf-8", "surrogatepass")), ASKED)


def documented() -> dict[str, Json]:
    answer = json.loads(DOCUMENTED_BODY)
    assert isinstance(answer, dict)
    return answer
