"""All candidates side by side: a row each, in the order of their dates, and their terms as one sparse matrix.

Everything that compares articles reads rows of this table, so candidates may arrive in any order and the outcome is
the same. Dated rows come first, oldest first, ties by id; then undated ones by source file, then id.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.model import ArticleId, Candidate

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Hashes = npt.NDArray[np.uint64]

HOUR = 3600.0
DAY = 86400.0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The columns of all candidates. `terms`, `counts`, `lead` and `headline` are parallel; `first` tells where a
    row's part of them begins (its last entry is their length)."""

    candidates: Sequence[Candidate]
    dated: int  # how many rows have a date: the first ones
    start: Floats  # seconds since 1970 UTC, ascending; NaN for undated rows
    end: Floats
    outlet: Ints  # equal numbers mean equal outlets
    file: Ints  # equal numbers mean one source file
    rank: Ints  # place of the row's id among all ids, for ties
    stems: tuple[str, ...]  # ascending; a term is an index into it
    first: Longs
    terms: Ints
    counts: Ints
    lead: Bytes
    headline: Bytes

    def __len__(self) -> int:
        return len(self.candidates)

    def id(self, row: int) -> ArticleId:
        """Return the id of the article in `row`."""
        return self.candidates[row].id

    def gap_seconds(self, a: Longs, b: Longs) -> Floats:
        """Return the time between the stated spans of two rows, 0 where they overlap; NaN when one is undated.

        So an article of which only the day is known is near to everything of that day.
        """
        later_start = np.maximum(self.start[a], self.start[b])
        earlier_end = np.minimum(self.end[a], self.end[b])
        gap: Floats = np.maximum(later_start - earlier_end, 0.0)
        return gap

    def shingles(self, row: int) -> Hashes:
        """Return the distinct shingles of a row's body, ascending."""
        return np.frombuffer(self.candidates[row].features.shingles, "<u8")

    def terms_of(self, row: int) -> slice:
        """Return where the terms of `row` stand in the parallel columns."""
        return slice(int(self.first[row]), int(self.first[row + 1]))


def table(candidates: Iterable[Candidate]) -> Table:
    """Lay candidates side by side; their order does not matter, their ids are distinct."""
    ordered = sorted(candidates, key=_place)
    ids = [candidate.id for candidate in ordered]
    start = np.array([math.nan if c.start is None else c.start for c in ordered], np.float64)
    stems, terms, first = _terms(ordered)
    return Table(
        candidates=ordered,
        dated=int(np.count_nonzero(~np.isnan(start))),
        start=start,
        end=start + np.array([c.span_hours for c in ordered], np.float64) * HOUR,
        outlet=_numbered([c.outlet for c in ordered]),
        file=_numbered([c.path for c in ordered]),
        rank=_numbered(ids),
        stems=stems,
        first=first,
        terms=terms,
        counts=np.frombuffer(b"".join(c.features.weights for c in ordered), "<u2").astype(np.int32),
        lead=np.frombuffer(b"".join(c.features.lead for c in ordered), np.uint8),
        headline=np.frombuffer(b"".join(c.features.headline for c in ordered), np.uint8),
    )


def _place(candidate: Candidate) -> tuple[bool, float, str, ArticleId]:
    if candidate.start is None:
        return True, 0.0, candidate.path, candidate.id
    return False, candidate.start, "", candidate.id


def _numbered(names: Sequence[str]) -> Ints:
    """Return the place of each name among the distinct names, ascending."""
    place = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([place[name] for name in names], np.int32)


def _terms(ordered: Sequence[Candidate]) -> tuple[tuple[str, ...], Ints, Longs]:
    """Return all stems, ascending, each row's as numbers into them, and where each row's begin."""
    met: defaultdict[str, int] = defaultdict()
    met.default_factory = met.__len__  # a stem not met before gets the next number
    rows = [np.array(list(map(met.__getitem__, c.features.stems.split())), np.int32) for c in ordered]
    stems = tuple(sorted(met))
    place = np.empty(len(stems), np.int32)
    place[np.fromiter((met[name] for name in stems), np.int64, len(stems))] = np.arange(len(stems), dtype=np.int32)
    first = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64)
    return stems, place[np.concatenate([*rows, np.empty(0, np.int32)])], first
