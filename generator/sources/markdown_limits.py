"""Which Markdown is refused: some shapes keep the parser busy for minutes, and no article has them."""

from __future__ import annotations

import re
from collections.abc import Iterable

SIZE_LIMIT = 250_000  # characters: some forty thousand words
DEPTH_LIMIT = 40  # lists and quotes within each other
WORK_LIMIT = 8_000_000  # about half a second of Python-Markdown 3.11 on a slow machine

_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_HEADING_LINE = re.compile(r"^[ ]{0,3}(?:#|=+[ ]*$|-+[ ]*$)", re.M)
_INLINE_MARK = re.compile(r"[\\*_`&~]")
# A link or words in brackets that the parser sees the end of at once, however much of the text follows.
_CLOSED = re.compile(
    r"\[(?:[^\[\]\\`]|\\.|(?<!`)`[^`\[\]]+`(?!`))*+\]"
    r"(?:(?!\()|\((?:<[^<>()\[\]\\`\n]*>|[^()<>\[\]\\`\"'\s]*)(?:[ ]+\"[^\"'()\[\]\\`\n]*\")?[ ]*\))",
    re.S,
)
_BACKTICKS = re.compile(r"(\\?)(`+)")
_OPEN = re.compile(r"\[")
_SEARCH = 3  # work for every character that is looked through for the end of a link or of code
_STAND_IN = 14  # characters that the parser puts in the place of an escaped sign or of code
_DECLARATION = re.compile(r"<[!?]")
_MARKERS = re.compile(r"^((?:[ \t]|>|(?:[-*+]|\d+[.)])(?=[ \t]))*)", re.M)
_MARKER = re.compile(r">|[-*+]|\d+[.)]")
_INDENT = 4
_LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]")


class MarkdownError(ValueError):
    """Text whose structure is an attack or an accident, never an article; `line` is counted from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def refuse_hostile_structure(text: str) -> None:
    """Raise MarkdownError for text that would keep the parser busy: what it does in the square of their number.

    The weights are measured: brackets that may open a link, marks of footnotes, headings without a blank line between
    them, tags, declarations that may never end, and signs that are taken out of the text and put back; and for a link
    that may have no end, all that follows of its block.
    """
    if len(text) > SIZE_LIMIT:
        raise MarkdownError(f"{len(text)} characters; at most {SIZE_LIMIT} are read", 1)
    line = 1
    work = 30 * len(_DECLARATION.findall(text)) ** 2 + text.count("<") ** 2 + 8 * text.count("[^") ** 2
    work += len(_INLINE_MARK.findall(text)) ** 2 // 300
    for block in _blocks(text):
        work += 2 * block.count("[") ** 2 + len(_HEADING_LINE.findall(block)) ** 2
        work += _SEARCH * (_looked_through(block) + _looked_through_for_code(block))
        if work > WORK_LIMIT:
            raise MarkdownError("too many brackets, tags, signs or headings for an article", line)
        line += block.count("\n")
    _refuse_depth(text)


def too_deep(depth: int, line: int) -> MarkdownError:
    """Return the error that tells of lists or quotes nested `depth` deep."""
    return MarkdownError(f"lists or quotes are nested {depth} deep; at most {DEPTH_LIMIT} are read", line)


def _blocks(text: str) -> Iterable[str]:
    """Yield the text in pieces that end with a blank line."""
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        yield text[start : gap.end()]
        start = gap.end()
    yield text[start:]


def _looked_through(block: str) -> int:
    """Return how many characters the parser goes through for the ends of links: for each open one, to the block's end.

    Brackets within brackets count as open, too: it takes them one after the other.
    """
    if "[" not in block:
        return 0
    length = len(block)
    far = sum(length - match.start() for match in _OPEN.finditer(_CLOSED.sub(_masked, block)))
    return far * (length + _STAND_IN * (block.count("\\") + block.count("`"))) // length


def _looked_through_for_code(block: str) -> int:
    """Return how many characters the parser goes through for the ends of code: as many backticks as it begins with.

    A backslash takes the first backtick away from those that begin, not from those that end.
    """
    far = 0
    next_of: dict[int, int] = {}  # where the nearest row of so many backticks is, going backwards
    for row in reversed(list(_BACKTICKS.finditer(block))):
        count = len(row[2])
        far += next_of.get(count, len(block)) - row.start()
        if row[1] and count > 1:
            far += next_of.get(count - 1, len(block)) - row.start()
        next_of[count] = row.start()
    return far


def _masked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _refuse_depth(text: str) -> None:
    for match in _MARKERS.finditer(text):
        prefix = match[1]
        if len(prefix) <= DEPTH_LIMIT:
            continue
        depth = len(_MARKER.findall(prefix))
        is_item = depth or _LIST_ITEM.match(text, match.end())
        depth += (prefix.count(" ") + prefix.count("\t") * _INDENT) // _INDENT if is_item else 0
        if depth > DEPTH_LIMIT:
            raise too_deep(depth, text.count("\n", 0, match.start()) + 1)
