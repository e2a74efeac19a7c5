"""What stands in the place of what was withdrawn."""

from __future__ import annotations

from generator.model import Page, Permalink
from generator.site.edition import Edition
from generator.site.heads import head


def tombstone_page(edition: Edition, permalink: Permalink) -> Page:
    """Return what stands where a withdrawn article was: that it was withdrawn, and nothing else."""
    return Page(permalink, "tombstone.html", {"page": head(edition, "tombstone", "", "", index=False)})
