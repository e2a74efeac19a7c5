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

from generator.sources.markdown_boxes import QUOTE, Box, Code, Html, Items, Written
from generator.sources.markdown_leaves import (
    TAB,
    Leaf,
    as_heading,
    as_words,
    begins_table,
    content,
    end_of_html,
    fence_of,
    indent_of,
    is_block_of_html,
    is_rule,
    item_of,
    leaf,
    note_of,
    with_break,
)
from generator.sources.markdown_limits import DEPTH_LIMIT, too_deep

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


def respelt(lines: Sequence[str], store: Store) -> list[str]:
    """Return the lines of a text with its blocks as Python-Markdown reads them; what is HTML by now goes to `store`.

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
        self.boxes: list[Box] = []
        self.block_depth = 0  # how many boxes the first line of the present block goes on in
        self.written: list[Written] = []
        self.paragraph: list[str] = []  # the lines of the one that may go on
        self.before: Leaf | None = None  # what began or went on in the line before
        self.ended: Box | None = None  # a quote, by the empty line before
        self.wall = ""  # what parts two lists or quotes that would be one
        self.blank = True  # the line before said nothing
        self.begins = 0  # where the words of the paragraph stand in its first line
        self.in_table = False  # the paragraph is one
        self.held: Code | Html | None = None  # what goes to the store as a whole
        self.html_end: re.Pattern[str] | None = None  # what closes the other kinds of HTML; None: none is open
        self.number = 0

    def respelt(self) -> list[str]:
        for line in self.lines[:-1]:
            self.number += 1
            self._take(line)
        self._release()
        return self._spaced()

    def _spaced(self) -> list[str]:
        """Return the lines, with an empty one where it is needed and there is none."""
        lines: list[str] = []
        for line in self.written:
            wanted = line.parted or (line.items is not None and line.items.loose)
            if wanted and lines and not _is_empty(lines[-1], line.empty):
                lines.append(line.empty)
            is_loose = line.says is not None and line.says.loose
            lines.append(line.text.replace(_TIGHT, _LOOSE) if is_loose else line.text)
        return lines

    def _take(self, line: str) -> None:
        matched, rest = self._matched(line)
        if matched == len(self.boxes) and (self._take_held(rest) or self._take_html(rest)):
            return
        self._release()
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
            elif not box.width and indent < TAB and line[indent : indent + 1] == ">":
                line = line[indent + 1 :].removeprefix(" ")
            else:
                return number, line
        return len(self.boxes), line

    # what has an end of its own

    def _take_held(self, rest: str) -> bool:
        if self.held is None:
            return False
        if self.held.take(rest, self._following):
            self._release()
        return True

    def _release(self) -> None:
        """Put what stands for code or HTML where it begins: Python-Markdown finds it at the start of a line only."""
        if self.held:
            self.held.place.text += self.store(self.held.html())
            self.held, self.blank = None, False

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
        self.written.append(Written(self._empty_line(len(self.boxes))))

    def _take_words(self, rest: str, matched: int) -> None:
        goes_on = bool(self.paragraph) and matched == len(self.boxes)
        may_go_on = goes_on and not self.in_table
        opened, words = self._opened(rest, matched, may_go_on)
        kind = leaf(words, may_go_on and not opened)
        if self.paragraph and not opened and (kind is Leaf.PARAGRAPH or (kind is Leaf.CODE and not self.in_table)):
            self._go_on(words, goes_on)
        elif kind is Leaf.UNDERLINE:
            self._head(words)
        else:
            self._begin(kind, words, self._open(opened, kind, words, matched))

    def _go_on(self, words: str, within: bool) -> None:
        """Write a further line of a paragraph, or the first one of a table that follows it."""
        is_table = within and not self.in_table and begins_table(words, self._following)
        if is_table:
            self.block_depth = len(self.boxes)
        else:
            self.written[-1].text = with_break(self.written[-1].text)
        self._write(as_words(words), parted=is_table)
        self.paragraph.append(words.strip(" "))
        self.in_table = self.in_table or is_table

    def _open(self, opened: list[Box], kind: Leaf, words: str, matched: int) -> Written:
        """Close what a line does not go on in, write what it opens, and return the written line that its words end."""
        parted, items = self._parting(opened, kind, matched)
        if parted or self.blank:
            self.block_depth = matched
        before = self.boxes[matched] if matched < len(self.boxes) else self.ended
        del self.boxes[matched:]
        if before and opened and opened[0].would_join(before):
            self.wall = self.wall or self.store("<!---->")
            self._write(self.wall, parted=True)
        line = Written(self._prefix(), self._empty_line(matched), parted, items)
        self.written.append(line)
        for box in opened:
            if not box.width and self.boxes[matched:]:
                line = self._below(line)
            self.boxes.append(box)
            line.text += box.opening
            line.says = box.items
        for box in self.boxes if words else self.boxes[:-1]:
            box.filled = True
        is_apart = kind is Leaf.CODE or (kind is Leaf.PARAGRAPH and begins_table(words, self._following))
        return self._below(line) if opened and is_apart else line

    def _below(self, line: Written) -> Written:
        """Return a line of its own for what an item begins with: Python-Markdown looks for words next to its sign."""
        if not self.boxes[-1].width:
            return line
        if line.says:
            line.text += _TIGHT
        self.block_depth = len(self.boxes)
        self.written.append(Written(self._prefix(), self._empty_line(self.block_depth), parted=True))
        return self.written[-1]

    def _begin(self, kind: Leaf, words: str, line: Written) -> None:
        """Write what is left of a line once its boxes are open, and note how the next lines are to be read."""
        self.paragraph = [words.strip(" ")] if kind is Leaf.PARAGRAPH and words else []
        self.in_table = bool(self.paragraph) and begins_table(words, self._following)
        self.blank, self.ended, self.before = False, None, kind
        self.begins = len(line.text)
        if kind is Leaf.PARAGRAPH and line.says:
            line.text += _TIGHT
        if kind is Leaf.FENCE:
            self.held = Code(line, fence_of(words), indent_of(words))
        elif kind is Leaf.CODE:
            line.text += words
        elif kind is Leaf.RULE:
            line.text += "---"
        elif kind is Leaf.HEADING:
            line.text += as_heading(words)
        elif kind is Leaf.HTML:
            self._begin_html(words, line)
        else:
            line.text += as_words(words) if self.paragraph else words.lstrip(" ")

    def _begin_html(self, words: str, line: Written) -> None:
        if is_block_of_html(words):
            self.held = Html(line, words)
            self._take_held(words)
        else:
            self.html_end = end_of_html(words)
            line.text += words.lstrip(" ")

    def _head(self, words: str) -> None:
        """Make a heading of the paragraph whose underline this is; Python-Markdown knows those of one line."""
        del self.written[len(self.written) - len(self.paragraph) + 1 :]
        marks = "#" if words.lstrip(" ").startswith("=") else "##"
        line = self.written[-1]
        line.text = line.text[: self.begins] + as_heading(" ".join([marks, *self.paragraph]))
        line.parted = line.parted or line.says is None
        self.paragraph, self.before = [], Leaf.HEADING

    def _opened(self, rest: str, matched: int, goes_on: bool) -> tuple[list[Box], str]:
        """Return the boxes that begin in a line, and what is left of it."""
        opened: list[Box] = []
        while (indent := indent_of(rest)) < TAB:
            words = rest[indent:]
            if words.startswith(">"):
                opened.append(Box(QUOTE))
                rest = words[1:].removeprefix(" ")
            elif (item := item_of(words, interrupts=goes_on and not opened)) and not is_rule(words):
                opened.append(Box(item.mark.ljust(TAB), indent + item.width, self._list(item.sign, opened, matched)))
                rest = content(words, item)
            elif note := note_of(words):
                opened.append(Box(f"{note} {_LOOSE}", TAB))
                rest = words[len(note) :].lstrip(" ")
            else:
                break
            if matched + len(opened) > DEPTH_LIMIT:
                raise too_deep(matched + len(opened), self.number)
        return opened, rest

    def _list(self, sign: str, opened: Sequence[Box], matched: int) -> Items:
        """Return the list that a new item belongs to: that of the item before it, or a new one."""
        before = self.boxes[matched].items if not opened and matched < len(self.boxes) else None
        return before if before and before.sign == sign else Items(sign)

    def _parting(self, opened: Sequence[Box], kind: Leaf, matched: int) -> tuple[bool, Items | None]:
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
            return outer is None or outer.filled or (bool(opened) and not opened[0].width), None
        if kind is Leaf.CODE and self.before is kind:
            return False, None
        if outer and not outer.filled:
            return kind is not Leaf.PARAGRAPH, None
        return kind is not Leaf.PARAGRAPH or self.before in _ONE_LINE, None

    def _write(self, words: str, *, parted: bool = False) -> None:
        """Write a line that goes on in all open boxes."""
        self.blank = False
        self.written.append(Written(self._prefix() + words, self._empty_line(len(self.boxes)), parted))

    def _prefix(self) -> str:
        return "".join(box.prefix for box in self.boxes)

    def _empty_line(self, depth: int) -> str:
        """Return an empty line inside the outermost `depth` boxes: a quote goes on only where it has its sign."""
        return "".join(box.prefix for box in self.boxes[:depth]).rstrip(" ")

    @property
    def _following(self) -> str:
        """Return what the next line says inside the open boxes, "" where it leaves one."""
        matched, rest = self._matched(self.lines[self.number])
        return rest if matched == len(self.boxes) else ""


def _is_empty(line: str, empty: str) -> bool:
    """Tell whether a line says nothing and is no deeper in quotes than `empty`."""
    return not line.strip(" >") and line.count(">") <= empty.count(">")
