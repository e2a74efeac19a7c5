"""Markdown text to a body, after a look at its structure: some shapes keep the Markdown parser busy for minutes."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from generator import markup
from generator.sources.markdown_blocks import respelt, without_signs
from generator.sources.markdown_limits import MarkdownError, refuse_hostile_structure
from generator.sources.plain_markdown import plain_body
from generator.sources.shortcodes import Call, without_calls
from generator.text.normalize import clean_markup_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

__all__ = ("MarkdownBody", "MarkdownError", "markdown_body", "parsed_body", "part_heading")

_FIRST_HEADING = re.compile(r"\A\s*(?:#[ \t]+(?P<hash>[^\n]+?)[ \t]*#*|(?P<line>[^\n]+)\n=+)[ \t]*(?:\n|\Z)")
_ALIGNED = {"center": "to-center", "right": "to-end"}  # :-: and --:, the colon at the end of the dashes
_STRUCK = r"()~~(?=\S)([^~]*+(?:~(?!~)[^~]*+)*+)(?<=\S)~~"


@dataclass(frozen=True, slots=True)
class MarkdownBody:
    """A body made of Markdown, the pictures that stood in it, as `markup.picture_attributes` gives them, and what other
    generator's calls were taken out of it."""

    html: str
    pictures: tuple[dict[str, str], ...] = ()
    calls: tuple[Call, ...] = ()


def markdown_body(text: str, *, base: str = "") -> MarkdownBody:
    """Return a body made of Markdown (line ends are LF); links as in `markup.sanitise`. Raises MarkdownError."""
    known = plain_body(text, base=base)
    return MarkdownBody(known.html, known.pictures) if known else parsed_body(text, base=base)


def parsed_body(text: str, *, base: str = "") -> MarkdownBody:
    """Return the same by way of the parser and the gate, which any text may take. Raises MarkdownError."""
    plain, calls = without_calls(text)
    refuse_hostile_structure(plain)
    try:
        html = _html(plain)
    except MarkdownError:
        raise
    except RecursionError:
        raise MarkdownError("lists or quotes are nested too deep", 1) from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:  # the parser's own
        raise MarkdownError(f"the parser of Markdown fails ({type(fault).__name__})", 1) from fault
    pictures = tuple(markup.picture_attributes(html)) if "<img" in html else ()
    return MarkdownBody(markup.sanitise(html, base=base), pictures, calls)


def part_heading(text: str) -> tuple[str, str]:
    """Return the title that a text begins with as its first heading, and the text without it; "" where it has none."""
    match = _FIRST_HEADING.match(text)
    if match is None:
        return "", text
    title = " ".join(markup.paragraphs(markup.sanitise(_html(match["hash"] or match["line"]))))
    return clean_markup_text(title), "\n" * match[0].count("\n") + text[match.end() :]


def _html(text: str) -> str:
    """Return what Python-Markdown makes of a text: not yet sanitised."""
    engine = _engine()
    engine.reset()
    return without_signs(engine.convert(text))


@cache
def _engine() -> Markdown:
    """Return the process's one parser; making one takes longer than an article."""
    from markdown import Markdown
    from markdown.inlinepatterns import SimpleTagInlineProcessor
    from markdown.preprocessors import Preprocessor
    from markdown.treeprocessors import Treeprocessor

    class Blocks(Preprocessor):
        """CommonMark's blocks, in the place of `fenced_code`: after tabs are expanded, before HTML is looked for."""

        def run(self, lines: list[str]) -> list[str]:
            return respelt(lines, self.md.htmlStash.store)

    class Columns(Treeprocessor):
        """How columns are aligned, in words that hold for either direction of the page."""

        def run(self, root: Element) -> None:
            for cell in (*root.iter("th"), *root.iter("td")):
                if align := _ALIGNED.get(cell.attrib.pop("align", "")):
                    cell.set("class", align)

    engine = Markdown(
        extensions=["tables", "footnotes", "sane_lists"],
        extension_configs={
            "footnotes": {
                "BACKLINK_TEXT": " ↑",
                "BACKLINK_TITLE": "",
                "SEPARATOR": "-",
                "USE_DEFINITION_ORDER": False,
            },
            "tables": {"use_align_attribute": True},
        },
        output_format="html",
    )
    engine.ESCAPED_CHARS = [*string.punctuation]  # as CommonMark; Python-Markdown has fewer
    engine.preprocessors.register(Blocks(engine), "commonmark_blocks", 25)
    engine.treeprocessors.register(Columns(engine), "columns", 30)
    engine.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)
    return engine
