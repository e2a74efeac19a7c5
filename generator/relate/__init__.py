"""Which articles tell of one event, which are copies of one text, and what else to read: Features → Relations.

    candidates ─▶ table ─▶ weights ─┬─▶ neighbours (a month at a time) ──────────▶ related
                       └─▶ copies ──┴─▶ events (a month at a time) ─▶ stories ──────┘

numpy and scipy are imported by the modules behind `relate`, so that nothing loads them before it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generator.model import Candidate, Relations
from generator.relate.former import Former
from generator.workers import map_batches


def relate(candidates: Iterable[Candidate]) -> Relations:
    """Return the relations of all candidates; ids are distinct.

    A pure function of the candidates as a set: neither their order, nor what was related before, nor the number of
    cores changes anything.
    """
    from generator.relate.relations import relations

    return relations(candidates)


def renew(
    candidates: Iterable[Candidate], former: Former | None, held: Relations | None, jobs: int = 1
) -> tuple[Relations, Former]:
    """Return the relations of all candidates, in less time where few changed since `former` and `held` were left.

    Those two are what this function returned before, by the same code, for whatever candidates; they never change the
    outcome.
    """
    from generator.relate.renewal import renewed

    def each(work: Callable[[Any], Any], windows: Sequence[Any]) -> Iterable[Any]:
        return map_batches(lambda batch: work(batch[0]), windows, jobs=jobs, size=1)

    return renewed(candidates, former, held, each)
