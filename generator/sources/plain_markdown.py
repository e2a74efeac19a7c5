"""Markdown that needs no parser: what most news is written in, made into the very bytes that the whole way gives.

    paragraphs, ## headings, flat lists of one-line items, > quotes of paragraphs, plain tables, ---, a picture alone
    and among their words: **strong**, *emphasis*, [a link](https://a.example/)

The whole way is Python-Markdown with its blocks respelt, the gate, the builder, the settling. Here a text is either
known through and through or not taken at all; tests hold both ways against each other. Why they give the same:

- Blocks are parted by empty lines, or by a sign that ends a paragraph, and none begins with a space: so what is written
  after a list is no part of it. Lists next to each other are not taken. No line begins with a sign that may open
  another block, so every line goes on in its paragraph, and no link or note can be defined anywhere.
- Every sign that Python-Markdown gives a meaning among words (``\\ ` * _ [ ] < & ~``), and every character that a stage
  before the builder takes out, is a part of the forms above, or surely a word's (an underscore within one), or absent.
  So there is no character reference, and no tag but those written here: the gate has nothing to take out.
- What the builder does to a run of words is done here: white space is collapsed, then `clean`.
- The text is short and has few brackets and hashes: `refuse_hostile_structure` could not refuse it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.markup import OWN_SITE
from generator.markup.blocks import LINK_REL
from generator.markup.elements import escaped
from generator.markup.settling import heading_at
from generator.text.normalize import clean

LONGEST = 30_000  # characters
_MOST_SIGNS = 500  # brackets, and lines that begin with a hash

# What means something, or is taken out, wherever it stands.
_SIGNS = r"\x00-\x09\x0b-\x1f\x7f-\x9f\\`*_\[\]<&{~\ud800-\udfff\ufdd0-\ufdef"
_SIGN = re.compile(f"[{_SIGNS}]")
# What may begin a block at the start of a line.
_BEGINS = (
    r"[>=:| ]|[^\S\n]+(?:\n|\Z)|#(?![^\s#])|[-+](?:[-+ \n]|\Z)|\*(?:[ \n]|\Z)|(?:[*_] *){3,}(?:\n|\Z)"
    r"|\d+[.)](?:\s|\Z)|\[(?![^\]\n]*\]\()"
)
_BEGINS_BLOCK = re.compile(_BEGINS)
_BEGINS_LATER = re.compile(rf"\n(?:{_BEGINS})")

_WORDS = rf"[^{_SIGNS}\s](?:[^{_SIGNS}\n]*[^{_SIGNS}\s])?"
_HOST = r"(?![^/\s]{0,200}--)(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}"
_ADDRESS = rf"https?://{_HOST}(?:/(?:[\w/.%?=,;:+@$-]|&(?=\w+=)){{0,800}})?|/[\w.-][\w/.-]{{0,400}}"
_INLINE = re.compile(rf"\*\*({_WORDS})\*\*(?!\*)|\*({_WORDS})\*(?!\*)|(?<![!\]])\[({_WORDS})\]\(({_ADDRESS})\)")
# Signs that are surely words: brackets that are no link, an underscore that ends a word or is within one, an ampersand
# that begins no reference, a single tilde, stars between spaces; and the only stars of a block, which have no partner.
_WORDLY = re.compile(
    rf"(?<!!)\[[^{_SIGNS}\n]*\](?![(\[:])|(?<=[^\W_])_(?!_)|&(?!#|\w+;)|(?<!~)~(?!~)|(?<!\S)\*{{1,3}}(?!\S)"
)
_ALONE = re.compile(r"[^*]*\*{1,3}[^*]*")

_GAP = re.compile(r"\n\n+")
_SPACES = re.compile(r"(?<=\n) +(?=\n|\Z)")
_ENDS_PARAGRAPH = re.compile(r"\n(?=[-*+] \S|#{1,6} |>)")
_HEADING = re.compile(r"(#{1,6}) +([^\s#][^#\n]*)(?:\n|\Z)")
_BULLETS = re.compile(r"([-*+]) \S.*(?:\n\1 \S.*)*")
_NUMBERS = re.compile(r"([1-9][0-9]{0,3})\. \S.*(?:\n[1-9][0-9]{0,3}\. \S.*)*")
_PICTURE = re.compile(rf"!\[([^{_SIGNS}\"\n]{{0,400}})\]\(([A-Za-z0-9/][A-Za-z0-9/.:?=%_-]{{0,800}})\)")
_TABLE = re.compile(r"\|.*\|\n\|(?:[ ]*:?-+:?[ ]*\|){2,}(?:\n\|.*\|)+")
_BREAK = "  \n"
_PIECES = 5  # of `_INLINE.split`: words, then what was found: strong words, emphasis, a link's words and its address
_ALIGNED = {(True, True): ' class="to-center"', (True, False): ' class="to-end"', (False, True): "", (False, False): ""}
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}|\* \* \*")


class Plain(NamedTuple):
    """A body, and the pictures that stood in the text as `markup.picture_attributes` gives them."""

    html: str
    pictures: tuple[dict[str, str], ...] = ()


class _UnsureError(Exception):
    """Raised at the first thing that is not surely known."""


def plain_body(text: str, *, base: str = "") -> Plain | None:
    """Return what `markdown_body` makes of a text, or None where that is not known for sure."""
    if len(text) > LONGEST or text.count("[") > _MOST_SIGNS or text.count("\n#") > _MOST_SIGNS:
        return None
    if "\n " in text:
        text = _SPACES.sub("", text)
    text = text.strip("\n")
    body = _Body(base, has_signs=bool(_SIGN.search(text)))
    add = body.add if body.has_signs or _BEGINS_LATER.search(f"\n{text}") else body.add_paragraph
    try:
        for block in _GAP.split(text) if text else ():
            add(block)
    except _UnsureError:
        return None
    return Plain("\n".join(body.html) if any(line != "<hr>" for line in body.html) else "", tuple(body.pictures))


class _Body:
    """A body that is written block by block."""

    def __init__(self, base: str, *, has_signs: bool) -> None:
        self.base = base
        self.has_signs = has_signs
        self.html: list[str] = []
        self.pictures: list[dict[str, str]] = []
        self.outline: list[int] = []  # levels of the headings that this point is under
        self.ends_in_list = False

    def add(self, block: str) -> None:
        """Write what stands between two empty lines."""
        was_list, self.ends_in_list = self.ends_in_list, False
        first = block[0]
        if first == "#" and (heading := _HEADING.match(block)):
            self._add_heading(len(heading[1]), heading[2].rstrip(" "), block[heading.end() :])
        elif first in "-*_" and _RULE.fullmatch(block):
            self.html.append("<hr>")
        elif first in "-*+123456789" and (items := (_BULLETS if first in "-*+" else _NUMBERS).fullmatch(block)):
            if was_list:
                raise _UnsureError
            self._add_list(first, items)
        elif first == ">":
            self._add_quote(block)
        elif first == "|":
            self._add_table(block)
        elif first == "!" and (picture := _PICTURE.fullmatch(block)):
            self.pictures.append({"src": picture[2], "alt": picture[1]})
        else:
            self._add_words(block)

    def add_paragraph(self, block: str) -> None:
        """Write a block that is surely a paragraph."""
        self.html.append(f"<p>{self._inline(block)}</p>")

    def _add_words(self, block: str) -> None:
        """Write a paragraph, and the block that ends it without an empty line."""
        if _BEGINS_BLOCK.match(block):
            raise _UnsureError
        end = _ENDS_PARAGRAPH.search(block)
        words = block[: end.start()] if end else block
        if _BEGINS_LATER.search(words):
            raise _UnsureError
        self.add_paragraph(words)
        if end:
            self.add(block[end.end() :])

    def _add_heading(self, level: int, words: str, below: str) -> None:
        name = heading_at(level, self.outline)
        self.html.append(f"<{name}>{self._inline(words)}</{name}>")
        if below:
            self.add(below)

    def _add_list(self, sign: str, match: re.Match[str]) -> None:
        self.ends_in_list = True
        items = [line[line.index(" ") + 1 :].rstrip(" ") for line in match[0].split("\n")]
        if any(map(_BEGINS_BLOCK.match, items)) or not all(line.strip("* ") for line in match[0].split("\n")):
            raise _UnsureError
        inside = "".join([f"<li>{self._inline(item)}</li>" for item in items])
        start = "" if sign in "-*+" or match[1] == "1" else f' start="{match[1]}"'
        name = "ul" if sign in "-*+" else "ol"
        self.html.append(f"<{name}{start}>{inside}</{name}>")

    def _add_quote(self, block: str) -> None:
        lines = block.split("\n")
        if not all(line.startswith(">") for line in lines):
            raise _UnsureError
        inside = _Body(self.base, has_signs=self.has_signs)
        for words in _GAP.split("\n".join([line[1:].removeprefix(" ") for line in lines]).strip("\n")):
            if not words or _BEGINS_BLOCK.match(words) or _BEGINS_LATER.search(words):
                raise _UnsureError
            inside.add_paragraph(words)
        self.html.append(f"<blockquote>{''.join(inside.html)}</blockquote>")

    def _add_table(self, block: str) -> None:
        if not _TABLE.fullmatch(block):
            raise _UnsureError
        head, rule, *rows = [line[1:-1].split("|") for line in block.split("\n")]
        if any(len(row) != len(rule) for row in (head, *rows)):
            raise _UnsureError
        aligned = [_ALIGNED[cell.strip(" ").endswith(":"), cell.strip(" ").startswith(":")] for cell in rule]
        body = "".join([self._row("td", row, aligned) for row in rows])
        self.html.append(f"<table><thead>{self._row('th', head, aligned)}</thead><tbody>{body}</tbody></table>")

    def _row(self, name: str, cells: list[str], aligned: list[str]) -> str:
        words = [self._inline(cell.strip(" ")) for cell in cells]
        if not any(words):
            raise _UnsureError
        pairs = zip(words, aligned, strict=True)
        return f"<tr>{''.join([f'<{name}{align}>{said}</{name}>' for said, align in pairs])}</tr>"

    def _inline(self, text: str) -> str:
        """Return the words of a block as HTML."""
        if not self.has_signs or not _SIGN.search(text):
            return _run(text)
        pieces = _INLINE.split(text)
        words = ".".join(pieces[::_PIECES])
        if _SIGN.search(_without_worldly(words)) and _SIGN.search(_without_alone(text)):
            raise _UnsureError
        html: list[str] = []
        last = len(pieces) - 1
        for at in range(0, last, _PIECES):
            html += _run(pieces[at], after=at > 0, before=True), self._marked(*pieces[at + 1 : at + _PIECES])
        return "".join([*html, _run(pieces[-1], after=last > 0)])

    def _marked(self, strong: str | None, emphasis: str | None, words: str | None, address: str | None) -> str:
        """Return one of the forms that stand among words."""
        said = escaped(clean(strong or emphasis or words or ""))
        if not said:
            raise _UnsureError
        if address is None:
            return f"<strong>{said}</strong>" if strong else f"<em>{said}</em>"
        if clean(address) != address or (address[0] == "/" and self.base != OWN_SITE):
            raise _UnsureError
        rel = "" if address[0] == "/" else f' rel="{LINK_REL}"'
        return f'<a href="{escaped(address)}"{rel}>{said}</a>'


def _without_worldly(text: str) -> str:
    """Return text without the signs that are surely words. Next to a break or an element there is no space."""
    return _WORDLY.sub(".", text.replace(_BREAK, "."))


def _without_alone(text: str) -> str:
    """Return text without those, and without the stars or the underscore that have no partner."""
    left = _without_worldly(text)
    left = left.replace("*", "") if _ALONE.fullmatch(left) else left
    return left.replace("_", "") if text.count("_") == 1 else left


def _run(text: str, *, after: bool = False, before: bool = False) -> str:
    """Return a run of words as HTML; `after` and `before` tell whether an element stands there, and a space may."""
    if _BREAK in text:
        first, *rest = text.split(_BREAK)
        lines = [_run(first, after=after), *map(_run, rest[:-1]), _run(rest[-1], before=before)]
        return "<br>".join(lines)
    said = clean(text)
    if not said:
        if text and not text.isspace():
            raise _UnsureError
        return " " if text and after and before else ""
    return f"{' ' * (after and text[0].isspace())}{escaped(said)}{' ' * (before and text[-1].isspace())}"
