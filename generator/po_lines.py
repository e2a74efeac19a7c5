"""The lines of a catalogue (.po) held to gettext's form: babel's reader takes for good what msgfmt refuses.

msgctxt "…"   msgid "…"   msgid_plural "…"   msgstr "…"   msgstr[0] "…"   and lines of "…" that go on
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEYWORD = r"(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?(?!\w)[ \t]*)?"
_LINE = re.compile(rf'{_KEYWORD}("(?:[^"\\]|\\.)*")')
_BEGUN = re.compile(rf"{_KEYWORD}([\"“”„«»‘’'])?")


def faults(text: str) -> list[tuple[int, str]]:
    """Return what is wrong with a catalogue, each with the number of its line, in order."""
    return list(_of_lines(text)) or list(_of_entries(text))


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are neither empty nor comments, without the spaces around them."""
    rows = ((number, row.strip()) for number, row in enumerate(text.split("\n"), 1))
    return ((number, row) for number, row in rows if row and not row.startswith("#"))


def _of_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, row in _rows(text):
        begun = _BEGUN.match(row)
        if begun and begun[0] and not _LINE.fullmatch(row):
            yield number, _fault(row, begun[1] or "", begun[2] or "")


def _fault(row: str, keyword: str, quote: str) -> str:
    """Return what keeps a line that begins like one of a catalogue from being one."""
    if quote != '"':
        return f'texts stand between straight quotes: {keyword} "…"'.replace("  ", " ")
    if not re.search(r'(?<!\\)"$', row[row.index(quote) + 1 :]):
        return 'the text is not closed: there is no quote (") at the end of the line'
    return 'the text is closed before its line ends: a quote within it is written \\"'


def _of_entries(text: str) -> Iterator[tuple[int, str]]:
    """Yield phrases that are translated twice, and translations of no phrase."""
    seen: dict[tuple[str, str], int] = {}
    for entry, line in _entries(text):
        if "msgid" not in entry:
            yield line, "there is no msgid above this msgstr"
            continue
        first = seen.setdefault((entry.get("msgctxt", ""), entry["msgid"]), line)
        if first != line:
            yield line, f"“{entry['msgid']}” is translated already, in line {first}"


def _entries(text: str) -> Iterator[tuple[dict[str, str], int]]:
    """Yield what each entry says by its keywords, as written, with its first line; a context or msgid begins one."""
    entry: dict[str, str] = {}
    keyword, start = "", 1
    for number, row in _rows(text):
        match = _LINE.fullmatch(row)
        if match is None:
            continue
        if match[1] == "msgctxt" or (match[1] == "msgid" and keyword != "msgctxt"):
            if entry:
                yield entry, start
            entry, start = {}, number
        keyword = match[1] or keyword
        entry[keyword] = entry.get(keyword, "") + match[2][1:-1]
    if entry:
        yield entry, start
