"""The words of date fields: text in, a short line of symbols out.

A symbol's `kind` is one character, so that a line of symbols is also a short string (`kinds`) and the grammar of dates
is a few regular expressions over it. The tables of `words`, `months` and `zones` name every word the reader knows; a
word in none of them is unknown, and a field with an unknown word is not a date.

    n  number of one or two digits      m  Gregorian month     a  ago (منذ)        C  a clock time, once read
    Y  number of four digits            h  Hijri month         f  from now (بعد)   p  part of day (صباحا)
    #  any other number                 w  weekday             d  day word (أمس)   P  the letter م: p.m., or A.D.
    u  unit of time                     e  هـ                  N  now (لحظات)      c  clock mark (الساعة)
    v  fraction (نصف)                   g  ميلادي              x k X  past, this, next (الماضي، الجاري، المقبل)
    o  and    i  except (إلا)           j  الموافق             z y q l t  zone, place, ambiguous zone, local, توقيت
    A  about                            L U  published, updated            ?  unknown; else punctuation itself
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.dates import months, words, zones
from generator.text.numerals import ascii_digits


class Symbol(NamedTuple):
    """A word or sign of a date field; what `value` and `text` mean depends on the kind."""

    kind: str
    value: int = 0
    text: str = ""


Line = tuple[Symbol, ...]


class UnreadableError(Exception):
    """A field is no date, or not one that can be read without guessing; the message says why. Never leaves `read`."""


_MARKS = [*range(0x300, 0x370), *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE)]
_UNSEEN = [0x640, 0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
_HAMZA = 0x621
_FOLDED: dict[int, int | None] = {
    **dict.fromkeys([*_MARKS, *_UNSEEN, _HAMZA]),
    **str.maketrans("ةىیکےٱ،؛;·•–—−‐‑‒―⁄∕[]", "هييكيا,,,||" + "-" * 7 + "//()"),
}
_FRENCH_AT = str.maketrans({"à": "@", "À": "@"})

_WORDS = re.compile(r"\d+|[a-z]+|[^\W\da-z_]+|\S")  # "timeمنذ" is two words
_FRENCH_HOUR = re.compile(r"(?<!\d)(\d{1,2})h(\d\d)(?!\d)")
_PUNCTUATION = frozenset("/-+.,:()|\\")
_SKIPPED = frozenset("\"'`«»“”‘’*_@")


def fold(text: str) -> str:
    """Return `text` as names are compared: no marks, no hamza, no unseen characters, plain ASCII digits, lower case."""
    return ascii_digits(unicodedata.normalize("NFKD", text)).translate(_FOLDED).lower()


def lex(text: str) -> Line:
    """Return the symbols of a date field; words that say nothing (في, يوم نشر …) are left out."""
    folded = _FRENCH_HOUR.sub(r"\1:\2", fold(text.translate(_FRENCH_AT).replace("عُمان", "سلطنة عمان")))
    found = [(match.group(), match.start()) for match in _WORDS.finditer(folded)]
    tokens = [token for token, _ in found]
    return _summed(tuple(_symbols(tokens, [start for _, start in found])))


def kinds(line: Line) -> str:
    """Return the kinds of a line as one string, for the grammar's expressions."""
    return "".join(symbol.kind for symbol in line)


def _summed(line: Line) -> Line:
    """Return the line with numbers written in words as "five and twenty" added up."""
    for place in range(len(line) - 2):
        one, joint, ten = line[place : place + 3]
        if one.kind + joint.kind + ten.kind == "non" and not one.text + ten.text and one.value < 10 <= ten.value:
            return _summed((*line[:place], Symbol("n", one.value + ten.value), *line[place + 3 :]))
    return line


def _symbols(tokens: list[str], starts: list[int]) -> Iterator[Symbol]:
    place = 0
    while place < len(tokens):
        length, symbol = _at(tokens, place)
        if symbol.kind == "-" and place + 1 < len(tokens) and tokens[place + 1].isdecimal():
            glued = starts[place + 1] == starts[place] + 1
            symbol = Symbol("s") if glued else symbol
        if symbol.kind != " ":
            yield symbol
        place += length


def _at(tokens: list[str], place: int) -> tuple[int, Symbol]:
    """Return the symbol that starts at `place` and how many words it takes."""
    word = tokens[place]
    for phrase, symbol in _phrases().get(word, ()):
        if tuple(tokens[place : place + len(phrase)]) == phrase:
            return len(phrase), symbol
    if word.isdecimal():
        return 1, _number(word)
    if len(word) > 2 and word[0] == "و":  # "and" is written as one with the next word
        tokens[place] = word[1:]
        return 0, Symbol("o")
    return 1, Symbol(word if word in _PUNCTUATION else " " if word in _SKIPPED else "?", text=word)


def _number(digits: str) -> Symbol:
    kind = "n" if len(digits) <= 2 else "Y" if len(digits) == 4 else "#"
    return Symbol(kind, int(digits), digits)


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Symbol], ...]]


def _rows() -> Iterator[tuple[str, Symbol]]:
    """Yield every row of the tables with its symbol; where two rows spell alike, the later one counts."""
    for kind, row in words.FIXED.items():
        yield row, Symbol(kind)
    tables = (("m", months.GREGORIAN), ("h", months.HIJRI), ("w", months.WEEKDAYS), ("d", words.DAYS))
    for kind, table in (*tables, ("n", words.NUMBERS), ("v", words.FRACTIONS), ("z", zones.ABBREVIATIONS)):
        yield from ((row, Symbol(kind, value)) for value, row in table.items())
    yield from ((row, Symbol("h", month)) for month, row in enumerate(months.HIJRI_NAMES_ENGLISH, 1))
    for unit, forms in words.UNITS.items():
        yield from ((row, Symbol("u", count, unit)) for count, row in zip((1, 2, 0), forms, strict=True))
    yield from ((row, Symbol("p", 0, part)) for part, row in words.PARTS_OF_DAY.items())
    yield from ((row, Symbol("y", 0, zone)) for zone, row in zones.PLACES.items())
    yield zones.UTC_NAMES, Symbol("z")
    yield zones.AMBIGUOUS, Symbol("q")


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    """Return all spellings by their first word, longest first."""
    rows = {
        tuple(_WORDS.findall(fold(spelling))): symbol for row, symbol in _rows() for spelling in words.spellings(row)
    }
    found: dict[str, list[tuple[tuple[str, ...], Symbol]]] = {}
    for phrase, symbol in rows.items():
        found.setdefault(phrase[0], []).append((phrase, symbol))
    return {
        word: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry[0]))) for word, entries in found.items()
    }
