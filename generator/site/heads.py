"""What every page says of itself in its head."""

from __future__ import annotations

from typing import Any

from generator.model import Link
from generator.site.edition import Edition
from generator.site.feeds import FeedLink


def head(
    edition: Edition,
    kind: str,
    title: str,
    description: str,
    *,
    index: bool = True,
    feeds: tuple[FeedLink, ...] = (),
    trail: tuple[Link, ...] = (),
) -> dict[str, Any]:
    """Return the `page` value of a template: its kind, title, description and what robots may do.

    Without a description of its own a page says what it is and whose. `feeds` are those of its own list, beside the
    site's; `trail` leads to it from the front page, that and the page itself left out.
    """
    site = edition.config.site
    fallback = " – ".join(part for part in (title, site.title, site.tagline or site.description) if part)
    return {
        "kind": kind,
        "title": title,
        "summary": description,
        "description": description or fallback,
        "robots": "index,follow" if index else "noindex,follow",
        "feeds": feeds,
        "trail": trail,
    }
