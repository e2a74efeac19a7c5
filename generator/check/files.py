"""The files of the output folder as rules see them: parsed once, with the place of everything in them.

A file that cannot be parsed is a value too: it has a `fault` and nothing else, so that every rule may look at any file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import ParseError, fromstring

from turbohtml import Document, Element, Text, parse

from generator.errors import Place

PAGES = (".html", ".htm")
XML = (".xml", ".opml", ".atom", ".rss", ".svg")
JSON = (".json", ".webmanifest")
SHEETS = (".css",)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
SCRIPTS = (".js", ".mjs")
TEXTS = (*PAGES, *XML, *JSON, *SHEETS, *SCRIPTS, ".txt")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is not what its name says, and where."""

    place: Place
    message: str


@dataclass(frozen=True)
class File:
    """A file of the output folder: its path there, "/" between parts, and its bytes."""

    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The file as text; what is not UTF-8 shows as U+FFFD."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def place(self, offset: int) -> Place:
        """Return the place of the character at an offset of the text."""
        line = self.text.count("\n", 0, offset)
        return Place(line + 1, offset - (self.text.rfind("\n", 0, offset) + 1) + 1)

    def place_of(self, words: str, after: int = 0) -> Place:
        """Return the place of the first `words` from an offset on, nowhere when they are not there as they are."""
        found = self.text.find(words, after)
        return self.place(found) if found >= 0 else Place()

    @cached_property
    def page(self) -> HtmlPage:
        """The file as a browser parses it."""
        return HtmlPage(self)

    @cached_property
    def xml(self) -> XmlElement | Fault:
        """The root element of the file, or why it is not XML."""
        try:
            return fromstring(self.data)
        except ParseError as wrong:
            line, column = wrong.position
            return Fault(Place(line, column + 1), str(wrong).partition(":")[0])
        except (LookupError, ValueError) as wrong:  # an encoding that nobody knows
            return Fault(Place(1, 1), str(wrong))

    @cached_property
    def json(self) -> Any:
        """The value of the file, or the Fault why it is not JSON."""
        return read_json(self.text)


def read_json(text: str) -> Any:
    """Return the value of a JSON text, or the Fault why it is none; the place counts from the text's begin."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        return Fault(Place(wrong.lineno, wrong.colno), wrong.msg)
    except RecursionError:
        return Fault(Place(1, 1), "nested too deep")
    except ValueError as wrong:
        return Fault(Place(1, 1), str(wrong))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of running text: in which element and block it stands, and in which order its line is read.

    `direction` is rtl, ltr or auto. `is_apart` tells that the passage has an order of its own or is no prose: it is
    isolated, code, or a date.
    """

    text: str
    element: Element
    block: Element
    direction: str
    is_apart: bool


# Elements that break the line: each is a paragraph of its own to the bidirectional algorithm.
_BLOCK_NAMES = """
address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre search section select summary table tbody
td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ISOLATED = frozenset(["bdi", "bdo"])
_NO_PROSE = frozenset(["code", "kbd", "math", "pre", "samp", "svg", "time", "var"])
_UNSEEN = frozenset(["head", "script", "style", "template", "textarea", "noscript", "iframe", "object"])


class HtmlPage:
    """An HTML file as a browser parses it."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.path = file.path
        self.document: Document = parse(file.text)

    @cached_property
    def elements(self) -> list[Element]:
        """Every element, in the order of the file."""
        return list(self.document.iter_elements())

    @cached_property
    def by_tag(self) -> dict[str, list[Element]]:
        """The elements by name."""
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.tag, []).append(element)
        return found

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of these names, one name after the other."""
        for tag in tags:
            yield from self.by_tag.get(tag, ())

    @cached_property
    def ids(self) -> dict[str, list[Element]]:
        """The elements by their id."""
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            if "id" in element.attrs:
                found.setdefault(attribute(element, "id"), []).append(element)
        return found

    @cached_property
    def is_redirect(self) -> bool:
        """Whether the page only leads on to another."""
        return any(attribute(meta, "http-equiv").lower() == "refresh" for meta in self.all("meta"))

    @cached_property
    def is_indexable(self) -> bool:
        """Whether robots may list the page."""
        return not self.is_redirect and not any(
            attribute(meta, "name").lower() in ("robots", "googlebot") and "noindex" in attribute(meta, "content")
            for meta in self.all("meta")
        )

    @cached_property
    def canonical(self) -> Element | None:
        """The element that names the page's own address."""
        return next((link for link in self.all("link") if "canonical" in words(link, "rel")), None)

    def place(self, element: Element) -> Place:
        """Return where an element begins; one that the parser supplied has no place."""
        if element.source_line is None or element.source_col is None:
            return Place()
        return Place(element.source_line, element.source_col + 1)

    def place_in(self, element: Element, text: str) -> Place:
        """Return the place of a text inside an element, or the element's own where the file spells it otherwise."""
        at = self.place(element)
        if not at.line:
            return at
        offset = sum(len(line) + 1 for line in self.file.lines[: at.line - 1]) + at.column - 1
        found = self.file.place_of(text, offset)
        return found if found.line else at

    @cached_property
    def passages(self) -> list[Passage]:
        """The running text of the page, in order."""
        html = self.by_tag["html"][0]
        return list(_passages(html, html, _direction(html) or "ltr", False))


def _passages(element: Element, block: Element, direction: str, is_apart: bool) -> Iterator[Passage]:
    for child in element.children:
        if isinstance(child, Text):
            if not child.data.isspace():
                yield Passage(child.data, element, block, direction, is_apart)
        elif isinstance(child, Element) and child.tag not in _UNSEEN:
            yield from _within(child, block, direction, is_apart)


def _within(element: Element, block: Element, direction: str, is_apart: bool) -> Iterator[Passage]:
    own = _direction(element)
    if element.tag in _BLOCKS:
        yield from _passages(element, element, own or direction, is_apart or element.tag in _NO_PROSE)
    else:  # a direction isolates an inline element from the line that it stands in
        apart = is_apart or bool(own) or element.tag in _ISOLATED or element.tag in _NO_PROSE
        yield from _passages(element, block, own or direction, apart)


def _direction(element: Element) -> str:
    own = attribute(element, "dir").lower()
    return own if own in ("rtl", "ltr", "auto") else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute as one text, empty where there is none."""
    value = element.attrs.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def words(element: Element, name: str) -> list[str]:
    """Return the words of an attribute, in lower case."""
    return attribute(element, name).lower().split()


_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^)\s"']+))\s*\)|@import\s+["'](?P<sheet>[^"']+)["']""",
    re.I,
)


def sheet_addresses(css: str) -> Iterator[tuple[str, int]]:
    """Yield every address that a style sheet names, with its offset; comments are passed over."""
    bare = _CSS_COMMENT.sub(lambda comment: " " * len(comment[0]), css)
    for match in _CSS_ADDRESS.finditer(bare):
        group = match.lastgroup or "bare"
        yield match[group], match.start(group)
