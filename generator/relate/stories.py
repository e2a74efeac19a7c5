"""Articles of one event, from several outlets.

    likeness = (cosine of the texts + cosine of the leads + ½ cosine of the headlines) × e^(−hours/24)

tells one event from another of the same running affair. Articles at most 72 hours apart are linked, and gathered into
events by average link; an event ends 14 days after its earliest member. Copies count as of one event from the start.
An event that several outlets report is a story; what one outlet wrote about it alone is told by related links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy import sparse

from generator.model import Story, StoryId
from generator.relate.clusters import groups
from generator.relate.copies import Finds, at_once
from generator.relate.neighbours import UNIT, Window, months
from generator.relate.table import DAY, HOUR, Ints, Longs, Table
from generator.relate.vectors import ONE, Matrix, vectors
from generator.relate.weights import Weights, half_year

LINK_HOURS = 72
LONGEST_DAYS = 14
FADING_HOURS = 24
LONGEST_SPAN_HOURS = 25  # clocks go back
"""Of which less is known than the day joins a story only as a copy of a member."""
HEADLINE_PART = 0.5
LEAST_MEAN = 0.42
"""Mean likeness of two groups of articles that are of one event."""
LEAST_LIKENESS = 0.10
"""Pairs that are less alike count as not alike at all."""

_REACH_SECONDS = (LINK_HOURS + LONGEST_SPAN_HOURS) * HOUR
_ROWS_AT_ONCE = 256

Rows = tuple[int, ...]
Held = Iterable[Story]
Link = tuple[int, int, int]
"""Two rows, the earlier first, and their likeness in 1/UNIT."""


def events(table: Table, weights: Weights, copies: Sequence[Rows], found: Finds = at_once) -> list[Rows]:
    """Return the groups of articles of one event, as rows, copies kept together; disjoint, oldest first."""

    def links(window: Window) -> Iterator[Link]:
        return links_of(table, window, weights.of(half_year(float(table.start[window.rows[0]]))))

    windows = [window for window, _ in months(table, 0, _REACH_SECONDS / DAY)]
    return groups(
        table,
        found(links, windows),
        least_mean=round(LEAST_MEAN * UNIT),
        longest_seconds=LONGEST_DAYS * DAY,
        together=copies,
    )


def links_of(table: Table, window: Window, weights: Ints) -> Iterator[Link]:
    """Yield the links from rows of a window to later ones among its columns, LINK_HOURS at most.

    They use the weights of the half-year of the earlier article.
    """
    origin = int(window.columns[0])
    matrix = _fields(table, window, weights)
    for begin in range(0, len(window.rows), _ROWS_AT_ONCE):
        rows = window.rows[begin : begin + _ROWS_AT_ONCE]
        end = np.searchsorted(table.start[window.columns], table.start[rows[-1]] + _REACH_SECONDS, "right")
        products = matrix[rows - origin] @ matrix[rows[0] - origin : end].T
        found = np.flatnonzero(products.data >= LEAST_LIKENESS * ONE**2)
        row = rows[np.searchsorted(products.indptr, found, "right") - 1]
        later = products.indices[found].astype(np.int64) + rows[0]
        yield from _faded(table, row, later, products.data[found])


def _fields(table: Table, window: Window, weights: Ints) -> Matrix:
    """Return the vectors of text, lead and headline side by side, so that one product adds the three cosines up."""
    text, lead, headline = (
        vectors(table, counts, window.columns, weights) for counts in (table.counts, table.lead, table.headline)
    )
    headline.data = np.rint(headline.data * np.sqrt(HEADLINE_PART)).astype(np.int32)
    return sparse.hstack([text, lead, headline], format="csr")


def _faded(table: Table, row: Longs, later: Longs, product: Ints) -> Iterator[Link]:
    """Yield the links that remain when the time between two articles is taken into account."""
    span = np.maximum(table.end[row] - table.start[row], table.end[later] - table.start[later])
    use = (row < later) & (span <= LONGEST_SPAN_HOURS * HOUR)
    row, later, product = row[use], later[use], product[use]
    hours = table.gap_seconds(row, later) / HOUR
    nearness = np.round(np.exp(-hours / FADING_HOURS), 6)  # libraries differ in the last bits of exp
    likeness = np.rint(product * nearness * (UNIT / ONE**2)).astype(np.int64)
    use = (hours <= LINK_HOURS) & (likeness >= LEAST_LIKENESS * UNIT)
    yield from zip(row[use].tolist(), later[use].tolist(), likeness[use].tolist(), strict=True)


def of_several_outlets(table: Table, found: Sequence[Rows]) -> list[Rows]:
    """Return the events that several outlets report."""
    return [rows for rows in found if len({int(table.outlet[row]) for row in rows}) > 1]


def stories(
    table: Table, found: Sequence[Rows], copies: Sequence[Rows], standing: Collection[int] = (), held: Held = ()
) -> tuple[Story, ...]:
    """Return events as stories, by id, with the groups of copies among their members.

    `held` are stories found earlier; the features of the rows in `standing` are those of that time, so a story of such
    rows alone that has the same members and copies as a held one has its lead, too.
    """
    group = {row: rows for rows in copies for row in rows}
    leads = {(story.members, story.copies): story.lead for story in held}

    def story(rows: Rows) -> Story:
        inside = dict.fromkeys(group[row] for row in rows if row in group)
        members = tuple(map(table.id, rows))
        same_text = tuple(tuple(map(table.id, copy)) for copy in inside)
        lead = leads.get((members, same_text)) if all(row in standing for row in rows) else None
        lead = lead or table.id(_lead(table, rows, group))
        return Story(id=StoryId(members[0]), lead=lead, members=members, copies=same_text)

    return tuple(sorted(map(story, found), key=lambda story: story.id))


def _lead(table: Table, rows: Rows, group: Mapping[int, Rows]) -> int:
    """Return the member that tells most of what the others tell: it shares most terms with those it is no copy of.

    Of equals it is the longest, then the oldest. Nothing but the texts decides: no outlet goes before another.
    """
    copies: dict[int, list[int]] = {}  # by the first of a group, those of the story; who has no copy is a group alone
    for row in rows:
        copies.setdefault(group.get(row, (row,))[0], []).append(row)
    of_all = _texts_with(table, rows)
    of_copies = {first: _texts_with(table, some) for first, some in copies.items()}

    def told(row: int) -> tuple[float, int, int]:
        first = group.get(row, (row,))[0]
        shared = sum(of_all[term] - of_copies[first][term] for term in _terms(table, row))
        return shared / max(len(rows) - len(copies[first]), 1), table.candidates[row].features.length, -row

    return max(rows, key=told)


def _texts_with(table: Table, rows: Sequence[int]) -> Counter[int]:
    """Return in how many of `rows` each term occurs."""
    return Counter(term for row in rows for term in _terms(table, row))


def _terms(table: Table, row: int) -> list[int]:
    found: list[int] = table.terms[table.terms_of(row)].tolist()
    return found
