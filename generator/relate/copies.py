"""Near-identical texts: the same agency report at several outlets, or one text published twice.

Two texts are copies when they share nearly half of all their three-word shingles, or when one is a shortened form of
the other under nearly the same headline. All pairs with a shingle in common are looked at: among dated articles those
at most a fortnight apart, undated ones against everything. Of a mass of nearly equal texts the oldest stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from generator.relate.clusters import groups
from generator.relate.masses import masses
from generator.relate.neighbours import Window, months
from generator.relate.table import DAY, Floats, Hashes, Ints, Longs, Table
from generator.relate.vectors import Matrix

LEAST_JACCARD = 0.475
"""Shared shingles over all shingles of both."""
LEAST_CONTAINED = 0.8
"""Shared shingles over those of the shorter text: enough only with nearly the same headline."""
LEAST_HEADLINE = 0.6
"""Shared headline terms over all headline terms of both."""
FEW_SHINGLES = 8
"""Shorter texts (a sentence, "details follow") are alike by chance, so they too need nearly the same headline."""
LONGEST_DAYS = 14
SOON_DAYS = 3
LEAST_JACCARD_LATER = 0.75
"""Of dated texts more than SOON_DAYS apart: by then half a text in common is the background of a new report."""

_BOILERPLATE = 500
"""A shingle of more texts of a window than this finds no pairs; it counts in the pairs that others find."""
_WORTH_A_LOOK = 0.25
"""Shared shingles, boilerplate apart, over those of the shorter text."""
_SLICE_BITS = 3
_ROWS_AT_ONCE = 512
_PAIRS_AT_ONCE = 4096
_UNIT = 10_000

Link = tuple[int, int, int]
"""Two rows, the lower first, and how alike they are in 1/_UNIT; from LEAST_JACCARD on they are copies."""


class _Postings(NamedTuple):
    """Parallel: a shingle and a row it occurs in."""

    shingle: Hashes
    row: Ints


class _Pairs(NamedTuple):
    """Parallel: two rows, the lower first, and how many shingles they share."""

    low: Longs
    high: Longs
    shared: Longs

    def where(self, use: npt.NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.low[use], self.high[use], self.shared[use])


Finds = Callable[[Callable[[Window], Iterable[Link]], Sequence[Window]], Iterable[Link]]
"""Yields the links that a function finds in windows, or remembers those that it found in equal ones."""


def at_once(find: Callable[[Window], Iterable[Link]], windows: Sequence[Window]) -> Iterable[Link]:
    """Yield the links that `find` finds in each window."""
    return (link for window in windows for link in find(window))


def copies(table: Table, found: Finds = at_once) -> list[tuple[int, ...]]:
    """Return the groups of copies, as rows; disjoint, members and groups oldest first."""
    alike = masses(table)
    size = {rows[0]: len(rows) for rows in alike}
    kept = np.ones(len(table), np.bool_)
    kept[[row for rows in alike for row in rows[1:]]] = False
    links = [*found(partial(copies_of, table), [*_windows(table, kept, LONGEST_DAYS)])]
    links += copies_of_undated(table, kept)
    return groups(
        table,
        [(a, b, likeness * size.get(a, 1) * size.get(b, 1)) for a, b, likeness in links],
        least_mean=round(LEAST_JACCARD * _UNIT),
        longest_seconds=LONGEST_DAYS * DAY,
        together=alike,
    )


def _windows(table: Table, kept: npt.NDArray[np.bool_], back_days: float) -> Iterator[Window]:
    """Yield a window for every month, of the rows that are kept."""
    for window, _ in months(table, back_days, 0):
        rows, columns = window.rows[kept[window.rows]], window.columns[kept[window.columns]]
        if len(rows):
            yield Window(rows, columns)


def copies_of(table: Table, window: Window) -> list[Link]:
    """Return the copies among dated articles, at most LONGEST_DAYS apart, whose later one is in the window's rows."""
    links = []
    for pairs in _sharing(_postings(table, window.columns)):
        near = table.start[pairs.high] - table.start[pairs.low] <= LONGEST_DAYS * DAY
        links += _links(table, pairs.where(near & (pairs.high >= window.rows[0])))
    return links


def copies_of_undated(table: Table, kept: npt.NDArray[np.bool_]) -> list[Link]:
    """Return the pairs of copies of which at least one is undated, among the rows that are kept."""
    undated = _postings(table, np.flatnonzero(kept & (np.arange(len(table)) >= table.dated)))
    parts = [undated]
    for window in _windows(table, kept, 0) if len(undated.row) else ():
        dated = _postings(table, window.rows)
        met = np.isin(dated.shingle, undated.shingle)
        parts.append(_Postings(dated.shingle[met], dated.row[met]))
    every = _Postings(np.concatenate([part.shingle for part in parts]), np.concatenate([part.row for part in parts]))
    return [link for pairs in _sharing(every) for link in _links(table, pairs.where(pairs.high >= table.dated))]


def _postings(table: Table, rows: Longs) -> _Postings:
    shingles = [table.shingles(row) for row in rows.tolist()]
    lengths = [len(found) for found in shingles]
    return _Postings(np.concatenate([np.empty(0, np.uint64), *shingles]), np.repeat(rows.astype(np.int32), lengths))


def _sharing(postings: _Postings) -> Iterator[_Pairs]:
    """Yield the pairs of rows that share enough shingles to be worth a closer look, and how many they share."""
    size = np.bincount(postings.row)
    met, often = _met_again(postings)
    rows, place = np.unique(met.row, return_inverse=True)
    index = _matrix(place, met.number, len(rows), len(postings.row))
    turned = index.T.tocsr()
    common = _matrix(*_places(rows, often), len(rows), len(postings.row))
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        shared = (index[begin : begin + _ROWS_AT_ONCE] @ turned).tocoo()
        low, high = shared.coords[0] + begin, shared.coords[1]
        found = (low < high) & (shared.data >= _WORTH_A_LOOK * np.minimum(size[rows[low]], size[rows[high]]))
        low, high = low[found], high[found]
        yield _Pairs(rows[low], rows[high], shared.data[found] + _both(common, low, high))


def _matrix(row: Longs, number: Longs, rows: int, numbers: int) -> Matrix:
    return sparse.csr_array((np.ones(len(row), np.int32), (row, number)), shape=(rows, numbers))


def _places(rows: Ints, met: _Met) -> tuple[Longs, Longs]:
    """Return what is met in `rows`, with the place of the row among them."""
    there = np.isin(met.row, rows)
    return np.searchsorted(rows, met.row[there]), met.number[there]


def _both(common: Matrix, low: Longs, high: Longs) -> Longs:
    """Return how much boilerplate each two rows share, a batch of pairs at a time."""
    if not common.nnz:
        return np.zeros(len(low), np.int64)
    parts = [
        common[low[begin : begin + _PAIRS_AT_ONCE]].multiply(common[high[begin : begin + _PAIRS_AT_ONCE]]).sum(axis=1)
        for begin in range(0, len(low), _PAIRS_AT_ONCE)
    ]
    return np.concatenate([np.empty(0, np.int64), *parts])


class _Met(NamedTuple):
    """Parallel: a row, and the number of a shingle in it that several texts have."""

    row: Ints
    number: Longs


def _met_again(postings: _Postings) -> tuple[_Met, _Met]:
    """Return the shingles that several texts have, and apart from them the boilerplate, which very many have.

    Most shingles have one text, so sorting a slice of all at a time needs little memory.
    """
    several: list[_Met] = []
    many: list[_Met] = []
    for part in range(1 << _SLICE_BITS):
        used = np.flatnonzero(postings.shingle >> np.uint64(64 - _SLICE_BITS) == part)
        used = used[np.argsort(postings.shingle[used], kind="stable")]
        shingle = postings.shingle[used]
        first = np.flatnonzero(np.append(True, shingle[1:] != shingle[:-1])) if len(used) else used
        texts = np.diff(np.append(first, len(used)))
        number = np.repeat(used[first], texts)
        for met, telling in ((several, (texts > 1) & (texts <= _BOILERPLATE)), (many, texts > _BOILERPLATE)):
            there = np.repeat(telling, texts)
            met.append(_Met(postings.row[used[there]], number[there]))
    return _all_of(several), _all_of(many)


def _all_of(parts: list[_Met]) -> _Met:
    return _Met(np.concatenate([part.row for part in parts]), np.concatenate([part.number for part in parts]))


def _links(table: Table, pairs: _Pairs) -> list[Link]:
    likeness = np.rint(_likeness(table, pairs) * _UNIT).astype(np.int64)
    return list(zip(pairs.low.tolist(), pairs.high.tolist(), likeness.tolist(), strict=True))


def _likeness(table: Table, pairs: _Pairs) -> Floats:
    """Return the share of all their shingles that two texts have in common; from LEAST_JACCARD on they are copies.

    Shortened copies count as LEAST_JACCARD; texts that have it by chance or from their common past count as none.
    """
    low, high, shared = pairs
    one, other = (np.array([len(table.shingles(row)) for row in rows.tolist()], np.int64) for rows in (low, high))
    share = shared / np.maximum(one + other - shared, 1)
    shortest = np.minimum(one, other)
    late = (high < table.dated) & (table.start[high] - table.start[low] > SOON_DAYS * DAY)
    short = ~late & (shortest < FEW_SHINGLES)
    cut = ~late & ~short & (share < LEAST_JACCARD) & (shared >= LEAST_CONTAINED * shortest)
    agree = np.zeros(len(low), np.bool_)
    for at in np.flatnonzero(short | cut).tolist():
        agree[at] = _headlines_agree(table, int(low[at]), int(high[at]))
    share = np.where(cut & agree, LEAST_JACCARD, share)
    return np.where((late & (share < LEAST_JACCARD_LATER)) | (short & ~agree), 0.0, share)


def _headlines_agree(table: Table, a: int, b: int) -> bool:
    one, other = _headline(table, a), _headline(table, b)
    return bool(one) and len(one & other) >= LEAST_HEADLINE * len(one | other)


def _headline(table: Table, row: int) -> set[int]:
    places = table.terms_of(row)
    return set(table.terms[places][table.headline[places] > 0].tolist())
