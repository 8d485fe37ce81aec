"""A cache that holds so much and no more."""

from inspector.ui.images.bounded_cache import BoundedCache


def test_the_longest_unused_goes_first() -> None:
    cache: BoundedCache[str, int] = BoundedCache(30)
    for key in "abc":
        cache.put(key, 0, 10)
    cache.get("a")
    cache.put("d", 0, 10)
    assert [key in cache for key in "abcd"] == [True, False, True, True]
    assert cache.held_bytes == 30


def test_what_is_to_be_kept_stays_even_above_the_limit() -> None:
    cache: BoundedCache[str, int] = BoundedCache(20)
    for key in "abc":
        cache.put(key, 0, 10, kept={"a", "b", "c"})
    assert cache.held_bytes == 30
    cache.put("d", 0, 10, kept={"b", "c"})
    assert [key in cache for key in "abcd"] == [False, True, True, True]


def test_the_newest_stays_even_when_it_is_larger_than_everything() -> None:
    cache: BoundedCache[str, str] = BoundedCache(20)
    cache.put("a", "old", 10)
    cache.put("b", "huge", 50)
    assert cache.get("a") is None
    assert cache.get("b") == "huge"


def test_the_same_key_again_replaces_value_and_cost() -> None:
    cache: BoundedCache[str, int] = BoundedCache(30)
    cache.put("a", 1, 20)
    cache.put("a", 2, 5)
    assert (cache.get("a"), cache.held_bytes) == (2, 5)


def test_what_is_dropped_costs_nothing() -> None:
    cache: BoundedCache[str, int] = BoundedCache(30)
    for number, key in enumerate("abc"):
        cache.put(key, number, 10)
    cache.drop("a")
    cache.drop("a")
    cache.drop_where(lambda value: value == 1)
    assert ["a" in cache, "b" in cache, "c" in cache] == [False, False, True]
    assert cache.held_bytes == 10
    cache.clear()
    assert (cache.get("c"), cache.held_bytes) == (None, 0)
