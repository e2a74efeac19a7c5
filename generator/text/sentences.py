"""Where sentences end, readable paragraphs made of one long one, and excerpts that stop at a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from generator.text.letters import HARAKAT, LETTER

LONG_PARAGRAPH = 120
"""Words from which a paragraph is parted for readers."""
_COMFORTABLE, _LONGEST = 60, 90  # words of its parts

_MARKS, _CLOSING = ".!?؟…", "\"'”’»)]}"
_AFTER = rf"[{re.escape(_CLOSING)}]*+(?=\s|\Z)"
_STOP = re.compile(rf"[{_MARKS}](?<![{_MARKS}][{_MARKS}])[{_MARKS}]*+{_AFTER}")  # a run of marks from its first one on
_PAUSE = re.compile(rf"(?:\.(?<!\.\.)\.++|[…؛;]){_AFTER}")
_COMMA = re.compile(rf"[،,]{_AFTER}")

_REACH = 40  # characters before a full stop that tell whether it ends a sentence
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]{}]*\Z")
_INITIALS = re.compile(rf"(?:[{LETTER}A-Za-z][{HARAKAT}]*\.)*(?:و?[دمأا]|[{LETTER}A-Za-z][{HARAKAT}]*)")
_LATIN_SHORT = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "ltd", "co", "corp", "vs", "no", "vol", "gen"]
)
_NUMBER_BEFORE = re.compile(r"\d\s*\Z")
_LIST_NUMBER = re.compile(r"\W*(?:\d+|\w)?\W*")


def sentences(text: str) -> list[str]:
    """Return the sentences of clean `text`, words intact: joined by single spaces they are the text again.

    A sentence ends in . ! ? or ؟ with the quotation marks and brackets that follow. It does not end in a decimal
    point, a domain, an abbreviation (د. and its like), a list's number, or an ellipsis. A line end ends it too.
    """
    return [sentence for line in text.splitlines() for sentence in _cut(line, _sentence_ends(line))]


def readable(paragraph: str) -> list[str]:
    """Return a paragraph too long to be read as several of about 60 words, 40 to 90 where its sentences allow.

    Shorter ones stay whole. Words and their order stay; a sentence too long by itself is parted at its pauses.
    """
    if _words(paragraph) < LONG_PARAGRAPH:
        return [paragraph]
    return _grouped([piece for sentence in sentences(paragraph) for piece in _bearable(sentence)])


def excerpt(text: str, words: int = 60, low: int = 40, high: int = 80) -> str:
    """Return the beginning of `text` in one line: to the sentence end nearest to `words` words within low and high.

    Where no sentence ends there, `words` words and an ellipsis. A text of at most `high` words stays whole.
    """
    every = text.split()
    if len(every) <= high:
        return " ".join(every)
    ends, count = [], 0
    for sentence in sentences(" ".join(every[: high + 1])):
        count += _words(sentence)
        if low <= count <= high:
            ends.append(count)
    if ends:
        return " ".join(every[: min(ends, key=lambda end: (abs(end - words), end))])
    return " ".join(every[:words]).rstrip(" .،,؛;:-–—…") + "…"


def _words(text: str) -> int:
    return text.count(" ") + 1


def _cut(line: str, ends: Iterable[int]) -> list[str]:
    """Cut `line` at `ends`, the white space around the cuts gone."""
    cuts = [0, *ends, len(line)]
    pieces = (line[start:end].strip() for start, end in pairwise(cuts))
    return [piece for piece in pieces if piece]


def _sentence_ends(line: str) -> list[int]:
    ends = [0]
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, ends[-1], stop):
            ends.append(stop.end())
    return ends[1:]


def _ends_sentence(line: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether the run of marks `stop` ends the sentence that began at `start`."""
    marks = stop[0].rstrip(_CLOSING)
    if marks.endswith(("..", "…")) or line[stop.end() + 1 : stop.end() + 2].islower():
        return False
    before = line[max(start, stop.start() - _REACH) : stop.start()]
    return marks != "." or not (_LIST_NUMBER.fullmatch(before) or _is_abbreviated(before))


def _is_abbreviated(before: str) -> bool:
    """Tell whether the text before a full stop ends in an abbreviation: a letter, initials, a Latin title.

    One letter after a number is a unit or an era (622 م.): there the sentence does end.
    """
    match = _LAST_WORD.search(before)
    word = match[0] if match else ""
    if word.lower() in _LATIN_SHORT:
        return True
    return bool(_INITIALS.fullmatch(word)) and not _NUMBER_BEFORE.search(before[: len(before) - len(word)])


def _bearable(sentence: str) -> list[str]:
    """Return a sentence whole, or parted at its pauses, else its commas, where it is a long paragraph by itself."""
    pieces = [sentence]
    for mark in (_PAUSE, _COMMA):
        if max(map(_words, pieces)) < LONG_PARAGRAPH:
            break
        pieces = _cut(sentence, [match.end() for match in mark.finditer(sentence)])
    return _grouped(pieces)


def _grouped(pieces: list[str]) -> list[str]:
    """Join neighbours into paragraphs as near to the comfortable length as can be, by the sum of squared distances."""
    lengths = [*map(_words, pieces)]
    best = [(0, 0)]  # of the first n pieces: the cost, and where the last paragraph begins
    for end in range(1, len(pieces) + 1):
        start, words = end - 1, lengths[end - 1]
        options = []
        while True:
            options.append((best[start][0] + (words - _COMFORTABLE) ** 2, start))
            start -= 1
            if start < 0 or (words := words + lengths[start]) > _LONGEST:
                break
        best.append(min(options))
    groups, end = [], len(pieces)
    while end:
        groups.append(" ".join(pieces[best[end][1] : end]))
        end = best[end][1]
    return groups[::-1]
