"""Relations after some articles changed, from what relating left the last time: equal to those of a whole computation.

    former rankings ─▶ those of articles that stand ─▶ without what is gone ─▶ with what is new ─┐
                       new articles, and lists that lost one of KEPT, are ranked anew ───────────┴▶ ranking ─▶ related

An article *stands* when everything that its comparisons read is as it was: its features, its date, and the weights of
its terms. A score is a function of two articles that stand, so it stands too. Copies and events are found anew: they
cost little.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from generator.model import ArticleId, Candidate, Features, Neighbour, Relations
from generator.relate.copies import copies
from generator.relate.former import Former
from generator.relate.neighbours import (
    AHEAD_DAYS,
    BACK_DAYS,
    KEPT,
    UNIT,
    Each,
    Pairs,
    Window,
    dated_neighbours,
    joined,
    months,
    nearest,
    neighbours_of,
    with_files,
)
from generator.relate.related import LEAST_SCORE, related
from generator.relate.relations import listed
from generator.relate.stories import Link, events, of_several_outlets, stories
from generator.relate.table import Longs, Table, table
from generator.relate.weights import Weights, half_year, weights

_MOST = 0.25
"""Of all articles; when more changed, all are ranked anew."""
_DIGEST_BYTES = 16

Mask = npt.NDArray[np.bool_]


def renewed(
    candidates: Iterable[Candidate], former: Former | None = None, held: Relations | None = None, each: Each = map
) -> tuple[Relations, Former]:
    """Return the relations of all candidates, and what is left for the next time; ids are distinct.

    `former` and `held` are what this function returned for other candidates, or nothing; `each` maps a function over
    windows, in this process or in several. They change the time it takes, never the outcome.
    """
    rows = table(candidates)
    weighed = weights(rows)
    digests = _digests(rows, weighed)
    linked = former or Former()
    text_links, event_links = _Links(digests, linked.copies, each), _Links(digests, linked.events, each)
    same_text = copies(rows, text_links.found)
    same_event = events(rows, weighed, same_text, event_links.found)
    reported = of_several_outlets(rows, same_event)
    was = _places(rows, digests, linked)
    dated, stands = _ranked(rows, weighed, was, linked, each)
    ranking = with_files(rows, weighed, dated)
    found = Relations(
        copies=tuple(tuple(map(rows.id, group)) for group in same_text),
        stories=stories(rows, reported, same_text, _standing(was), held.stories if held else ()),
        neighbours=listed(rows, ranking),
        events=tuple(tuple(map(rows.id, group)) for group in same_event if len(group) > 1),
    )
    in_files = _meet(ranking, np.arange(len(rows)) >= rows.dated)
    if held is None:
        stands[:] = False
    else:
        stands &= ~_meet(ranking, _rows_of(rows, _moved(held.events, found.events)))
        stands &= ~(in_files | _were_in_files(rows, was, linked))
    links = _linked(rows, weighed, ranking, same_event, stands, held.related if held else {})
    return replace(found, related=links), _left(rows, digests, dated, in_files, text_links.kept, event_links.kept)


class _Links:
    """The links that windows of dated rows gave: found anew only where anything in a window is another than before."""

    def __init__(self, digests: Sequence[bytes], former: Mapping[str, bytes], each: Each) -> None:
        self._digests, self._former, self._each = digests, former, each
        self.kept: dict[str, bytes] = {}

    def found(self, find: Callable[[Window], Iterable[Link]], windows: Sequence[Window]) -> Iterator[Link]:
        """Yield the links of all windows: those held, and those that `find` finds."""
        keys = [self._key(window) for window in windows]
        anew = [window for key, window in zip(keys, windows, strict=True) if key not in self._former]
        fresh = iter(self._each(lambda window: _packed(window, find(window)), anew))
        for key, window in zip(keys, windows, strict=True):
            self.kept[key] = self._former[key] if key in self._former else next(fresh)
            places = np.frombuffer(self.kept[key], "<i4").reshape(-1, 3)
            low, high = window.columns[places[:, 0]].tolist(), window.columns[places[:, 1]].tolist()
            yield from zip(low, high, places[:, 2].tolist(), strict=True)

    def _key(self, window: Window) -> str:
        first = int(np.searchsorted(window.columns, window.rows[0]))
        found = blake2b(f"{first} {len(window.rows)} ".encode(), digest_size=_DIGEST_BYTES)
        found.update(b"".join([self._digests[row] for row in window.columns.tolist()]))
        return found.hexdigest()


def _packed(window: Window, links: Iterable[Link]) -> bytes:
    """Return links as columns of whole numbers, rows as their places in the window: the same wherever it lies."""
    found = np.array(list(links), np.int64).reshape(-1, 3)
    low, high = (np.searchsorted(window.columns, found[:, side]) for side in (0, 1))
    return np.stack([low, high, found[:, 2]], axis=1).astype("<i4").tobytes()


def _ranked(table: Table, weights: Weights, was: Longs, former: Former, each: Each) -> tuple[Pairs, Mask]:
    """Return the ranking of dated articles, and which rows of the table have the same one as before.

    `was` tells of each dated row its place in the former ranking, -1 where it is new.
    """
    new = np.flatnonzero(was < 0)
    stands = np.zeros(len(table), np.bool_)
    if len(new) > _MOST * table.dated:
        return dated_neighbours(table, weights, each), stands
    kept, lost = _kept(table, was, former)
    full = np.bincount(kept.row, minlength=table.dated) + lost == KEPT
    anew = np.union1d(new, np.flatnonzero(full & (lost > 0)))
    kept = kept.where(~np.isin(kept.row, anew))
    fresh = joined(_anew(table, weights, anew, new))
    touched = np.zeros(table.dated, np.bool_)
    touched[fresh.row] = touched[anew] = touched[np.flatnonzero(lost)] = True
    stands[: table.dated] = ~touched
    changed = nearest(table, joined([kept.where(touched[kept.row]), fresh]))
    both = joined([kept.where(~touched[kept.row]), changed])
    return both.where(np.argsort(both.row, kind="stable")), stands


def _places(table: Table, digests: list[bytes], former: Former) -> Longs:
    """Return the place in the former ranking of each dated row that stands, -1 for the others."""
    parts = (former.digests[at : at + _DIGEST_BYTES] for at in range(0, len(former.digests), _DIGEST_BYTES))
    place = {key: number for number, key in enumerate(zip(former.ids, parts, strict=True))}
    keys = zip(map(table.id, range(table.dated)), digests, strict=True)
    return np.array([place.get(key, -1) for key in keys], np.int64)


def _standing(was: Longs) -> set[int]:
    """Return the dated rows that stand: those that have a place in the former ranking."""
    return set(np.flatnonzero(was >= 0).tolist())


def _kept(table: Table, was: Longs, former: Former) -> tuple[Pairs, Longs]:
    """Return the former pairs of rows that stand, and how many pairs each dated row lost."""
    now = np.full(len(former.ids) + 1, -1, np.int64)
    now[was[was >= 0]] = np.flatnonzero(was >= 0)
    lengths = np.frombuffer(former.lengths, np.uint8)
    near, score = (np.frombuffer(column, "<i4") for column in (former.near, former.scores))
    pairs = Pairs(np.repeat(now[:-1], lengths), now[near], score.astype(np.int64))
    pairs = pairs.where(pairs.row >= 0)
    lost = np.bincount(pairs.row[pairs.near < 0], minlength=table.dated)
    return pairs.where(pairs.near >= 0), lost


def _anew(table: Table, weights: Weights, anew: Longs, new: Longs) -> Iterable[Pairs]:
    """Yield the pairs of rows that are ranked anew with all others, and of all others with new rows."""
    for window, half in months(table, BACK_DAYS, AHEAD_DAYS):
        for rows, columns in (
            (np.intersect1d(window.rows, anew), window.columns),
            (np.setdiff1d(window.rows, anew), np.intersect1d(window.columns, new)),
        ):
            if len(rows) and len(columns):
                yield neighbours_of(table, Window(rows, columns), weights.of(half))


def _digests(table: Table, weights: Weights) -> list[bytes]:
    """Return the digest of all that the comparisons of each dated row read: its features, its span, and the weights.

    A row is compared by the weights of its own half-year, and in the lists of articles of the ones before and after.
    """
    terms = table.terms[: table.first[table.dated]]
    column = {half: memoryview(of_half[terms].tobytes()) for half, of_half in weights.by_half_year.items()}
    first = (table.first * 4).tolist()
    spans = np.stack([table.start[: table.dated], table.end[: table.dated]], axis=1).astype("<f8")
    return [
        _digest(
            table.candidates[row].features,
            spans[row].tobytes(),
            [column[near][first[row] : first[row + 1]] for near in (half - 1, half, half + 1) if near in column],
        )
        for row, half in enumerate(map(half_year, table.start[: table.dated].tolist()))
    ]


def _digest(made: Features, span: bytes, weights: list[memoryview]) -> bytes:
    words = (made.stems.encode(), made.words.encode())
    parts: list[bytes | memoryview] = [*words, made.weights, made.lead, made.headline, made.shingles, *weights]
    found = blake2b(span, digest_size=_DIGEST_BYTES)
    found.update(repr([made.length, *map(len, parts)]).encode())
    for part in parts:
        found.update(part)
    return found.digest()


def _left(
    table: Table,
    digests: list[bytes],
    dated: Pairs,
    in_files: Mask,
    copies: Mapping[str, bytes],
    events: Mapping[str, bytes],
) -> Former:
    return Former(
        ids=tuple(map(table.id, range(table.dated))),
        digests=b"".join(digests),
        lengths=np.bincount(dated.row, minlength=table.dated).astype(np.uint8).tobytes(),
        near=dated.near.astype("<i4").tobytes(),
        scores=dated.score.astype("<i4").tobytes(),
        in_files=in_files[: table.dated].tobytes(),
        copies=copies,
        events=events,
    )


def _moved(before: Collection[tuple[ArticleId, ...]], after: Collection[tuple[ArticleId, ...]]) -> set[ArticleId]:
    """Return the members of events that are not the same ones before and after."""
    return {member for group in set(before) ^ set(after) for member in group}


def _rows_of(table: Table, ids: Collection[ArticleId]) -> Mask:
    return np.array([candidate.id in ids for candidate in table.candidates], np.bool_)


def _meet(ranking: Pairs, marked: Mask) -> Mask:
    """Return which rows have a marked one in their ranking."""
    return np.bincount(ranking.row[marked[ranking.near]], minlength=len(marked)) > 0


def _were_in_files(table: Table, was: Longs, former: Former) -> Mask:
    """Return which rows of the table had undated articles near them."""
    before = np.append(np.frombuffer(former.in_files, np.bool_), False)
    were = np.zeros(len(table), np.bool_)
    were[: table.dated] = before[was]  # of those that are new, the last: none
    return were


def _linked(
    table: Table,
    weights: Weights,
    ranking: Pairs,
    events: list[tuple[int, ...]],
    stands: Mask,
    held: Mapping[ArticleId, tuple[Neighbour, ...]],
) -> dict[ArticleId, tuple[Neighbour, ...]]:
    """Return the links of every article that has any, in the order of the table: those that stand as they are held."""
    near = np.unique(ranking.row[ranking.score >= LEAST_SCORE * UNIT])
    fresh = related(table, weights, ranking.where(~stands[ranking.row]), events)
    both = ((table.id(row), held if stands[row] else fresh) for row in near.tolist())
    return {identity: links[identity] for identity, links in both if identity in links}
