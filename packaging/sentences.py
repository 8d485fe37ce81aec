"""Collects all user-visible text on one page for review: python3 packaging/dev.py sentences.

The page is generated from the source, so it is never out of date. It contains the arguments of `tr()`, all
other prose in the code, the manual page, the menu entry, the installer and the README.
"""

import ast
import html
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Final

from processes import ROOT, say

PAGE: Final = ROOT / "build" / "sentences.html"

_PLACES: Final = (
    ("inspector/ui/**/*.py", "Window"),
    ("inspector/app/self_test.py", "Self-test"),
    ("inspector/cli/*.py", "Command line"),
    ("inspector/app/exit_codes.py", "Command line"),
    ("inspector/**/*.py", "Window and command line"),
    ("packaging/linux/contact-inspector.1", "Manual page"),
    ("packaging/linux/contact-inspector.[dm]*", "Package metadata"),
    ("packaging/linux/deb.py", "Package metadata"),
    ("packaging/release.py", "Package metadata"),
    ("pyproject.toml", "Package metadata"),
    ("packaging/linux/install.sh", "Installer"),
    *((f"packaging/{name}.py", "Checkout") for name in ("dev", "processes", "system_libraries")),
    ("README.md", "README"),
    (".github/*.md", "Pages beside the README"),
)
"""Which files contain sentences, and where those are shown. The first match counts."""
_NO_SENTENCES: Final = (
    "inspector/demo/",
    "inspector/phone/countries.py",
    "inspector/phone/labelled.py",
    ".github/CONTRIBUTING.md",
)
"""Sample contacts, country names, search keywords and developer-only text."""

_KINDS: Final = {
    **dict.fromkeys(("setToolTip", "IconButton"), "tooltip"),
    **dict.fromkeys(("setAccessibleName", "setAccessibleDescription"), "screen reader"),
    **dict.fromkeys(("QAction", "addAction"), "menu"),
    **dict.fromkeys(("help", "description", "epilog", "words_of", "_action"), "help"),
    "setPlaceholderText": "placeholder",
    "setWindowTitle": "title",
    "QPushButton": "button",
    "QCheckBox": "check box",
    "addRow": "label",
    "say": "message",
}
"""By the call or keyword argument around a text."""
_NOT_SHOWN: Final = ("TypeError", "RuntimeError", "ImportError", "startswith", "compile", "cast")

_PROSE: Final = re.compile(
    r"[^\W\d_]{2,}[,;:’']* +[^\W\d_{(]|[^\W\d_]{2,} \{|\} [^\W\d_]{2,}|[^\W\d_][.…?!]$"
)
_LABEL: Final = re.compile(r"[A-Z][a-z]+$")
_CODE: Final = re.compile(
    r"palette\(|PRAGMA|SELECT |INSERT |DELETE |CREATE |UPDATE |BEGIN |PRIMARY KEY|HTTP/1|\\[dswbW.]|\(\?"
    r"|\w\|\w|\]$|^[\w.|/-]+$|^[A-Z][\w-]+: (\S*|Basic .*)$|WITH \w+-exc|^# Written|^git |^appstream "
)
"""Style sheets, SQL, HTTP, regular expressions, types and names, which are never shown."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text as written in the source, with placeholders as `{name}`."""

    place: str
    file: str
    line: int
    kind: str
    text: str


def collect() -> list[Sentence]:
    """Every sentence in the checkout, grouped by where it is shown."""
    found: dict[str, list[Sentence]] = {}
    for pattern, place in _PLACES:
        for path in sorted(ROOT.glob(pattern)):
            file = path.relative_to(ROOT).as_posix()
            if file not in found and not file.startswith(_NO_SENTENCES):
                source = path.read_text(encoding="utf-8")
                read = _read_python(source) if path.suffix == ".py" else _read_text(path.suffix, source)
                found[file] = [Sentence(place, file, *each) for each in read]
    return list(chain.from_iterable(found.values()))


# Python

Found = tuple[int, str, str]
"""Line number, kind and text."""


def _read_python(source: str) -> list[Found]:
    reader, tree = _Reader(), ast.parse(source)
    reader.visit(tree)
    is_printed = "str(__doc__)" in source
    return [(1, "help", ast.get_docstring(tree) or ""), *reader.found] if is_printed else reader.found


class _Reader(ast.NodeVisitor):
    """Collects a module's user-visible texts."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._context: list[str] = []
        """Names of the calls and keyword arguments around a text, innermost last."""

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # otherwise a docstring
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if not any(_name(base).endswith("Enum") for base in node.bases):
            self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        """In a pair of label and value, the first is a label even if it is a single word."""
        match node.elts:
            case [ast.Constant(value=str(label)), value] if _LABEL.match(label) and _text(value) is None:
                self.found.append((node.lineno, "label", label))
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        """A dictionary's values are labels and words, even single words."""
        for value in node.values:
            if isinstance(value, ast.Constant) and _LABEL.match(str(value.value)):
                self.found.append((value.lineno, "label", str(value.value)))
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Skip subscripts, which are keys or types."""
        self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Skip comparisons, which aren't shown."""

    def visit_keyword(self, node: ast.keyword) -> None:
        self._within(node.arg or "", node.value)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        is_logged = isinstance(node.func, ast.Attribute) and _name(node.func.value) in ("log", "qt_log")
        if is_logged or name in _NOT_SHOWN:
            return
        self.visit(node.func)
        if name in ("tr", "translate"):
            self._within("tr", node.args[name == "translate"])
        else:
            self._within(name, *node.args)
        for keyword in node.keywords:
            self.visit(keyword)

    def _within(self, name: str, *nodes: ast.AST) -> None:
        self._context.append(name)
        for node in nodes:
            self.visit(node)
        self._context.pop()

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._take(node)
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.visit(value.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._take(node)

    def _take(self, node: ast.Constant | ast.JoinedStr) -> None:
        text = _text(node)
        is_shown = bool(self._context) and self._context[-1] in ("tr", "help")
        if text and (is_shown or (_PROSE.search(text) and not _CODE.search(text))):
            around = (_KINDS[name] for name in reversed(self._context) if name in _KINDS)
            self.found.append((node.lineno, next(around, "text"), text))


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or f"{{{_name(part)}}}" for part in parts)
    return None


def _name(node: ast.AST) -> str:
    """The most specific name in an expression, such as `strerror` for `error.strerror`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.FormattedValue(value=inner) | ast.Call(func=inner) | ast.Subscript(value=inner):
            return _name(inner)
    return "…"


# Other files

_PARAGRAPH: Final = r"^```[\s\S]*?^```|^(#.*)$|^(.*\w.*(?:\n(?![|#]|[*-] |\s*$).+)*)"
"""Markdown without code blocks: a heading, a table row, a list item or a paragraph."""
_ROFF: Final = (
    (r"^\.(TH .*|TP|PP|br|nf|fi)$", ""),
    (r"^\.SH ", "# "),
    (r"^\.[BIR]+ ", ""),
    (r'\\\(dq|"', ""),
    (r"\\-", "-"),
)
_PATTERNS: Final = {
    ".md": _PARAGRAPH,
    ".1": _PARAGRAPH,
    ".desktop": r"^(?:Name|GenericName|Comment|Keywords)=(.+)$",
    ".xml": r"<(?:name|summary|developer_name|p|li|caption)>([^<]+)<",
    ".sh": r"""(?:fail|printf) (?:"(.+?)(?:\\n)?"|'([^']{5,}?)(?:\\n)?')""",
    ".toml": r'^description = "(.+)"',
}


def _read_text(suffix: str, source: str) -> Iterator[Found]:
    """The user-visible text of a file that isn't Python."""
    for macro, instead in _ROFF if suffix == ".1" else ():
        source = re.sub(macro, instead, source, flags=re.MULTILINE)
    for hit in re.finditer(_PATTERNS[suffix], source, re.MULTILINE):
        if hit.lastindex:
            yield source.count("\n", 0, hit.start()) + 1, "text", " ".join(hit[hit.lastindex].split())


# The page


def page(sentences: Sequence[Sentence]) -> str:
    """The sentences as one HTML page."""
    rows: list[str] = []
    for (place, file), found in groupby(sentences, key=lambda each: (each.place, each.file)):
        rows.append(f"<h2>{place}: {file}</h2><table>")
        rows += [f"<tr><td>{each.line}<td>{each.kind}<td>{html.escape(each.text)}" for each in found]
        rows.append("</table>")
    style = "body{font:15px sans-serif;max-width:60em;margin:2em auto}td{vertical-align:top;padding:2px 8px}"
    style += "td:nth-child(-n+2){color:#777;white-space:nowrap}td:last-child{white-space:pre-wrap}"
    title = "Sentences of Contact Inspector"
    head = f"<!doctype html><meta charset=utf-8><title>{title}</title><style>{style}</style><h1>{title}</h1>"
    return "\n".join([head, f"<p>{len(sentences)} texts.", *rows, ""])


def main() -> int:
    sentences = collect()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(sentences), encoding="utf-8")
    say(f"{len(sentences)} sentences written to {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
