"""CommonMark's blocks in the spelling that Python-Markdown reads: a line at a time, in linear time.

    نص            نص
    - أ     ──▶                      (Python-Markdown wants an empty line before a list,
      - ب         -   أ               and four columns for every level)
                      -   ب

Python-Markdown keeps to the first Markdown; what other generators read is CommonMark, where a list may interrupt a
paragraph, what belongs to an item is told by where its text begins, and `#هاشتاق` is no heading. Which lines belong to
which quote, item or note is found as CommonMark's appendix on parsing has it: match the open boxes, open new ones, then
look at what is left of the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.markup.elements import escaped
from generator.sources.markdown_leaves import (
    Leaf,
    as_words,
    begins_table,
    content,
    end_of_html,
    fence_of,
    indent_of,
    is_rule,
    item_of,
    leaf,
    note_of,
)
from generator.sources.markdown_limits import DEPTH_LIMIT, too_deep

_TAB = 4
_QUOTE = "> "
# Text without any of these at the start of a line is the same in both.
_ANY_MARK = re.compile(r"^[ ]*(?:[-*+>#<=]|\d+[.)]|```|~~~|\[\^|:?-)|\\$|\|[ ]*\n[ ]*[|:-]", re.M)

_ONE_LINE = (Leaf.HEADING, Leaf.RULE)

Store = Callable[[str], str]
"""Keeps HTML that is done, and returns what stands for it in the text."""

# Python-Markdown makes a paragraph of what stands next to an empty line, CommonMark of the items of a loose list only.
# So the words of every item begin with a sign that tells, and those of every note, which must not be empty. Neither is
# a character of any text.
_TIGHT, _LOOSE = "\ufdd0", "\ufdd1"
_IN_A_PARAGRAPH = re.compile(rf"<p>{_TIGHT}(.*?)</p>", re.S)
_SIGNS = re.compile(f"[{_TIGHT}{_LOOSE}]")


@dataclass(slots=True)
class _List:
    sign: str  # -, *, +, . or )
    loose: bool = False  # an empty line parts its items, or the blocks of one


@dataclass(slots=True)
class _Box:
    """A quote, an item or a note that is open. What goes on inside it is indented by `width` columns, or has a >."""

    opening: str  # as it is written in its first line
    width: int = 0  # 0: a quote
    items: _List | None = None  # the list that an item belongs to
    filled: bool = False

    @property
    def prefix(self) -> str:
        """Return what its further lines begin with."""
        return " " * _TAB if self.width else _QUOTE


@dataclass(slots=True)
class _Written:
    """A line as it is written: `parted` from the line before by an empty line, always or where its list is loose."""

    text: str
    empty: str = ""  # the empty line that may have to stand before it
    parted: bool = False
    items: _List | None = None
    says: _List | None = None  # the list of the item whose words begin here


@dataclass(slots=True)
class _Code:
    """A fenced block of code that is open, and the line that stands for it."""

    fence: str
    indent: int
    place: _Written
    lines: list[str] = field(default_factory=list)

    def ends_with(self, text: str) -> bool:
        """Tell whether a line closes the fence."""
        mark = text.strip(" ")
        return indent_of(text) < _TAB and mark.startswith(self.fence) and not mark.strip(self.fence[0])


def respelt(lines: Sequence[str], store: Store) -> list[str]:
    """Return the lines of a text with its blocks as Python-Markdown reads them; fenced code goes to `store`, as HTML.

    Tabs are expanded already. Raises MarkdownError where lists and quotes are nested too deep.
    """
    text = _SIGNS.sub("", "\n".join(lines))
    return _Reading(text.split("\n"), store).respelt() if _ANY_MARK.search(text) else text.split("\n")


def without_signs(html: str) -> str:
    """Return the HTML that Python-Markdown made of a respelt text: the items of tight lists are no paragraphs."""
    return _SIGNS.sub("", _IN_A_PARAGRAPH.sub(r"\1", html)) if _TIGHT in html or _LOOSE in html else html


class _Reading:
    """One reading of a text. `boxes` are open, the outermost first; `paragraph` tells that one may go on."""

    def __init__(self, lines: Sequence[str], store: Store) -> None:
        self.lines = [*lines, ""]
        self.store = store
        self.boxes: list[_Box] = []
        self.block_depth = 0  # how many boxes the first line of the present block goes on in
        self.written: list[_Written] = []
        self.paragraph: list[str] = []  # the lines of the one that may go on
        self.before: Leaf | None = None  # what began or went on in the line before
        self.ended: _Box | None = None  # a quote, by the empty line before
        self.wall = ""  # what parts two lists or quotes that would be one
        self.blank = True  # the line before said nothing
        self.begins = 0  # where the words of the paragraph stand in its first line
        self.code: _Code | None = None
        self.html_end: re.Pattern[str] | None = None  # what closes the block of HTML that is open; None: none is
        self.number = 0

    def respelt(self) -> list[str]:
        for line in self.lines[:-1]:
            self.number += 1
            self._take(line)
        self._end_code()
        return self._spaced()

    def _spaced(self) -> list[str]:
        """Return the lines, with an empty one where it is needed and there is none."""
        lines: list[str] = []
        for line in self.written:
            wanted = line.parted or (line.items is not None and line.items.loose)
            if wanted and lines and lines[-1].strip(" >"):
                lines.append(line.empty)
            is_loose = line.says is not None and line.says.loose
            lines.append(line.text.replace(_TIGHT, _LOOSE) if is_loose else line.text)
        return lines

    def _take(self, line: str) -> None:
        matched, rest = self._matched(line)
        if matched == len(self.boxes) and ((self.code and self._take_code(rest)) or self._take_html(rest)):
            return
        self._end_code()
        self.html_end = None
        if rest.strip():
            self._take_words(rest, matched)
        else:
            self._take_empty(matched)

    def _matched(self, line: str) -> tuple[int, str]:
        """Return how many of the open boxes the line goes on in, and what is left of it inside the last of them."""
        for number, box in enumerate(self.boxes):
            indent = indent_of(line)
            if box.width and (indent >= box.width or indent == len(line)):
                line = line[box.width :]
            elif not box.width and indent < _TAB and line[indent : indent + 1] == ">":
                line = line[indent + 1 :].removeprefix(" ")
            else:
                return number, line
        return len(self.boxes), line

    # what has an end of its own

    def _take_code(self, rest: str) -> bool:
        assert self.code
        if self.code.ends_with(rest):
            self._end_code()
        else:
            self.code.lines.append(rest[min(self.code.indent, indent_of(rest)) :])
        return True

    def _end_code(self) -> None:
        """Put what stands for the code where it begins: Python-Markdown finds a fence at the start of a line only."""
        if self.code:
            words = escaped("\n".join(self.code.lines).rstrip("\n"))
            self.code.place.text += self.store(f"<pre><code>{words}\n</code></pre>")
            self.code, self.blank = None, False

    def _take_html(self, rest: str) -> bool:
        if self.html_end is None:
            return False
        ends = self.html_end.search(rest)
        if ends and not rest.strip():
            return False
        self._write(rest)
        self.html_end = None if ends else self.html_end
        return True

    # what begins or goes on

    def _take_empty(self, matched: int) -> None:
        """End the paragraph, and the quotes whose sign the line does not have."""
        end = next((at for at in range(matched, len(self.boxes)) if not self.boxes[at].width), len(self.boxes))
        self.ended = self.boxes[end] if end < len(self.boxes) else self.ended
        del self.boxes[end:]
        self.paragraph, self.blank = [], True
        self.written.append(_Written(self._empty_line(len(self.boxes))))

    def _take_words(self, rest: str, matched: int) -> None:
        goes_on = bool(self.paragraph) and matched == len(self.boxes)
        opened, words = self._opened(rest, matched, goes_on)
        kind = leaf(words, goes_on and not opened)
        if self.paragraph and not opened and kind in (Leaf.PARAGRAPH, Leaf.CODE):
            parted = goes_on and not self.boxes and begins_table(words, self._next)
            self._write(as_words(words, self._next), parted=parted)
            self.paragraph.append(words.strip(" "))
            return
        if kind is Leaf.UNDERLINE:
            self._head(words)
            return
        parted, items = self._parting(opened, kind, matched)
        if parted or self.blank:
            self.block_depth = matched
        before = self.boxes[matched] if matched < len(self.boxes) else self.ended
        del self.boxes[matched:]
        if before and opened and _would_join(before, opened[0]):
            self.wall = self.wall or self.store("<!---->")
            self._write(self.wall, parted=True)
        opening = self._prefix() + "".join(box.opening for box in opened)
        says = opened[-1].items if opened else None
        line = _Written(opening, self._empty_line(matched), parted, items, says)
        self.boxes += opened
        for box in self.boxes if words else self.boxes[:-1]:
            box.filled = True
        self.written.append(line)
        self._begin(kind, words, line)

    def _begin(self, kind: Leaf, words: str, line: _Written) -> None:
        """Write what is left of a line once its boxes are open, and note how the next lines are to be read."""
        self.paragraph = [words.strip(" ")] if kind is Leaf.PARAGRAPH and words else []
        self.blank, self.ended, self.before = False, None, kind
        self.begins = len(line.text)
        if kind is Leaf.PARAGRAPH and line.says:
            line.text += _TIGHT
        if kind is Leaf.FENCE:
            self.code = _Code(fence_of(words), indent_of(words), line)
        elif kind is Leaf.CODE:
            line.text += words
        elif kind is Leaf.HTML:
            self.html_end = end_of_html(words)
            line.text += words.lstrip(" ")
        else:
            line.text += as_words(words, self._next) if self.paragraph else words.lstrip(" ")

    def _head(self, words: str) -> None:
        """Make a heading of the paragraph whose underline this is; Python-Markdown knows those of one line."""
        del self.written[len(self.written) - len(self.paragraph) + 1 :]
        level = 1 if words.lstrip(" ").startswith("=") else 2
        line = self.written[-1]
        line.text = f"{line.text[: self.begins]}{'#' * level} {' '.join(self.paragraph)}"
        line.parted = line.parted or line.says is None
        self.paragraph, self.before = [], Leaf.HEADING

    def _opened(self, rest: str, matched: int, goes_on: bool) -> tuple[list[_Box], str]:
        """Return the boxes that begin in a line, and what is left of it."""
        opened: list[_Box] = []
        while (indent := indent_of(rest)) < _TAB:
            words = rest[indent:]
            if words.startswith(">"):
                opened.append(_Box(_QUOTE))
                rest = words[1:].removeprefix(" ")
            elif (item := item_of(words, interrupts=goes_on and not opened)) and not is_rule(words):
                opened.append(_Box(item.mark.ljust(_TAB), indent + item.width, self._list(item.sign, opened, matched)))
                rest = content(words, item)
            elif note := note_of(words):
                opened.append(_Box(f"{note} {_LOOSE}", _TAB))
                rest = words[len(note) :].lstrip(" ")
            else:
                break
            if matched + len(opened) > DEPTH_LIMIT:
                raise too_deep(matched + len(opened), self.number)
        return opened, rest

    def _list(self, sign: str, opened: Sequence[_Box], matched: int) -> _List:
        """Return the list that a new item belongs to: that of the item before it, or a new one."""
        before = self.boxes[matched].items if not opened and matched < len(self.boxes) else None
        return before if before and before.sign == sign else _List(sign)

    def _parting(self, opened: Sequence[_Box], kind: Leaf, matched: int) -> tuple[bool, _List | None]:
        """Return whether an empty line must stand before a block, and the list that may want one there."""
        outer = self.boxes[matched - 1] if matched else None
        items, closes = opened[0].items if opened else None, matched < len(self.boxes)
        if items and closes and items is self.boxes[matched].items:
            items.loose = items.loose or self.blank
            swallows = matched < self.block_depth or any(not box.width for box in self.boxes[matched:])
            return swallows, items
        if outer and outer.items and outer.filled and self.blank:
            outer.items.loose = True
        if opened or closes:
            return outer is None or outer.filled, None
        if kind is Leaf.CODE and self.before is kind:
            return False, None
        return (outer is None or outer.filled) and (kind is not Leaf.PARAGRAPH or self.before in _ONE_LINE), None

    def _write(self, words: str, *, parted: bool = False) -> None:
        """Write a line that goes on in all open boxes."""
        self.blank = False
        self.written.append(_Written(self._prefix() + words, self._empty_line(len(self.boxes)), parted))

    def _prefix(self) -> str:
        return "".join(box.prefix for box in self.boxes)

    def _empty_line(self, depth: int) -> str:
        """Return an empty line inside the outermost `depth` boxes: a quote goes on only where it has its sign."""
        return "".join(box.prefix for box in self.boxes[:depth]).rstrip(" ")

    @property
    def _next(self) -> str:
        return self.lines[self.number]


def _would_join(before: _Box, box: _Box) -> bool:
    """Tell whether Python-Markdown would make one list or quote of two that stand next to each other."""
    if before.items and box.items:
        return before.items is not box.items and (before.items.sign in ".)") == (box.items.sign in ".)")
    return not before.width and not box.width
