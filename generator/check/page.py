"""A page of the built site as a browser parses it, with the place of everything on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from turbohtml import Document, Element, Text, parse

from generator.check.files import File
from generator.errors import Place

# (element, attribute) that hold an address
_ADDRESSES = (
    ("a", "href"), ("area", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"),
    ("source", "src"), ("video", "src"), ("video", "poster"), ("audio", "src"), ("track", "src"), ("embed", "src"),
    ("object", "data"), ("form", "action"),
)  # fmt: skip
_SETS = (("img", "srcset"), ("source", "srcset"))
_META_ADDRESSES = frozenset(["og:url", "og:image", "og:image:secure_url", "twitter:image", "og:video", "og:audio"])
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?(?P<address>[^\"']*)", re.I)

# Elements that break the line: each is a paragraph of its own to the bidirectional algorithm.
_BLOCK_NAMES = """
address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p search section select summary table tbody td
tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ISOLATED = frozenset(["bdi", "bdo"])
_NO_PROSE = frozenset(["code", "kbd", "math", "pre", "samp", "svg", "time", "var"])
_UNSEEN = frozenset(["head", "script", "style", "template", "textarea", "noscript", "iframe", "object"])
_SKIPPED = _ISOLATED | _NO_PROSE | _UNSEEN


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of running text that lies in its line's own order, neither isolated nor code nor a date.

    `direction` is that of the line: rtl, ltr or auto.
    """

    text: str
    element: Element
    direction: str


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

    @cached_property
    def addresses(self) -> list[tuple[Element, str]]:
        """Every address that the page holds, with its element."""
        return list(_addresses(self))

    @cached_property
    def prose(self) -> list[list[Passage]]:
        """The running text by the line that it is set in; what is isolated parts what is around it."""
        html = self.by_tag["html"][0]
        lines: list[list[Passage]] = [[]]
        _gather(lines, html, _direction(html) or "ltr")
        return [line for line in lines if line]

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


def _gather(lines: list[list[Passage]], element: Element, direction: str) -> None:
    """Add the running text of an element to the last of the lines, and begin another wherever the line breaks."""
    for child in element.children:
        if isinstance(child, Text):
            if not child.data.isspace():
                lines[-1].append(Passage(child.data, element, direction))
        elif isinstance(child, Element):
            own = _direction(child)
            if child.tag in _BLOCKS:
                lines.append([])
                _gather(lines, child, own or direction)
                lines.append([])
            elif own or child.tag in _SKIPPED:  # a direction isolates an inline element from the line it stands in
                lines.append([])
            else:
                _gather(lines, child, direction)


def _direction(element: Element) -> str:
    own = element.attrs.get("dir")
    return own.lower() if isinstance(own, str) and own.lower() in ("rtl", "ltr", "auto") else ""


def _addresses(page: HtmlPage) -> Iterator[tuple[Element, str]]:
    for tag, name in _ADDRESSES:
        for element in page.all(tag):
            if name in element.attrs:
                yield element, attribute(element, name)
    for tag, name in _SETS:
        for element in page.all(tag):
            candidates = attribute(element, name).split(",")
            yield from ((element, candidate.split()[0]) for candidate in candidates if candidate.strip())
    for meta in page.all("meta"):
        address = _address_of_meta(meta)
        if address:
            yield meta, address


def _address_of_meta(meta: Element) -> str:
    content = attribute(meta, "content")
    if attribute(meta, "http-equiv").lower() == "refresh":
        match = _REFRESH.match(content)
        return match["address"].strip() if match else ""
    return content if (attribute(meta, "property") or attribute(meta, "name")).lower() in _META_ADDRESSES else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute as one text, empty where there is none."""
    value = element.attrs.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def words(element: Element, name: str) -> list[str]:
    """Return the words of an attribute, in lower case."""
    return attribute(element, name).lower().split()
