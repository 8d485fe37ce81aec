"""Answers that are large, or only pretend to be contacts: other threads have their turns meanwhile."""

import gc
import json
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given

from inspector.contact import decoding
from inspector.contact.decoding import MOST_MARKS, decode
from inspector.contact.model import Json
from tests.contact.answers import any_json
from tests.contact.speed import cpu_s
from tests.pace import limit_s
from tests.trust.pulse import LONGEST_S

HALF = MOST_MARKS // 2 - 100
TRIES = 3


def _list(value: str, times: int) -> str:
    return f'{{"x": [{",".join([value] * times)}]}}'


FINEST = {
    "texts": _list('"ab"', MOST_MARKS - 100),
    "fractions": _list("1.5", MOST_MARKS - 100),
    "lists": _list("[]", HALF),
    "objects": _list("{}", HALF),
    "objects with a key": _list('{"a": "b"}', HALF),
    "lists in lists": _list("[" * 100 + "]" * 100, MOST_MARKS // 101 - 10),
    "keys": json.dumps([dict.fromkeys(map(str, range(49_000)), "x")] * (MOST_MARKS // 49_000)),
    "keys in one go": json.dumps({"x": dict.fromkeys(map(str, range(49_000)), "")}),
}
"""As many values as are read, each as small as it can be."""


@pytest.fixture
def small_heap() -> Iterator[None]:
    """The garbage collector does not walk what other tests and their libraries hold."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _longest_wait_s(text: str) -> float:
    """How much work was done at most between two turns of another thread."""
    longest_s, is_over = 0.0, threading.Event()

    def take_turns() -> None:
        nonlocal longest_s
        last_s = time.process_time()
        while not is_over.wait(0.001):
            now_s = time.process_time()
            longest_s, last_s = max(longest_s, now_s - last_s), now_s

    other = threading.Thread(target=take_turns)
    other.start()
    decode(text)
    is_over.set()
    other.join()
    return longest_s


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize("text", FINEST.values(), ids=list(FINEST))
def test_no_other_thread_waits_longer_than_a_person_notices(text: str) -> None:
    waits = [_longest_wait_s(text)]
    while min(waits) > limit_s(LONGEST_S) and len(waits) < TRIES:
        waits.append(_longest_wait_s(text))
    assert min(waits) <= limit_s(LONGEST_S), waits


@pytest.mark.parametrize("value", ["[]", "{}", '""', "0", "1.5", '{"":0}'])
def test_ten_megabytes_of_tiny_values_are_refused_before_one_is_made(value: str) -> None:
    text = _list(value, 10_000_000 // (len(value) + 1))

    def refuse() -> None:
        with pytest.raises(ValueError, match=r"^The response has more values than any contact\.$"):
            decode(text)

    assert cpu_s(refuse) < limit_s(LONGEST_S)


SIZES = ", ".join(map(str, range(120)))
"""What a shop of shoes writes into each of its products."""


@pytest.mark.usefixtures("small_heap")
def test_commas_and_brackets_in_texts_are_no_values() -> None:
    words = SIZES + ' [{"x\\' + "\\" * 3
    products = [{"id": str(number), "name": words, "x": ["[", {}]} for number in range(2_700)]
    text = json.dumps({"products": products, "end\\": [words]})
    assert decode(text) == {"products": products, "end\\": [words]}
    assert min(_longest_wait_s(text) for _ in range(TRIES)) <= limit_s(LONGEST_S)


@given(value=any_json)
def test_only_what_stands_outside_texts_counts(value: Json) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_COUNTED_AT_ONCE_CHARS", 3)
        text = json.dumps(value, ensure_ascii=False)
        assert decoding._count_marks_outside_texts(text) == _marks(value)


def _marks(value: Json) -> int:
    """Commas and brackets that a value is written with."""
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(0, len(value) - 1) + sum(map(_marks, inner))


@pytest.mark.parametrize("text", ['"' * 10_000_000, "\\" * 10_000_000, '","' * 3_000_000, '\\"' * 5_000_000])
def test_counting_ten_megabytes_holds_nobody_up(text: str) -> None:
    assert cpu_s(lambda: decoding._count_marks_outside_texts(text)) < limit_s(LONGEST_S)


def test_an_object_with_more_keys_than_anything_has_is_refused() -> None:
    with pytest.raises(ValueError, match="more values than any contact"):
        decode(json.dumps(dict.fromkeys(map(str, range(60_000)))))


@given(value=any_json)
def test_a_large_answer_holds_the_same_as_a_small_one(value: Json) -> None:
    for separators in ((", ", ": "), (",", ":")):
        lists = {
            "deep": [{"er": value}, {"er": value}, value, {}, {}],
            "value": value,
            "more": [{}, {"a": []}],
        }
        text = json.dumps(lists, separators=separators)
        assert decoding._InTurns().decode(text) == decoding._AT_ONCE.decode(text)


@pytest.mark.parametrize("between", [",", ", ", " ,\n"])
@pytest.mark.parametrize("after", ["", ", 7", ', "},{", {"a": [{}, {}]}'])
def test_a_long_list_of_objects_is_read_as_it_stands(between: str, after: str) -> None:
    cards = [json.dumps({"id": str(number), "text": "},{" * (number % 3)}) for number in range(3_000)]
    text = f'{{"first": [{{}}], "products": [{between.join(cards)}{after}], "last": [{{}},{{}}]}}'
    assert decoding._InTurns().decode(text) == json.loads(text)


def test_products_share_the_texts_of_their_keys() -> None:
    text = json.dumps({"products": [{"availability": number} for number in range(2_000)]})
    products = decoding._InTurns().decode(text)["products"]
    assert len({id(key) for product in products for key in product}) < 20


@pytest.mark.parametrize("misses", [0, 10_000])
def test_objects_that_are_larger_than_a_piece_are_read_like_others(misses: int) -> None:
    decoder = decoding._InTurns()
    decoder._misses = misses
    products = [{"id": str(number), "text": "x}{," * number} for number in range(0, 4_000, 80)]
    assert decoder.decode(json.dumps({"products": products})) == {"products": products}


@pytest.mark.parametrize(
    "text",
    [
        "[{}, {}, ]",
        '{"a": [{},{},{}}',
        "[{},{}",
        "[{},{},",
        "[{},{} {}]",
        '[{},{"b": "},{]',
        '{"a": 1',
        '{"a": [{"b": 1, ]}',
        '{"a": {"b" 1}}',
        '{"a": {"b": "c',
        "[{]",
        '{"a": {}} more',
    ],
)
def test_what_is_wrong_is_found_at_the_same_place(text: str) -> None:
    places = []
    for decoder in (decoding._InTurns(), decoding._AT_ONCE):
        with pytest.raises(json.JSONDecodeError) as refusal:
            decoder.decode(text)
        places.append((refusal.value.msg, refusal.value.pos))
    assert places[0] == places[1]


def test_what_makes_reading_in_turns_slow_is_tried_a_few_times_only() -> None:
    """Objects in objects, all larger than a piece: each could be begun in vain."""
    chain = '{"a":' * 200 + '"%s"' % ("x" * 9_000) + "}" * 200
    text = _list(chain, 1_000)
    assert cpu_s(lambda: decode(text), tries=1) < limit_s(3.0)
