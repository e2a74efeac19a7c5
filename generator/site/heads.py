"""What every page says of itself in its head."""

from __future__ import annotations

from typing import Any

from generator.site.edition import Edition


def head(
    edition: Edition, kind: str, title: str, description: str, *, index: bool = True, feed: bool = True
) -> dict[str, Any]:
    """Return the `page` value of a template: its kind, title, description and what robots may do.

    Without a description of its own a page says what it is and whose.
    """
    site = edition.config.site
    fallback = " – ".join(part for part in (title, site.title, site.tagline or site.description) if part)
    return {
        "kind": kind,
        "title": title,
        "description": description or fallback,
        "robots": "index,follow" if index else "noindex,follow",
        "feed": feed,
    }
