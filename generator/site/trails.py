"""What leads from the front page to a page: the names and places above it."""

from __future__ import annotations

from generator.model import Link, Permalink
from generator.site.edition import Edition

ARCHIVE = Permalink("/archive/")
OUTLETS = Permalink("/outlets/")


def archive_link(edition: Edition) -> Link:
    """Return the entry to all archives."""
    return Link(edition.words.gettext("Archive"), ARCHIVE)


def outlets_link(edition: Edition) -> Link:
    """Return the directory of outlets."""
    return Link(edition.words.gettext("Outlets"), OUTLETS)
