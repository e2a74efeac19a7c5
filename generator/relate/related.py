"""Which links to show below an article, each with the words that are the reason for it.

From an article's ranking, nearest first: what reaches LEAST_SCORE and shares at least two rare words; not what its own
story or its copies show already; one of each event and of each group of copies; SHOWN at most, none when nothing fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from generator.model import ArticleId, Neighbour
from generator.relate.neighbours import UNIT, Pairs
from generator.relate.table import Ints, Table
from generator.relate.weights import STEPS, Weights
from generator.text.normalize import fold
from generator.text.terms import stem

LEAST_SCORE = 0.18
SHOWN = 5
REASON_WORDS = 3
LEAST_REASON_WORDS = 2
RARE_BITS = 5
"""Only a word that stands in at most one text of thirty-two is a reason for a link."""
IN_A_HEADLINE = 4
"""Times by which a word of either headline counts more as a reason."""
SHORTEST_REASON = 3
"""Letters of a word that may be a reason."""


Rows = tuple[int, ...]


def related(
    table: Table, weights: Weights, ranking: Pairs, events: Sequence[Rows], told: Sequence[Rows]
) -> dict[ArticleId, tuple[Neighbour, ...]]:
    """Return the links to show below each article that has any, nearest first.

    `events` are disjoint groups of rows of which one link is enough; `told` are those that an article's page shows as
    its story or its copies anyway.
    """
    event = {row: number for number, rows in enumerate(events) for row in rows}
    apart = {row: set(rows) for rows in told for row in rows}
    shown = {}
    for row, pairs in ranking.where(ranking.score >= LEAST_SCORE * UNIT).by_row():
        near = [near for near in pairs.near.tolist() if near not in apart.get(row, ())]
        found = dict(zip(pairs.near.tolist(), pairs.score.tolist(), strict=True))
        links = _with_reasons(table, weights, row, near, event)
        if links:
            shown[table.id(row)] = tuple(Neighbour(table.id(to), found[to] / UNIT, words) for to, words in links)
    return shown


def _with_reasons(
    table: Table, weights: Weights, row: int, near: Iterable[int], event: Mapping[int, int]
) -> list[tuple[int, tuple[str, ...]]]:
    """Return the first SHOWN of `near` that share a reason with `row`, one of each event, with their words."""
    links: list[tuple[int, tuple[str, ...]]] = []
    seen: set[int] = set()
    for to in near:
        if event.get(to, -to - 1) not in seen and len(links) < SHOWN:
            words = reasons(table, weights.between(table, row, to), row, to)
            if len(words) >= LEAST_REASON_WORDS:
                seen.add(event.get(to, -to - 1))
                links.append((to, words))
    return links


def reasons(table: Table, weights: Ints, row: int, to: int) -> tuple[str, ...]:
    """Return the rare words that two texts share, the weightiest first, ties by stem.

    At most REASON_WORDS; no numbers and nothing that looks like an abbreviation. What stands in a headline is more of
    a reason than what does not.
    """
    own, others = table.terms_of(row), table.terms_of(to)
    shared, here, there = np.intersect1d(table.terms[own], table.terms[others], True, return_indices=True)
    telling = weights[shared].astype(np.int64) ** 4 * table.counts[own][here] * table.counts[others][there]
    telling *= np.where(table.headline[own][here] + table.headline[others][there] > 0, IN_A_HEADLINE, 1)
    rare = np.flatnonzero(weights[shared] >= RARE_BITS * STEPS)
    ours, theirs = (table.candidates[which].features.words.split() for which in (row, to))
    order = rare[np.argsort(-telling[rare], kind="stable")].tolist()
    words = (_plainest(ours[here[place]], theirs[there[place]]) for place in order)
    return tuple(islice((word for word in words if _is_a_reason(word)), REASON_WORDS))


def _plainest(ours: str, theirs: str) -> str:
    """Return the written form that stands best alone: without the و and بـ that belong to another word's place."""
    return min(_bare(ours), _bare(theirs), key=lambda word: word.startswith(("لل", "و")))


def _bare(word: str) -> str:
    """Return a written form without و and the preposition before ال, where the stem says that they are no root's."""
    for before in ("و", "بال", "كال", "فال"):
        if word.startswith(before) and stem(fold(word[1:])) == stem(fold(word)):
            word = word[1:]
    return word


def _is_a_reason(word: str) -> bool:
    return sum(map(str.isalpha, word)) >= SHORTEST_REASON and not any(map(str.isdigit, word))
