"""Near-identical texts: the same agency report at several outlets, or one text published twice.

Two texts are copies when they share nearly half of all their three-word shingles, or when one is a shortened form of
the other under nearly the same headline. All pairs with a shingle in common are looked at: among dated articles those
at most a fortnight apart, undated ones against everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

from generator.relate.clusters import groups
from generator.relate.neighbours import Window, months
from generator.relate.table import DAY, Hashes, Ints, Longs, Table

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
_UNIT = 10_000

Link = tuple[int, int, int]
"""Two rows, the lower first, and how alike they are in 1/_UNIT; from LEAST_JACCARD on they are copies."""


class _Postings(NamedTuple):
    """Parallel: a shingle and a row it occurs in."""

    shingle: Hashes
    row: Ints


def copies(table: Table) -> list[tuple[int, ...]]:
    """Return the groups of copies, as rows; disjoint, members and groups oldest first."""
    links = [pair for window, _ in months(table, LONGEST_DAYS, 0) for pair in copies_of(table, window)]
    return groups(
        table,
        [*links, *copies_of_undated(table)],
        least_mean=round(LEAST_JACCARD * _UNIT),
        longest_seconds=LONGEST_DAYS * DAY,
    )


def copies_of(table: Table, window: Window) -> list[Link]:
    """Return the copies among dated articles, at most LONGEST_DAYS apart, whose later one is in the window's rows."""
    pairs = _sharing(_postings(table, window.columns))
    wanted = [(a, b) for a, b in pairs if b >= window.rows[0] and table.start[b] - table.start[a] <= LONGEST_DAYS * DAY]
    return _links(table, wanted)


def copies_of_undated(table: Table) -> list[Link]:
    """Return the pairs of copies of which at least one is undated."""
    undated = _postings(table, np.arange(table.dated, len(table)))
    parts = [undated]
    for window, _ in months(table, 0, 0) if len(undated.row) else ():
        dated = _postings(table, window.rows)
        met = np.isin(dated.shingle, undated.shingle)
        parts.append(_Postings(dated.shingle[met], dated.row[met]))
    every = _Postings(np.concatenate([part.shingle for part in parts]), np.concatenate([part.row for part in parts]))
    return _links(table, [(a, b) for a, b in _sharing(every) if b >= table.dated])


def _postings(table: Table, rows: Longs) -> _Postings:
    shingles = [table.shingles(row) for row in rows.tolist()]
    lengths = [len(found) for found in shingles]
    return _Postings(np.concatenate([np.empty(0, np.uint64), *shingles]), np.repeat(rows.astype(np.int32), lengths))


def _sharing(postings: _Postings) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows that share enough shingles to be worth a closer look, the lower row first."""
    size = np.bincount(postings.row)
    row, number = _met_again(postings)
    rows, place = np.unique(row, return_inverse=True)
    index = sparse.csr_array((np.ones(len(place), np.int32), (place, number)), shape=(len(rows), len(postings.row)))
    turned = index.T.tocsr()
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        shared = (index[begin : begin + _ROWS_AT_ONCE] @ turned).tocoo()
        low, high = rows[shared.coords[0] + begin], rows[shared.coords[1]]
        found = (low < high) & (shared.data >= _WORTH_A_LOOK * np.minimum(size[low], size[high]))
        yield from zip(low[found].tolist(), high[found].tolist(), strict=True)


def _met_again(postings: _Postings) -> tuple[Ints, Longs]:
    """Return the rows of the shingles that several texts have, but for boilerplate, and a number for each shingle.

    Most shingles have one text, so sorting a slice of all at a time needs little memory.
    """
    rows, numbers = [], []
    for part in range(1 << _SLICE_BITS):
        used = np.flatnonzero(postings.shingle >> np.uint64(64 - _SLICE_BITS) == part)
        used = used[np.argsort(postings.shingle[used])]
        shingle = postings.shingle[used]
        first = np.flatnonzero(np.append(True, shingle[1:] != shingle[:-1])) if len(used) else used
        texts = np.diff(np.append(first, len(used)))
        telling = np.repeat((texts > 1) & (texts <= _BOILERPLATE), texts)
        rows.append(postings.row[used[telling]])
        numbers.append(np.repeat(used[first], texts)[telling])
    return np.concatenate(rows), np.concatenate(numbers)


def _links(table: Table, pairs: Iterable[tuple[int, int]]) -> list[Link]:
    return [(a, b, round(_likeness(table, a, b) * _UNIT)) for a, b in pairs]


def _likeness(table: Table, a: int, b: int) -> float:
    """Return the share of all their shingles that two texts have in common; from LEAST_JACCARD on they are copies.

    Shortened copies count as LEAST_JACCARD; texts that have it by chance or from their common past count as none.
    """
    one, other = table.shingles(a), table.shingles(b)
    shared = len(np.intersect1d(one, other, assume_unique=True))
    share = shared / max(len(one) + len(other) - shared, 1)
    shortest = min(len(one), len(other))
    if b < table.dated and table.start[b] - table.start[a] > SOON_DAYS * DAY:
        return share if share >= LEAST_JACCARD_LATER else 0.0
    if shortest < FEW_SHINGLES:
        return share if _headlines_agree(table, a, b) else 0.0
    if share < LEAST_JACCARD and shared >= LEAST_CONTAINED * shortest and _headlines_agree(table, a, b):
        return LEAST_JACCARD
    return share


def _headlines_agree(table: Table, a: int, b: int) -> bool:
    one, other = _headline(table, a), _headline(table, b)
    return bool(one) and len(one & other) >= LEAST_HEADLINE * len(one | other)


def _headline(table: Table, row: int) -> set[int]:
    places = table.terms_of(row)
    return set(table.terms[places][table.headline[places] > 0].tolist())
