"""Bodies: the one gate through which markup from outside passes, and plain text in and out of bodies.

    hostile markup ── gate: nh3 ──▶ harmless tags ── blocks ──▶ body: plain block elements, one a line

`nh3` reads the markup as a browser would and lets through only harmless tags; what it leaves is then built anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from generator.markup.blocks import Builder
from generator.markup.elements import BLOCKS, escaped
from generator.markup.gate import ENDS_ITSELF, gated, is_too_deep, words
from generator.markup.links import OWN_SITE, web_address
from generator.text.normalize import clean, clean_lines

__all__ = (
    "ENDS_ITSELF",
    "OWN_SITE",
    "from_paragraphs",
    "from_text",
    "paragraphs",
    "picture_attributes",
    "plain",
    "sanitise",
    "web_address",
)

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [^\s\"=>]+=\"[^\"]*\")*)>|([^<]+)")
_BLOCK_EDGE = re.compile(
    rf"</?(?:{'|'.join(sorted((BLOCKS | {'hr'}) - {'td', 'th'}, key=len, reverse=True))})(?: [^>]*)?>"
)
_GAP = re.compile(r"<(?:br|t[dh])(?: [^>]*)?>")
_ANCHOR = re.compile(r" (?:id|name)=\"([^\"]*)\"")
_WAY_BACK = re.compile(r" ?<a href=\"#[^\"]*\">↑</a>")  # from a footnote to the text
_INLINE_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<img\b([^<>]*)>", re.I)
_PICTURE_ATTRIBUTE = re.compile(r"\b(src|alt|width|height|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)


def sanitise(html: str, *, base: str = "") -> str:
    """Return hostile or merely untidy markup as a body: harmless block elements, one a line, "" when nothing is said.

    Relative links are resolved against `base`, the absolute address that the markup was found at; without one they are
    dropped, their words stay. With `OWN_SITE` as base, links from the site's root are kept as they are.
    """
    if "<" not in html and "&" not in html:
        return from_text(html)
    if is_too_deep(html):
        return from_text(words(html))
    passed = gated(html)
    builder = Builder(base, _anchors(passed))
    for match in _TOKEN.finditer(passed):
        closing, name, attributes, text = match.groups()
        if text is not None:
            builder.text(unescape(text))
        elif closing:
            builder.end()
        else:
            builder.start(name, attributes)
    return builder.body()


def _anchors(html: str) -> frozenset[str]:
    """Return the ids in gated markup that a link within it may lead to; most bodies have no such link."""
    if 'href="#' not in html:
        return frozenset()
    return frozenset(clean(unescape(value)) for value in _ANCHOR.findall(html)) - {""}


def from_text(text: str) -> str:
    """Return plain text as a body: every line a paragraph, blank lines between them or not."""
    return _in_paragraphs(escaped(clean_lines(text)).split("\n"))


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return lines of clean text as a body, a paragraph each; empty ones are left out."""
    return _in_paragraphs(map(escaped, paragraphs))


def _in_paragraphs(escaped: Iterable[str]) -> str:
    return "\n".join([f"<p>{line}</p>" for line in escaped if line])


def paragraphs(body: str) -> list[str]:
    """Return the plain text of a body's blocks in order; a list item, a heading, a table row is one each."""
    body = _WAY_BACK.sub("", body) if "↑</a>" in body else body
    pieces = (" ".join(_unmarked(piece).split()) for piece in _BLOCK_EDGE.split(body))
    return [piece for piece in pieces if piece]


def plain(body: str) -> str:
    """Return the plain text of a body, a block a line."""
    return "\n".join(paragraphs(body))


def picture_attributes(html: str) -> Iterator[dict[str, str]]:
    """Yield src, alt, title, width and height, as far as written, of the pictures that raw markup shows, in order."""
    for tag in _PICTURE.finditer(html):
        found = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _PICTURE_ATTRIBUTE.finditer(tag[1][:4096])}
        if found.get("src"):
            yield found


def _unmarked(piece: str) -> str:
    if "<" in piece:
        piece = _INLINE_TAG.sub("", _GAP.sub(" ", piece))
    return unescape(piece) if "&" in piece else piece
