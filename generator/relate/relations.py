"""All of relating in one line: see the package."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import ArticleId, Candidate, Neighbour, Relations
from generator.relate.copies import copies
from generator.relate.neighbours import LISTED, UNIT, Pairs, neighbours
from generator.relate.related import related
from generator.relate.stories import events, of_several_outlets, stories
from generator.relate.table import Table, table
from generator.relate.weights import weights


def relations(candidates: Iterable[Candidate]) -> Relations:
    """Return the relations of all candidates; ids are distinct."""
    rows = table(candidates)
    weighed = weights(rows)
    same_text = copies(rows)
    same_event = events(rows, weighed, same_text)
    reported = of_several_outlets(rows, same_event)
    ranking = neighbours(rows, weighed)
    return Relations(
        copies=tuple(tuple(map(rows.id, group)) for group in same_text),
        stories=stories(rows, reported, same_text),
        neighbours=_listed(rows, ranking),
        related=related(rows, weighed, ranking, same_event),
        events=tuple(tuple(map(rows.id, group)) for group in same_event if len(group) > 1),
    )


def _listed(rows: Table, ranking: Pairs) -> dict[ArticleId, tuple[Neighbour, ...]]:
    """Return the ranking of every article, LISTED deep, without reasons."""
    listed = {}
    for row, pairs in ranking.by_row():
        nearest = zip(pairs.near[:LISTED].tolist(), pairs.score[:LISTED].tolist(), strict=True)
        listed[rows.id(row)] = tuple(Neighbour(rows.id(near), score / UNIT) for near, score in nearest)
    return listed
