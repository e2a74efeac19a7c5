"""Captures as accidents leave them: seeded, each with what was done to it.

A mutant is made by one accident to the lines of a capture. Some accidents touch only the layout (blank lines, spacing,
digit sets, a block of the page's own); the others lose or shuffle lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

_DIGIT_SETS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_DATE = re.compile(r"\d{1,2}-\d{1,2}-\d{4}$")

_CHROME = (
    r"logo",
    r"Orange background",
    r"جرب ميزات .*|اكتشف ما يمكن .*|Try Our AI Features|Explore what .*",
    r"التعليقات|لا يوجد تعليقات بعد\.\.\.|Comments|No comments yet\.\.\.",
    r"أخبار ذات صلة|Related Articles|Related News",
    r"حم.?ل التطبيق.*|مستعد لاستكشاف .*|Ready to dive .*|(?i:download the app)|Get Started Now.*|app-storeplay-store",
    r"app-storeplay-store",
)


@dataclass(frozen=True)
class Mutant:
    """The lines of a damaged capture, the accident's name, and the places of the lines it touched in the sound one."""

    lines: tuple[str, ...]
    accident: str
    touched: frozenset[int]


Accident = Callable[[Sequence[str], Random], tuple[list[str], set[int]]]


def _full(lines: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if line.strip()]


def add_blank(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    at = random.randrange(len(lines) + 1)
    return [*lines[:at], "", *lines[at:]], set()


def remove_blank(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    blank = [at for at, line in enumerate(lines) if not line.strip()]
    at = random.choice(blank) if blank else len(lines)
    return [line for place, line in enumerate(lines) if place != at], set()


def remove_all_blanks(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    return [line for line in lines if line.strip()], set()


def blank_between_all(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    return [part for line in lines for part in (line, "")], set()


def space_out(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Double, lead or trail the spaces of some lines."""
    ways: tuple[Callable[[str], str], ...] = (
        lambda line: line.replace(" ", "  "),
        lambda line: line + "  ",
        lambda line: "\t" + line,
        lambda line: line.replace(" ", "\u00a0"),
    )
    return [random.choice(ways)(line) if random.random() < 0.4 else line for line in lines], set()


def change_digits(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Write the digits of times in another set; those in names and headlines are words of the outlet."""
    table = str.maketrans("".join(_DIGIT_SETS), random.choice(_DIGIT_SETS) * 3)

    def changed(line: str) -> str:
        match = _DATE.search(line) or re.search(r"(?:^time|منذ|قبل).*$", line.strip())
        if match is None or len(line) > 60:
            return line
        return line.strip()[: match.start()] + match[0].translate(table)

    return [changed(line) for line in lines], set()


def remove_chrome(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Remove a block of the page's own; a heading that a body may hold too, the last time it stands there."""
    block = re.compile(random.choice(_CHROME))
    found = [at for at, line in enumerate(lines) if block.fullmatch(line.strip())]
    gone = found[-1:] if block.match("أخبار ذات صلة") else found
    return [line for at, line in enumerate(lines) if at not in gone], set()


def drop(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    at = random.choice(_full(lines))
    return [*lines[:at], *lines[at + 1 :]], {at}


def double(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    at = random.choice(_full(lines))
    return [*lines[: at + 1], *lines[at:]], {at}


def swap(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    at = random.randrange(len(lines) - 1)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]], {at, at + 1}


def swap_full(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Swap a line with the next that says something, blank ones between them or not."""
    full = _full(lines)
    which = random.randrange(len(full) - 1)
    first, second = full[which], full[which + 1]
    mutant = list(lines)
    mutant[first], mutant[second] = mutant[second], mutant[first]
    return mutant, {first, second}


def cut(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    at = random.choice(_full(lines))
    middle = len(lines[at]) // 2
    return [*lines[:at], lines[at][:middle], lines[at][middle:], *lines[at + 1 :]], {at}


def glue(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Glue a line to the next, which may be blank."""
    at = random.randrange(len(lines) - 1)
    return [*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]], {at, at + 1}


def glue_full(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Glue a line to the next that says something."""
    full = _full(lines)
    which = random.randrange(len(full) - 1)
    first, second = full[which], full[which + 1]
    joint = random.choice(("", " "))
    return [*lines[:first], lines[first] + joint + lines[second].strip(), *lines[second + 1 :]], {first, second}


def remove_block(lines: Sequence[str], random: Random) -> tuple[list[str], set[int]]:
    """Remove the lines between two blank ones; on a page without any, a few lines."""
    blank = [-1, *(at for at, line in enumerate(lines) if not line.strip()), len(lines)]
    blocks = [(start + 1, end) for start, end in pairwise(blank) if end - start > 1]
    start, end = random.choice(blocks)
    if len(blocks) == 1:
        start = random.randrange(len(lines))
        end = min(len(lines), start + random.randint(1, 4))
    return [*lines[:start], *lines[end:]], set(range(start, end))


LAYOUT: tuple[Accident, ...] = (
    add_blank,
    remove_blank,
    remove_all_blanks,
    blank_between_all,
    space_out,
    change_digits,
    remove_chrome,
)
LOSSES: tuple[Accident, ...] = (drop, double, swap, swap_full, cut, glue, glue_full, remove_block)


def mutant(lines: Sequence[str], accidents: Sequence[Accident], random: Random) -> Mutant:
    """Return `lines` after one of the accidents."""
    accident = random.choice(accidents)
    damaged, touched = accident(lines, random)
    return Mutant(tuple(damaged), accident.__name__, frozenset(touched))
