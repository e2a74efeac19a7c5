"""Where exactly a mistake stands, and the lines around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import Place, Problem

AROUND = 3  # lines before and after
WIDTH = 160  # characters of a line: a line of JSON may hold a whole article
_QUOTED = re.compile(r"“([^”]+)”|'([^']+)'|\"([^\"]+)\"|`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an excerpt: its number in the file, and its text in three parts, the middle one marked."""

    number: int
    before: str
    marked: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """Return the line whole."""
        return self.before + self.marked + self.after


def place_of(problem: Problem, text: str | None) -> Place:
    """Return line and column of a problem; where its column is not known, that of the words it quotes in its line.

    `text` is the file's, None where it cannot be read. A line without the quoted words is meant from its first letter
    on.
    """
    if not problem.line or problem.column or text is None:
        return Place(problem.line, problem.column)
    lines = text.split("\n")
    if problem.line > len(lines):
        return Place(problem.line)
    line = lines[problem.line - 1]
    found = next((line.index(words) for words in _quoted(problem.message) if words in line), -1)
    return Place(problem.line, (found if found >= 0 else len(line) - len(line.lstrip())) + 1)


def _quoted(message: str) -> list[str]:
    """Return what a message quotes, the longest first."""
    found = ["".join(match) for match in _QUOTED.findall(message)]
    return sorted(found, key=len, reverse=True)


def excerpt(text: str, place: Place, quoted: str = "") -> list[Line]:
    """Return the lines around a place, the one that is meant marked from its column on; none where it is not there.

    `quoted` is the message of the problem: words of it that stand at the place are marked alone.
    """
    lines = text.removesuffix("\n").split("\n")
    if not 1 <= place.line <= len(lines):
        return []
    first = max(place.line - AROUND, 1)
    return list(_lines(lines[first - 1 : place.line + AROUND], first, place, quoted))


def _lines(lines: list[str], first: int, place: Place, quoted: str) -> Iterator[Line]:
    for number, raw in enumerate(lines, start=first):
        text = raw.removesuffix("\r").expandtabs(4) if number != place.line else raw.removesuffix("\r")
        if number != place.line:
            yield Line(number, text[:WIDTH] + ("…" if len(text) > WIDTH else ""))
            continue
        start = min(max(place.column - 1, 0), len(text))
        words = next((some for some in _quoted(quoted) if text.startswith(some, start)), text[start:].rstrip())
        begin = max(start - WIDTH // 2, 0)
        end = start + len(words)
        yield Line(
            number,
            ("…" if begin else "") + text[begin:start],
            words[:WIDTH] + ("…" if len(words) > WIDTH else ""),
            text[end : end + WIDTH // 2] if len(words) <= WIDTH else "",
        )
