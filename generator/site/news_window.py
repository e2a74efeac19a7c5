"""Which articles are the news of the last two days, and until when: the one list that the clock alone moves.

A page may not know the time, so the edition asks here once and declares what it was told. The span in which the answer
holds joins that of what is visible, so that a build at another moment of it still has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.model import ArticleId, Entry, Precision
from generator.site.visibility import Holds

SECONDS = 2 * 24 * 3600  # https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
_DATED = (Precision.SECOND, Precision.MINUTE, Precision.HOUR, Precision.DAY)  # the format wants a day at least


class Window(NamedTuple):
    """The articles of the last two days in the order given, and between which moments they are that."""

    members: tuple[ArticleId, ...] = ()
    holds: Holds = Holds()


def window(articles: Iterable[Entry], now: datetime, zone: ZoneInfo) -> Window:
    """Return the articles published in the two days before `now`, counted from the start of the stated span.

    An article known to the month or year only is in no such window, and neither is one of the future.
    """
    moment = now.timestamp()
    edges: set[float] = set()
    members: list[ArticleId] = []
    for entry in articles:
        if entry.published is None or entry.published.precision not in _DATED:
            continue
        begins = entry.published.start(zone).timestamp()
        edges |= {begins, begins + SECONDS}
        if begins <= moment < begins + SECONDS:
            members.append(entry.id)
    return Window(tuple(members), Holds().cut(edges, moment))
