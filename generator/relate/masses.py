"""Texts that very many articles have nearly alike: an agency's report at a hundred outlets, a form filled in daily.

Compared pair by pair they would cost the square of their number, and their shingles would count as boilerplate. Each is
compared with the oldest such text instead, which then stands for all. Small groups are left to `copies`, pair by pair.

    lowest shingles of every text ──▶ those that many have ──▶ leaders, oldest first ──▶ who is nearly the same
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generator.relate.table import DAY, Table

MASS = 50
"""Fewer texts are compared pair by pair."""
NEARLY = 0.6
"""Shared shingles over all shingles of a text and its leader, each of which may have edits of its own."""
NEARLY_LATER = 0.75
"""Of dated texts more than SOON_DAYS apart, as for any copies."""
SOON_DAYS = 3
LEAST_SHINGLES = 24
"""Shorter texts are alike by chance."""
LONGEST_DAYS = 14
"""How far a dated text may lie from its leader."""

_SKETCH = 8
"""The lowest shingles of a text, by which it finds its like: two that share most have one of these in common too."""
_LEADERS = 16
"""Of one shingle, the latest ones are asked."""

Rows = tuple[int, ...]


def masses(table: Table) -> list[Rows]:
    """Return disjoint groups of at least MASS rows, each ascending; its first row stands for all.

    Dated and undated texts are not in one group.
    """
    start = table.start.tolist()
    followers: defaultdict[int, list[int]] = defaultdict(list)
    leaders: defaultdict[tuple[bool, int], deque[int]] = defaultdict(lambda: deque(maxlen=_LEADERS))
    for row, marks in _marked(table):
        asked = {leader for mark in marks for leader in leaders[row < table.dated, mark]}
        if row < table.dated:  # told here, not by `_is_nearly`: most that are asked lie too far back
            asked = {leader for leader in asked if start[row] - start[leader] <= LONGEST_DAYS * DAY}
        leader = next((leader for leader in sorted(asked) if _is_nearly(table, leader, row)), None)
        if leader is not None:
            followers[leader].append(row)
            continue
        for mark in marks:
            leaders[row < table.dated, mark].append(row)
    return [(leader, *rows) for leader, rows in sorted(followers.items()) if len(rows) + 1 >= MASS]


def _marked(table: Table) -> Iterable[tuple[int, list[int]]]:
    """Yield the rows that have a low shingle which half a mass of texts have, ascending, with all such shingles."""
    sketches = [table.shingles(row) for row in range(len(table))]
    sketches = [found[:_SKETCH] if len(found) >= LEAST_SHINGLES else found[:0] for found in sketches]
    owner = np.repeat(np.arange(len(table)), [len(found) for found in sketches])
    _, number, texts = np.unique(_joined(sketches), return_inverse=True, return_counts=True)
    often = texts[number] >= MASS // 2
    owner, number = owner[often], number[often]
    rows, starts = np.unique(owner, return_index=True)
    for row, (begin, end) in zip(rows.tolist(), pairwise([*starts.tolist(), len(owner)]), strict=True):
        yield row, number[begin:end].tolist()


def _joined(parts: list[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
    return np.concatenate([np.empty(0, np.uint64), *parts])


def _is_nearly(table: Table, leader: int, row: int) -> bool:
    days = (table.start[row] - table.start[leader]) / DAY if row < table.dated else 0.0
    least = NEARLY_LATER if days > SOON_DAYS else NEARLY
    one, other = table.shingles(leader), table.shingles(row)
    if min(len(one), len(other)) < least * max(len(one), len(other)):
        return False
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared >= least * (len(one) + len(other) - shared)
