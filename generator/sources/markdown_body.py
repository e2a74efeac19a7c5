"""Markdown text to a body, after a look at its structure: some shapes keep the Markdown parser busy for minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from generator import markup
from generator.text.normalize import clean_markup_text

if TYPE_CHECKING:
    from markdown import Markdown

SIZE_LIMIT = 250_000  # characters: some forty thousand words
DEPTH_LIMIT = 40  # lists and quotes within each other
WORK_LIMIT = 8_000_000  # about half a second of Python-Markdown 3.11 on a slow machine

_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_HEADING_LINE = re.compile(r"^[ ]{0,3}(?:#|=+[ ]*$|-+[ ]*$)", re.M)
_INLINE_MARK = re.compile(r"[\\*_`&~]")
_DECLARATION = re.compile(r"<[!?]")
_MARKERS = re.compile(r"^((?:[ \t]|>|(?:[-*+]|\d+[.)])(?=[ \t]))*)", re.M)
_MARKER = re.compile(r">|[-*+]|\d+[.)]")
_INDENT = 4
_LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]")
_FIRST_HEADING = re.compile(r"\A\s*(?:#[ \t]+(?P<hash>[^\n]+?)[ \t]*#*|(?P<line>[^\n]+)\n=+)[ \t]*(?:\n|\Z)")


class MarkdownError(ValueError):
    """Text whose structure is an attack or an accident, never an article; `line` is counted from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class MarkdownBody:
    """A body made of Markdown, and the pictures that stood in it, as `markup.picture_attributes` gives them."""

    html: str
    pictures: tuple[dict[str, str], ...] = ()


def markdown_body(text: str, *, base: str = "") -> MarkdownBody:
    """Return a body made of Markdown (line ends are LF); links as in `markup.sanitise`. Raises MarkdownError."""
    refuse_hostile_structure(text)
    try:
        html = _html(text)
    except RecursionError:
        raise MarkdownError("lists or quotes are nested too deep", 1) from None
    pictures = tuple(markup.picture_attributes(html)) if "<img" in html else ()
    return MarkdownBody(markup.sanitise(html, base=base), pictures)


def part_heading(text: str) -> tuple[str, str]:
    """Return the title that a text begins with as its first heading, and the text without it; "" where it has none."""
    match = _FIRST_HEADING.match(text)
    if match is None:
        return "", text
    title = " ".join(markup.paragraphs(markup.sanitise(_html(match["hash"] or match["line"]))))
    return clean_markup_text(title), "\n" * match[0].count("\n") + text[match.end() :]


def refuse_hostile_structure(text: str) -> None:
    """Raise MarkdownError for text that would keep the parser busy: what it does in the square of their number.

    The weights are measured: brackets that may open a link, headings without a blank line between them, tags,
    declarations that may never end, and signs that are taken out of the text and put back.
    """
    if len(text) > SIZE_LIMIT:
        raise MarkdownError(f"{len(text)} characters; at most {SIZE_LIMIT} are read", 1)
    line = 1
    work = 30 * len(_DECLARATION.findall(text)) ** 2 + text.count("<") ** 2
    work += len(_INLINE_MARK.findall(text)) ** 2 // 300
    for block in _blocks(text):
        work += 2 * block.count("[") ** 2 + len(_HEADING_LINE.findall(block)) ** 2
        if work > WORK_LIMIT:
            raise MarkdownError("too many brackets, tags, signs or headings for an article", line)
        line += block.count("\n")
    _refuse_depth(text)


def _blocks(text: str) -> Iterable[str]:
    """Yield the text in pieces that end with a blank line."""
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        yield text[start : gap.end()]
        start = gap.end()
    yield text[start:]


def _refuse_depth(text: str) -> None:
    for match in _MARKERS.finditer(text):
        prefix = match[1]
        if len(prefix) <= DEPTH_LIMIT:
            continue
        depth = len(_MARKER.findall(prefix))
        is_item = depth or _LIST_ITEM.match(text, match.end())
        depth += (prefix.count(" ") + prefix.count("\t") * _INDENT) // _INDENT if is_item else 0
        if depth > DEPTH_LIMIT:
            message = f"lists or quotes are nested {depth} deep; at most {DEPTH_LIMIT} are read"
            raise MarkdownError(message, text.count("\n", 0, match.start()) + 1)


def _html(text: str) -> str:
    """Return what Python-Markdown makes of a text: not yet sanitised."""
    engine = _engine()
    engine.reset()
    return engine.convert(text)


@cache
def _engine() -> Markdown:
    """Return the process's one parser; making one takes longer than an article."""
    from markdown import Markdown

    return Markdown(
        extensions=["tables", "footnotes", "fenced_code", "sane_lists"],
        extension_configs={"footnotes": {"BACKLINK_TEXT": "", "SEPARATOR": "-"}},
        output_format="html",
    )
