"""The corpus: whatever comes as an answer or as a picture, nothing crashes and something is always shown."""

import json
import random
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.app.bootstrap import Program
from inspector.contact import product_facts
from inspector.contact.export import as_json, as_text
from inspector.contact.model import Contact, Json
from inspector.contact.reading import parse_response, read_contact
from inspector.lookup.session import Found, Ready, Shown
from inspector.phone.reader import known_number
from tests.contact.answers import ASKED, DOCUMENTED_BODY, any_answer, any_json
from tests.terminal import ROOT
from tests.trust.depth import ANSWERS, ANSWERS_DRAWN, ANSWERS_IN_WINDOW, IS_LONG, MUTANTS, report
from tests.trust.mutants import Figures
from tests.trust.odd_json import odd_answer
from tests.ui.watching import said

KEYS = as_json(read_contact({}, ASKED)).keys()
seeds = st.integers(min_value=0, max_value=2**64)
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
SLOW_S = 7_200 if IS_LONG else 60
MEMORY_MB = 70
"""What the decoders' own limit allows for one picture, and a little."""


def acts(character: str) -> bool:
    """Whether a character steers a terminal or turns a line around."""
    is_control = unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")
    return is_control or unicodedata.bidirectional(character) in TURNING


def assert_whole(contact: Contact) -> None:
    """It can be exported, printed and said; nothing in it acts on a terminal."""
    exported = as_json(contact)
    assert exported.keys() == KEYS
    assert json.loads(json.dumps(exported, allow_nan=False)) == exported
    text = as_text(contact, UTC)
    assert text
    assert not [character for character in text if character != "\n" and acts(character)]
    for product in (contact.products or ())[:4]:
        assert product_facts.spoken(product)
        assert product_facts.as_text(product) is not None


def read_or_refuse(body: bytes) -> Contact | str:
    try:
        return read_contact(parse_response(body), ASKED)
    except ValueError as refusal:
        return str(refusal)


@pytest.mark.timeout(SLOW_S)
@settings(max_examples=ANSWERS_DRAWN)
@given(answer=any_answer)
def test_whatever_is_in_an_answer_the_contact_is_whole(answer: dict[str, Json]) -> None:
    assert_whole(read_contact(parse_response(json.dumps(answer).encode()), ASKED))


@pytest.mark.timeout(SLOW_S)
@settings(max_examples=ANSWERS)
@given(seed=seeds)
def test_odd_answers_by_the_thousand_are_whole_contacts(seed: int) -> None:
    answer = json.dumps(odd_answer(random.Random(seed)))
    assert_whole(read_contact(parse_response(answer.encode()), ASKED))


@pytest.mark.timeout(SLOW_S)
@settings(max_examples=ANSWERS)
@given(seed=seeds)
def test_a_body_with_any_wounds_is_an_answer_or_a_sentence(seed: int) -> None:
    chance, body = random.Random(seed), bytearray(DOCUMENTED_BODY)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(body) + 1)
        body[at : at + chance.choice((0, 1, 9))] = chance.randbytes(chance.choice((0, 1, 5)))
    contact = read_or_refuse(bytes(body))
    if isinstance(contact, Contact):
        assert_whole(contact)
    else:
        assert contact.endswith(".")


@pytest.mark.timeout(SLOW_S)
@settings(max_examples=ANSWERS_IN_WINDOW, suppress_health_check=list(HealthCheck))
@given(answer=any_answer, products=st.lists(any_json, max_size=4))
def test_whatever_is_in_an_answer_the_window_shows_something(
    first_start: Program, answer: dict[str, Json], products: list[Json]
) -> None:
    body = json.dumps({**answer, "products": products or answer.get("products")})
    contact = read_contact(parse_response(body.encode()), ASKED)
    asked = known_number(ASKED)
    assert asked is not None
    window, view = first_start.window, first_start.view
    view.show(Ready())
    view.show(Shown(asked, Found(contact, body, datetime.now(UTC), 0.1)))
    window.grab()
    assert said(window, "profileName")
    assert said(window, "phoneNumber") is not None


LIBPNG = re.compile(r"libpng error: (?:(?:\w|\[[0-9A-F]{2}\]){4}: )?[A-Za-z ()/-]{1,60}", re.ASCII)
"""Of the picture it shows the name of a chunk, four letters; in any other place stands their code."""


@pytest.mark.timeout(SLOW_S)
def test_damaged_pictures_by_the_thousand_are_shown_or_refused_within_bounds() -> None:
    seed = random.randrange(2**32)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.trust.mutants", str(MUTANTS), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, f"seed {seed}: {ended.stderr}"
    # libpng writes its complaints past Qt, in words of its own; nobody else has anything to complain about
    assert [line for line in ended.stderr.splitlines() if not LIBPNG.fullmatch(line)] == []
    measured: dict[str, Any] = json.loads(ended.stdout)
    figures = Figures(**measured)
    report(f"\nmutated pictures, seed {seed}: {figures}")
    assert not figures.findings, f"seed {seed}"
    assert figures.decoded + figures.refused == MUTANTS
    assert min(figures.decoded, figures.refused) > MUTANTS / 10, "the wounds are all mortal, or none is"
    assert figures.grown_mb < MEMORY_MB
