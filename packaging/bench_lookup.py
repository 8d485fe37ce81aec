"""From Enter to the painted contact, with a delay of 50 ms to the gateway and the pictures."""

import bench_gateway
import bench_plain
from bench_gateway import Shop
from bench_painted import Painted, Pulse, rest
from bench_table import FRAME_S, Row, compared, hand_over, percentile
from bench_window import LastByte, OpenWindow, opened

_PRODUCTS, _MANY = 31, 500
_PACE_MS = 1100
"""The gateway allows one lookup per second."""


def rows(times: int) -> list[Row]:
    """One extra lookup of each kind comes first and isn't counted."""
    small = [Shop(place, _PRODUCTS) for place in range(times + 1)]
    large = [Shop(20 + place, _MANY) for place in range(times + 1)]
    with (
        bench_gateway.running([*small, *large]) as (account, token),
        bench_plain.running(account, token) as plain,
        opened(account, token) as window,
    ):
        pulse, last_byte = Pulse(), LastByte()
        profiles = [_profile(window, plain, shop, pulse) for shop in small][1:]
        pictures = [_pictures(window, plain, shop, last_byte, pulse) for shop in large][1:]
    asked, answered = zip(*profiles, strict=True)
    fetched, seen = zip(*pictures, strict=True)
    plain_post, plain_fetch = "the same POST and `json.loads`, plain httpx", "the same downloads, plain httpx"
    return [
        compared("Enter to profile painted, gateway 50 ms away", plain_post, asked, answered, 1.10),
        compared(
            f"catalogue of {_MANY}, 50 ms a picture: last byte of the answer to visible pictures painted",
            f"{plain_fetch}, six at once",
            fetched,
            seen,
            1.25,
        ),
        _gaps(pulse),
    ]


def _profile(window: OpenWindow, plain: bench_plain.Plain, shop: Shop, pulse: Pulse) -> tuple[float, float]:
    """The times of plain httpx and of the window."""
    plain_s, _ = plain.ask(shop.digits)
    watch = Painted(window.profile_name, lambda: window.profile_name.text() == shop.name)
    with pulse:
        begun_s = window.ask(shop)
        ended_s = watch.wait()
    rest(_PACE_MS)
    return plain_s, ended_s - begun_s


def _pictures(
    window: OpenWindow, plain: bench_plain.Plain, shop: Shop, last_byte: LastByte, pulse: Pulse
) -> tuple[float, float]:
    links = plain.picture_links(shop.digits, 30)
    plain.fetch(links)  # the first request draws them
    watch = Painted(window.cards.viewport(), lambda: window.is_painting(shop) and window.has_all_pictures)
    with pulse:
        window.ask(shop)
        ended_s = watch.wait()
    rest(_PACE_MS)
    # The same links with the avatar first, as many as were visible.
    plain_s = plain.fetch(links[: 1 + len(window.rows_seen())])
    return plain_s, ended_s - last_byte.at_s


def _gaps(pulse: Pulse) -> Row:
    usual_s, worst_s = percentile(pulse.gaps_s, 0.99), max(pulse.gaps_s)
    return Row(
        "longest gap of the event loop during both",
        f"a 60 Hz frame: {1000 * FRAME_S:.1f} ms",
        f"p99 {1000 * usual_s:.1f} ms, worst {1000 * worst_s:.1f} ms",
        f"{usual_s / FRAME_S:.2f}",
        "p99 ≤ 16.7 ms, worst ≤ 50 ms",
        usual_s <= FRAME_S and worst_s <= 0.05,
    )


if __name__ == "__main__":
    hand_over(rows)
