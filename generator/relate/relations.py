"""All of relating in one line: see the package."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from generator.model import Candidate, Rankings, Relations
from generator.relate.copies import copies
from generator.relate.neighbours import LISTED, Pairs, neighbours
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
        neighbours=listed(rows, ranking),
        related=related(rows, weighed, ranking, same_event),
        events=tuple(tuple(map(rows.id, group)) for group in same_event if len(group) > 1),
    )


def listed(rows: Table, ranking: Pairs) -> Rankings:
    """Return the ranking of every article, LISTED deep, without reasons."""
    if not len(ranking):
        return Rankings()
    places = np.arange(len(ranking)) - np.searchsorted(ranking.row, ranking.row, "left")
    kept = ranking.where(places < LISTED)
    return Rankings(
        ids=tuple(candidate.id for candidate in rows.candidates),
        lengths=np.bincount(kept.row, minlength=len(rows)).astype(np.uint8).tobytes(),
        near=kept.near.astype("<i4").tobytes(),
        scores=kept.score.astype("<i4").tobytes(),
    )
