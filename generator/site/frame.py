"""The SITE value: what the layout shows on every page, and nothing that changes with an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.config import SiteConfig
from generator.model import Entry, Link
from generator.site.edition import Edition
from generator.site.feeds import ATOM, HOME, site_links
from generator.site.front_pages import static_permalink
from generator.site.heartbeat import HEARTBEAT
from generator.site.permalinks import list_permalink
from generator.site.picture_pages import MANIFEST
from generator.site.trails import ARCHIVE, OUTLETS

# Of the paper in static/site.css: browsers give it to the frame of their window.
COLOURS = {"light": "#fbfaf6", "dark": "#15171b"}


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
            "outlets": OUTLETS,
            "feed": ATOM.permalink(HOME),
            "heartbeat": _heartbeat(edition),
        },
        "feeds": site_links(config),
        "manifest": MANIFEST,
        "colours": COLOURS,
        "locale": f"{config.site.language.partition('-')[0]}_{config.site.region}",
        "assets": dict(assets),
    }


def _heartbeat(edition: Edition) -> str:
    """Return where the heartbeat lies, which is the same whatever it says; "" where the site has none."""
    return HEARTBEAT if edition.beat else ""


def _footer_pages(edition: Edition) -> list[Entry]:
    pages = enumerate(edition.static_pages)
    return sorted((e for n, e in pages if edition.has_path(static_permalink(e), n)), key=static_permalink)
