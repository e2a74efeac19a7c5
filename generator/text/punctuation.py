"""Arabic quotation marks, commas and semicolons where a source wrote Latin ones: an option of the site."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.text.letters import HARAKAT, LETTER

_DOUBLE, _SINGLE = '"“”„‟', "'‘’‚‛"
_MARK = re.compile(f"[«»{_DOUBLE}{_SINGLE}]")
_GLYPHS = (("«", "»"), ("“", "”"))  # outer, inner; deeper levels take turns
_ARABIC = re.compile(f"[{LETTER}]")
_LETTER = re.compile(r"[^\W\d_]")
_DEEPEST = 8  # quotations inside each other; a mark still open further out is taken for stray
_NEARBY = 40  # characters looked at for the script around a quotation

_WORD_END, _WORD_START = f"[{LETTER}{HARAKAT}»”)]", f"[«“(]?[{LETTER}]"
_COMMA = re.compile(rf"(?<={_WORD_END})(\s*),(?=\s*{_WORD_START}|\s+\d)|(?<=\d)(\s*),(?=\s+{_WORD_START})")
_SEMICOLON = re.compile(rf"(?<={_WORD_END})(\s*);(?=\s*{_WORD_START}|\s+\d)")
_QUESTION = re.compile(rf"(?<={_WORD_END})(\s*)\?(?!\w)")


class _Pair(NamedTuple):
    start: int
    end: int
    depth: int  # of pairs around it


def quotes(text: str) -> str:
    """Return plain `text` with « » around quotations, “ ” around those inside them, and Arabic , ; ? between its words.

    Only marks that clearly belong together change, and only beside Arabic: an apostrophe, an inch sign, a Latin
    title in Latin text and a mark without its partner stay as they are. Paragraphs are given one at a time.
    """
    if _MARK.search(text):
        text = _with_guillemets(text)
    text = _COMMA.sub(r"\1\2،", text)
    return _QUESTION.sub(r"\1؟", _SEMICOLON.sub(r"\1؛", text))


def _with_guillemets(text: str) -> str:
    letters = list(text)
    for pair in _pairs(text):
        if text[pair.start] != "«" and _is_arabic(text, pair):
            letters[pair.start], letters[pair.end] = _GLYPHS[pair.depth % 2]
    return "".join(letters)


def _pairs(text: str) -> list[_Pair]:
    """Return the quotations of `text`: what a mark means follows from the spaces around it, else it takes turns."""
    pending: list[tuple[int, str]] = []  # open marks and their kinds, outermost first
    found: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        at, kind = match.start(), _kind(match[0])
        is_open = any(kind == open_kind for _, open_kind in pending)
        if _closes(text, at, kind, is_open=is_open):
            found.append((_take(pending, kind), at))
        elif _opens(text, at, kind):
            pending.append((at, kind))
            del pending[:-_DEEPEST]
    return _nested(found)


def _take(pending: list[tuple[int, str]], kind: str) -> int:
    """Remove the innermost open mark of `kind` and those inside it, which have no partner; return its place."""
    while True:
        at, innermost = pending.pop()
        if innermost == kind:
            return at


def _nested(found: list[tuple[int, int]]) -> list[_Pair]:
    pairs, around = [], list[int]()  # ends of the pairs around the present one
    for start, end in sorted(found):
        while around and around[-1] < start:
            around.pop()
        pairs.append(_Pair(start, end, len(around)))
        around.append(end)
    return pairs


def _kind(mark: str) -> str:
    return "«" if mark in "«»" else '"' if mark in _DOUBLE else "'"


def _closes(text: str, at: int, kind: str, *, is_open: bool) -> bool:
    """Tell whether the mark at `at` ends a quotation, given whether one of its kind is open."""
    if not is_open or kind == "«":
        return is_open and text[at] == "»"
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if kind == "'" and _is_latin(before) and _is_latin(after):
        return False
    return not (_is_gap(before) and after.isalnum())


def _opens(text: str, at: int, kind: str) -> bool:
    """Tell whether the mark at `at`, which closes nothing, begins a quotation."""
    if kind == "«":
        return text[at] == "«"
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if not after or after in ".,،؛;:!؟?)]}»":
        return False
    if kind == "'":
        return _is_gap(before) and not after.isspace()
    return not (before.isdigit() and after.isspace())  # 55" is a length


def _is_gap(char: str) -> bool:
    """Tell whether a word may begin after `char`: a space, the start, an opening bracket, a colon, a dash."""
    return not char or char.isspace() or char in "([{«“\"'‘:،؛-–—/ـ"


def _is_latin(char: str) -> bool:
    return bool(_LETTER.match(char)) and not _ARABIC.match(char)


def _is_arabic(text: str, pair: _Pair) -> bool:
    """Tell whether a quotation stands in Arabic: it has Arabic letters, or the nearest one outside is Arabic."""
    if _ARABIC.search(text, pair.start, pair.end):
        return True
    before, after = text[max(0, pair.start - _NEARBY) : pair.start], text[pair.end : pair.end + _NEARBY]
    nearest = (_LETTER.search(before[::-1]), _LETTER.search(after))
    return any(found is not None and bool(_ARABIC.match(found[0])) for found in nearest)
