"""No way of showing, comparing or storing a secret gives it away, but `reveal`."""

import copy
import json
import logging
import pickle
import pprint
import string
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

from inspector.core.secret import Secret

CANARY = "cana7" * 10


@dataclass
class Holder:
    secret: Secret


def test_reveal_gives_the_secret() -> None:
    assert Secret(CANARY).reveal() == CANARY


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        "{}".format,
        "{0!r:>80}".format,
        lambda secret: f"{secret}",
        lambda secret: f"{secret!s:>80}",
        lambda secret: f"{secret:x}",
        lambda secret: format(secret, ">80"),
        lambda secret: "%s %r" % (secret, secret),  # noqa: UP031  # logging formats like this
        lambda secret: string.Template("$secret").substitute(secret=secret),
        lambda secret: repr([secret]) + str({"token": secret}),
        lambda secret: repr(Holder(secret)),
        pprint.pformat,
        lambda secret: json.dumps({"token": secret}, default=str),
        lambda secret: repr(dir(secret)),
        lambda secret: logging.LogRecord("a", 10, "a", 1, "%s", (secret,), None).getMessage(),
    ],
)
def test_it_is_never_shown(show: Callable[[Secret], str]) -> None:
    shown = show(Secret(CANARY))
    assert shown
    assert CANARY not in shown


@pytest.mark.parametrize(
    "act",
    [
        *(
            lambda secret, p=protocol: pickle.dumps(secret, p)
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
        ),
        copy.copy,
        copy.deepcopy,
        lambda secret: asdict(Holder(secret)),
        json.dumps,
        hash,
        lambda secret: {secret},
        lambda secret: {secret: 1},
        lambda secret: secret == secret,  # noqa: PLR0124  # even with itself
        lambda secret: secret == CANARY,
        lambda secret: secret != Secret(CANARY),
        lambda secret: secret in ("a", "b"),
        vars,
        iter,
        len,
        bytes,
    ],
)
def test_it_is_not_compared_copied_hashed_or_stored(act: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as caught:
        act(Secret(CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_traceback_with_local_variables_does_not_show_it() -> None:
    secret = Secret(CANARY)
    try:
        raise ValueError(f"no {secret}", secret)
    except ValueError as error:
        report = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert "secret = Secret(…)" in "".join(report.format())
    assert CANARY not in "".join(report.format())


def test_an_empty_secret_is_false_and_any_other_true() -> None:
    assert not Secret("")
    assert Secret(" ")


def test_nothing_can_be_added_to_it() -> None:
    with pytest.raises(AttributeError):
        Secret(CANARY).note = 1  # type: ignore[attr-defined]  # that is what is tested
