"""What stands in the place of what was withdrawn."""

from __future__ import annotations

from generator.model import Page, Permalink
from generator.site.edition import Edition
from generator.site.heads import head


def article_tombstone(edition: Edition, permalink: Permalink) -> Page:
    """Return what stands where a withdrawn article was: that it was withdrawn, and nothing else."""
    return _tombstone(edition, permalink, "article")


def page_tombstone(edition: Edition, permalink: Permalink) -> Page:
    """Return the same for a static page of the site's own."""
    return _tombstone(edition, permalink, "page")


def _tombstone(edition: Edition, permalink: Permalink, what: str) -> Page:
    return Page(permalink, "tombstone.html", {"page": head(edition, "tombstone", "", "", index=False), "what": what})
