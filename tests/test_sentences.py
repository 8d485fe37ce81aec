"""The page of all sentences has every kind of them, and misses none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sentences
from processes import ROOT
from sentences import Sentence, collect, page

SENTENCES = collect()

BANNED = (
    *("anew", "of its own", "somebody", "nobody", "all the same", "as far as is known", "mend", "in turn"),
    *("comes about", "beside it", "for ever", "is no text", "shall", "is told to", "raw answer", "id"),
)
"""What only a translation says, and other names for a thing that has one."""

ENDS = re.compile(r"\w \w.*\w[.?!…]$")
LOGGED = ("log", "qt_log")


@pytest.mark.parametrize(
    ("place", "kind", "text"),
    [
        ("Window", "button", "Look up"),
        ("Window", "tooltip", "Close this message"),
        ("Window", "screen reader", "Phone number"),
        ("Window", "placeholder", "Phone number, wa.me link or chat ID"),
        ("Window", "menu", "Preferences…"),
        ("Window", "title", "Preferences"),
        ("Window", "label", "Default &country"),
        ("Window", "text", "Server error"),
        ("Command line", "help", "print one JSON object"),
        ("Command line", "message", "Something went wrong ({__name__}{where}). Please report it."),
        (
            "Window and command line",
            "text",
            "If this continues, contact its support.",
        ),
        ("Window and command line", "label", "Number"),
        ("Manual page", "text", "--version Print the version."),
        ("Package metadata", "text", "Contact Inspector"),
        ("Installer", "text", "Not installed."),
        ("README", "text", "## Install"),
        ("Pages beside the README", "text", "| setting | value |"),
    ],
)
def test_the_page_has_every_kind_of_sentence(place: str, kind: str, text: str) -> None:
    assert (place, kind, text) in {(each.place, each.kind, each.text) for each in SENTENCES}


def test_the_page_has_everything_that_is_given_to_tr() -> None:
    written = {(each.file, each.text) for each in SENTENCES}
    for path in (ROOT / "inspector").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="tr"), args=[ast.Constant(value=str(text)), *_]):
                    assert (path.relative_to(ROOT).as_posix(), text) in written
                case ast.Call(func=ast.Attribute(attr="tr")):
                    pytest.fail(
                        f"{path}:{node.lineno}: tr() takes a text as it is, so that it can be translated"
                    )


def test_the_page_misses_no_sentence_of_the_code() -> None:
    """Found in another way: a text with a blank and a full stop that is no docstring and not logged."""
    for path in (ROOT / "inspector").rglob("*.py"):
        file = path.relative_to(ROOT).as_posix()
        shown = "\n".join(each.text for each in SENTENCES if each.file == file)
        for text in _sentences_in(path):
            assert text in shown or file.startswith("inspector/demo/"), file


def _sentences_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent: set[ast.AST] = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in LOGGED:
                silent.update(node.args)
            case ast.Call(func=ast.Name(id="TypeError" | "RuntimeError" | "ImportError")):
                silent.update(*(ast.walk(argument) for argument in node.args))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if node not in silent and ENDS.search(text):
                yield text


def test_the_page_can_be_read_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "PAGE", tmp_path / "build" / "sentences.html")
    assert sentences.main() == 0
    text = sentences.PAGE.read_text(encoding="utf-8")
    assert text.index("Window: inspector/ui/") < text.index("Manual page: ") < text.index("README: README.md")
    assert "Who is it?" in text
    assert "&lt;b&gt;" in page([Sentence("Window", "x.py", 1, "text", "<b>")])


@pytest.mark.parametrize("phrase", BANNED)
def test_no_sentence_reads_as_translated(phrase: str) -> None:
    pattern = re.compile(rf"(?<![\w`-]){phrase}(?![\w`=])", re.IGNORECASE if phrase != "id" else 0)
    assert [each for each in SENTENCES if pattern.search(each.text)] == []
