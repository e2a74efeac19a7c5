"""Which of an article's related links are shown: chosen once it is known what readers may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from generator.model import ArticleId, Neighbour

SHOWN = 5  # under an article


def chosen(
    nearest: Iterable[Neighbour], told: Set[ArticleId], event: Callable[[ArticleId], Set[ArticleId]]
) -> list[Neighbour]:
    """Return the first SHOWN, one of each event; none of those `told` on the article's page anyway."""
    links: list[Neighbour] = []
    used = set(told)
    for near in nearest:
        if near.id not in used and len(links) < SHOWN:
            links.append(near)
            used |= {near.id, *event(near.id)}
    return links
