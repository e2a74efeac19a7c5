"""What one line of Markdown begins, by CommonMark: an item, a note, a heading, code, or words that look like one."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

TAB = 4  # columns of a tab, and of code
_ITEM = re.compile(r"(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?P<gap>[ ]+|$)")
_NOTE = re.compile(r"\[\^[^\]]+\]:")
_RULE = re.compile(r"(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$")
_HEADING = re.compile(r"#{1,6}(?:[ ]|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ ]*$")
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_TASK = re.compile(r"\[([ xX])\](?=[ ])")
_TABLE_RULE = re.compile(r"[ ]{0,3}(?!-[ ])\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*+\|?[ ]*$")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
# What begins something in Python-Markdown at the start of a line, up to the sign that is to be escaped.
_NO_BLOCK = re.compile(r"(?=[#>]|\[\^[^\]]+\]:)|(?=[-*+](?:[ ]|$))|\d+(?=\.[ ])|(?=(?:-+|(?:[*_-][ ]*){3,})$)")
_HARD_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
    "|canvas|group|hgroup|map|math|noscript|object|output|progress|video"  # blocks to Python-Markdown
)
_HOLDS_NOTHING = re.compile(r"(?:base|basefont|col|frame|hr|link|meta|param|source|track)\b", re.I)
_NO_TAG = re.compile(r"(?!)")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_EMPTY = re.compile(r"\A\s*\Z")
_TAG_ALONE = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?>\s*$")
_VERBATIM = "script|pre|style|textarea"
_BLOCK = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s|/?>|$)", re.I)
_HTML = (  # how a block of HTML begins, and what closes it: CommonMark's seven kinds
    (re.compile(rf"<(?:{_VERBATIM})(?:[\s>]|$)", re.I), re.compile(rf"</(?:{_VERBATIM})>", re.I)),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (_BLOCK, _EMPTY),
    (_TAG_ALONE, _EMPTY),
)


class Leaf(Enum):
    """What is left of a line once its quotes and items are open."""

    PARAGRAPH = auto()
    HEADING = auto()
    UNDERLINE = auto()  # of the paragraph above, which is a heading
    RULE = auto()
    CODE = auto()  # indented
    FENCE = auto()
    HTML = auto()


class Item(NamedTuple):
    """The mark of an item: as Python-Markdown knows it, and how many columns it and the gap after it take."""

    sign: str  # -, *, +, . or ): another one begins another list
    mark: str
    width: int


def indent_of(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def leaf(words: str, goes_on: bool) -> Leaf:
    """Return what `words` begin; `goes_on` tells that they may go on with a paragraph."""
    text = words.lstrip(" ")
    if indent_of(words) >= TAB:
        return Leaf.CODE
    if goes_on and _UNDERLINE.match(text):
        return Leaf.UNDERLINE
    if _RULE.match(text):
        return Leaf.RULE
    if _HEADING.match(text):
        return Leaf.HEADING
    if _FENCE.match(text):
        return Leaf.FENCE
    return Leaf.HTML if text.startswith("<") and _html(text, goes_on) else Leaf.PARAGRAPH


def _html(text: str, goes_on: bool) -> re.Pattern[str] | None:
    """Return what closes the block of HTML that a line begins, None where it begins none."""
    kinds = _HTML[:-1] if goes_on else _HTML  # a tag alone on its line does not end a paragraph
    return next((end for begin, end in kinds if begin.match(text)), None)


def end_of_html(words: str) -> re.Pattern[str] | None:
    """Return what closes the block of HTML that `words` begin, None where they close it themselves."""
    end = _html(words.lstrip(" "), goes_on=False)
    return None if end is None or end.search(words) else end


def is_block_of_html(words: str) -> bool:
    """Tell whether words begin an element that is a block, and so a block of HTML that an empty line closes."""
    return bool(_BLOCK.match(words.lstrip(" ")))


def tag_of(words: str) -> re.Pattern[str]:
    """Return what finds the tags of the element that words begin with; group 1 is the slash of its end tags."""
    match = _TAG_NAME.match(words.lstrip(" "))
    if match is None or _HOLDS_NOTHING.match(match[1]):
        return _NO_TAG
    return re.compile(rf"<(/?){match[1]}(?=[\s/>]|$)", re.I)


def fence_of(words: str) -> str:
    """Return the fence that `words` begin with."""
    match = _FENCE.match(words.lstrip(" "))
    return match[0] if match else ""


def is_rule(words: str) -> bool:
    """Tell whether words are a rule: `- - -` is no list."""
    return bool(_RULE.match(words))


def item_of(words: str, *, interrupts: bool) -> Item | None:
    """Return the mark that words begin with. A paragraph is interrupted only by an item that says something.

    And only by the first of a numbered list: a line that begins with `2018.` belongs to its sentence.
    """
    match = _ITEM.match(words)
    if not match or (interrupts and (match.end() == len(words) or int(match["number"] or 1) != 1)):
        return None
    mark = f"{int(match['number'])}. " if match["number"] else f"{match['mark']} "
    gap = len(match["gap"]) if 0 < len(match["gap"]) <= TAB else 1
    return Item(match["mark"][-1], mark, len(match["mark"]) + gap)


def content(words: str, item: Item) -> str:
    """Return what an item says in its first line; the box of a task is a sign."""
    said = words[item.width :] if words[item.width :].strip() else ""
    return _TASK.sub(lambda task: "☐" if task[1] == " " else "☑", said, count=1) if _TASK.match(said) else said


def note_of(words: str) -> str:
    """Return the label that begins the text of a footnote, "" where there is none."""
    match = _NOTE.match(words)
    return match[0] if match else ""


def begins_table(words: str, following: str) -> bool:
    """Tell whether a line is the head of a table: so says the line after it, which has as many cells."""
    if "|" not in words or "|" not in following or not _TABLE_RULE.match(following):
        return False
    return len(_cells(words)) == len(_cells(following))


def _cells(row: str) -> list[str]:
    return _CELL_EDGE.split(row.strip(" ").removeprefix("|").removesuffix("|"))


def as_heading(words: str) -> str:
    """Return the line of a heading; Python-Markdown knows none that ends in a backslash which escapes nothing."""
    text = words.strip(" ")
    return f"{text}\\" if _HARD_BREAK.search(text) else text


def as_words(words: str) -> str:
    """Return a line of a paragraph, with a backslash before what Python-Markdown would take for another block."""
    text = words.lstrip(" ")
    if sign := _NO_BLOCK.match(text):
        return f"{text[: sign.end()]}\\{text[sign.end() :]}"
    return f"&#61;{text[1:]}" if text.startswith("=") and _UNDERLINE.match(text) else text


def with_break(text: str) -> str:
    """Return a line of a paragraph that goes on: a backslash at its end is a hard break, two spaces here."""
    return f"{text[:-1]}  " if _HARD_BREAK.search(text) else text
