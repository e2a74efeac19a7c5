"""Which articles are nearest to each: window by window, a window being a calendar month and what it is compared with.

    score = cosine of the weighted terms × (0.5 + 0.5·e^(−days/7))

The score of a pair is a function of the two articles and of the weights of the half-year of the one whose list it
stands in. So a new article enters lists, and moves no other pair. Articles without a date are compared within their
source file only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.relate.table import DAY, Floats, Ints, Longs, Table
from generator.relate.vectors import ONE, vectors
from generator.relate.weights import Weights, half_year

BACK_DAYS = 90
AHEAD_DAYS = 30
FADING_DAYS = 7
UNKNOWN_DAYS = 7
"""How far apart two articles count when one of them has no date."""
LISTED = 20
KEPT = 80
"""A ranking is told LISTED deep; KEPT deep it serves to choose related links, of which a large story takes many."""
LEAST_COSINE = 0.05
"""Texts that share less are nobody's neighbours."""
UNIT = 10_000
"""Scores are whole numbers of 1/UNIT, so that the order is that of the figures told."""

_CELLS_AT_ONCE = 2_000_000


Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Maps a function over a sequence, in order: `map`, or one that has several processes at work."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Rows whose neighbours are wanted, and the rows they are compared with; both ascending."""

    rows: Longs
    columns: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of rows with their score in whole numbers, as three parallel columns."""

    row: Longs
    near: Longs
    score: Longs

    def __len__(self) -> int:
        return len(self.row)

    def where(self, use: npt.NDArray[np.bool_] | Longs) -> Pairs:
        """Return the pairs that a mask or a list of places picks."""
        return Pairs(self.row[use], self.near[use], self.score[use])

    def by_row(self) -> Iterator[tuple[int, Pairs]]:
        """Yield the pairs of every row that has any; those of a row stand together."""
        edges = (np.flatnonzero(np.diff(self.row)) + 1).tolist() if len(self) else []
        for begin, end in zip([0, *edges], [*edges, len(self)], strict=True):
            if end > begin:
                yield int(self.row[begin]), Pairs(self.row[begin:end], self.near[begin:end], self.score[begin:end])


def joined(parts: Iterable[Pairs]) -> Pairs:
    """Return all pairs of `parts`, one part after the other."""
    every = [*parts, Pairs(*(np.empty(0, np.int64) for _ in range(3)))]
    return Pairs(*(np.concatenate([getattr(part, name) for part in every]) for name in ("row", "near", "score")))


def neighbours(table: Table, weights: Weights) -> Pairs:
    """Return the neighbours of every article, KEPT deep, scores in 1/UNIT.

    Those of a row stand together, nearest first, ties by id.
    """
    return with_files(table, weights, dated_neighbours(table, weights))


def dated_neighbours(table: Table, weights: Weights, each: Each = map) -> Pairs:
    """Return the neighbours of every dated article among dated ones; order as above."""
    windows = [*months(table, BACK_DAYS, AHEAD_DAYS)]
    return joined([*each(lambda window: neighbours_of(table, window[0], weights.of(window[1])), windows)])


def with_files(table: Table, weights: Weights, dated: Pairs) -> Pairs:
    """Return the neighbours of dated articles together with those that undated ones make within their files."""
    parts = [neighbours_in_files(table, window, weights.undated) for window in files(table)]
    return nearest(table, joined([dated, *parts])) if parts else dated


def neighbours_of(table: Table, window: Window, weights: Ints) -> Pairs:
    """Return the neighbours of dated rows among dated ones, BACK_DAYS back and AHEAD_DAYS ahead; order as above."""
    parts = []
    for pairs in _alike(table, window, weights):
        days = (table.start[pairs.near] - table.start[pairs.row]) / DAY
        pairs = pairs.where((pairs.row != pairs.near) & (days >= -BACK_DAYS) & (days <= AHEAD_DAYS))
        parts.append(nearest(table, _scored(pairs, table.gap_seconds(pairs.row, pairs.near) / DAY)))
    return joined(parts)


def neighbours_in_files(table: Table, window: Window, weights: Ints) -> Pairs:
    """Return the neighbours of undated rows within their source files, and those that they are to dated rows there."""
    parts, turned = [], joined([])
    for pairs in _alike(table, window, weights):
        pairs = pairs.where((pairs.row != pairs.near) & (table.file[pairs.row] == table.file[pairs.near]))
        scored = _scored(pairs, np.full(len(pairs), float(UNKNOWN_DAYS)))
        parts.append(nearest(table, scored))
        dated = scored.where(scored.near < table.dated)
        turned = nearest(table, joined([turned, Pairs(dated.near, dated.row, dated.score)]))
    return joined([*parts, turned])


def months(table: Table, back_days: float, ahead_days: float) -> Iterator[tuple[Window, int]]:
    """Yield a window for every calendar month (UTC) with articles, and the half-year that the month lies in."""
    dated = table.start[: table.dated]
    begin = 0
    while begin < table.dated:
        end = int(np.searchsorted(dated, _month_after(dated[begin]), "left"))
        first = np.searchsorted(dated, dated[begin] - back_days * DAY, "left")
        last = np.searchsorted(dated, dated[end - 1] + ahead_days * DAY, "right")
        yield Window(np.arange(begin, end), np.arange(first, last)), half_year(dated[begin])
        begin = end


def files(table: Table) -> Iterator[Window]:
    """Yield windows of whole source files that hold undated articles, several small files in one."""
    names, sizes = np.unique(table.file[np.isin(table.file, table.file[table.dated :])], return_counts=True)
    for begin, end in pairwise([0, *_cuts(sizes), len(names)] if len(names) else []):
        rows = np.flatnonzero(np.isin(table.file, names[begin:end]))
        yield Window(rows[rows >= table.dated], rows)


def _cuts(sizes: Longs) -> list[int]:
    """Return before which files to cut, given how many articles each has, so that pieces hold about a batch."""
    cuts, size = [], 0
    for number, count in enumerate(sizes.tolist()):
        if size and (size + count) ** 2 > _CELLS_AT_ONCE:
            cuts.append(number)
            size = 0
        size += count
    return cuts


def _month_after(seconds: float) -> float:
    """Return the first instant of the calendar month (UTC) after the one that an instant lies in."""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    following = datetime(when.year + when.month // 12, when.month % 12 + 1, 1, tzinfo=UTC)
    return (following - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def _alike(table: Table, window: Window, weights: Ints) -> Iterator[Pairs]:
    """Yield, a batch of rows at a time, the pairs whose cosine reaches LEAST_COSINE; it is the score, in 1/ONE²."""
    wanted = vectors(table, table.counts, window.rows, weights)
    turned = vectors(table, table.counts, window.columns, weights).T.tocsr()
    at_once = max(1, _CELLS_AT_ONCE // max(len(window.columns), 1))
    for begin in range(0, len(window.rows), at_once):
        products = wanted[begin : begin + at_once] @ turned
        found = np.flatnonzero(products.data >= LEAST_COSINE * ONE**2)
        row = np.searchsorted(products.indptr, found, "right") - 1 + begin
        yield Pairs(window.rows[row], window.columns[products.indices[found]], products.data[found].astype(np.int64))


def _scored(pairs: Pairs, days: Floats) -> Pairs:
    """Return the pairs with their scores in 1/UNIT instead of cosines in 1/ONE²."""
    nearness = np.round(0.5 + 0.5 * np.exp(-days / FADING_DAYS), 6)  # libraries differ in the last bits of exp
    score = np.rint(pairs.score * nearness * (UNIT / ONE**2)).astype(np.int64)
    return Pairs(pairs.row, pairs.near, score)


def nearest(table: Table, pairs: Pairs) -> Pairs:
    """Return the pairs in order: by row, nearest first, ties by id; KEPT of each row."""
    pairs = pairs.where(np.lexsort((table.rank[pairs.near], -pairs.score, pairs.row)))
    starts = np.searchsorted(pairs.row, pairs.row, "left")
    return pairs.where(np.arange(len(pairs)) - starts < KEPT)
