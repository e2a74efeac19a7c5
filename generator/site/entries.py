"""What an entry is on the site: an article or a static page, of which section, how old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from generator.config import SiteConfig
from generator.model import Entry

PAGES_FOLDER = "pages"  # under each source folder: the site's own static pages


def age(entry: Entry | None, zone: ZoneInfo) -> tuple[bool, float, str, str]:
    """Return what sorts articles oldest first, undated ones last, by file: the order of the members of a story."""
    if entry is None or entry.published is None:
        return True, 0.0, entry.path if entry else "", entry.id if entry else ""
    return False, entry.published.start(zone).timestamp(), "", entry.id


def is_static_page(path: str, source_paths: Sequence[str]) -> bool:
    """Tell whether a source file is one of the site's own static pages rather than an article."""
    return path.endswith((".md", ".markdown")) and any(
        path.startswith(f"{source}/{PAGES_FOLDER}/") for source in source_paths
    )


def sectioned(entry: Entry, config: SiteConfig) -> Entry:
    """Return the entry with a section, where its source names one of the site's sections among its topics only.

    Feeds know categories and no sections; most outlets put the department there.
    """
    section = next((topic for topic in entry.topics if topic in config.site.sections), "") if not entry.section else ""
    if not section:
        return entry
    return replace(entry, section=section, topics=tuple(topic for topic in entry.topics if topic != section))
