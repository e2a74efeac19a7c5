"""The SITE value: what the layout shows on every page, and nothing that changes with an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.config import SiteConfig
from generator.model import Entry, Link
from generator.site.archive_pages import ARCHIVE
from generator.site.edition import Edition
from generator.site.feed_pages import FEED
from generator.site.front_pages import static_permalink
from generator.site.heartbeat import HEARTBEAT
from generator.site.permalinks import list_permalink


def frame(edition: Edition, assets: Mapping[str, str]) -> dict[str, Any]:
    """Return what every template reads of the site; its digest is part of every page's key."""
    config: SiteConfig = edition.config
    pages = tuple(Link(entry.headline, static_permalink(entry)) for entry in _footer_pages(edition))
    about = next((page.permalink for page in pages if page.permalink == "/about/"), "")
    return {
        "title": config.site.title,
        "tagline": config.site.tagline,
        "description": config.site.description,
        "base_url": config.base_url,
        "base_path": config.base_path,
        "language": config.site.language,
        "direction": config.direction,
        "sections": tuple(Link(name, list_permalink("sections", name)) for name in config.site.sections),
        "pages": pages,
        "links": {
            "about": about,
            "archive": ARCHIVE,
            "outlets": "/outlets/",
            "feed": FEED,
            "heartbeat": _heartbeat(edition),
        },
        "assets": dict(assets),
    }


def _heartbeat(edition: Edition) -> str:
    """Return where the heartbeat lies, which is the same whatever it says; "" where the site has none."""
    return HEARTBEAT if edition.beat else ""


def _footer_pages(edition: Edition) -> list[Entry]:
    return sorted(edition.static_pages, key=static_permalink)
