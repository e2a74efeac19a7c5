"""The one file that says when the site was last built; static/stale.js compares it with the reader's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.dates import write
from generator.model import Moment, Page, Permalink, Precision
from generator.site.edition import Edition, Recipe

HEARTBEAT = Permalink("/heartbeat.js")


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for the heartbeat of a site that tells readers when its last build is old."""
    if edition.beat:
        yield Recipe(HEARTBEAT, heartbeat_page)


def heartbeat_page(edition: Edition, _: None) -> Page:
    """Return the heartbeat: the beginning of the beat, for machines and in the site's words, and when it is old."""
    beat = edition.beat
    assert beat is not None
    begins = datetime.fromtimestamp(beat.begins, edition.zone)
    built = Moment(begins.isoformat(timespec="seconds"), Precision.MINUTE)
    return Page(
        HEARTBEAT,
        "heartbeat",
        {
            "built": write.iso(built, edition.style),
            "words": write.unbroken(write.stamp(built, edition.style)),
            "stale_from": beat.stale_from * 1000,
        },
    )
