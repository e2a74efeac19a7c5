"""The last finished build, and whether it is still the one that is wanted: then nothing else is opened."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec

from generator import digest, scan, writing
from generator.digest import Digest
from generator.errors import Problem
from generator.hosting import compression
from generator.order import Order, Report
from generator.scan import Scan
from generator.site.visibility import Holds
from generator.theme import Theme


class Finished(msgspec.Struct, frozen=True):
    """What a finished build read, between which clocks its results hold, and what it reported."""

    inputs: Digest
    scan_began_ns: int
    holds_from: float
    holds_until: float
    manifest: Digest
    pages: int
    files: int
    problems: tuple[Problem, ...]
    default_policy: tuple[str, ...]
    remote_pictures: int
    passages_removed: int
    hidden: dict[str, int]


def inputs(order: Order, look: Theme, all_code: Digest, scanned: Scan) -> Digest:
    """Return the digest of everything that a build reads, the clock apart: files by their stat."""
    return digest.of_value(
        (
            all_code,
            order.config,
            order.showing,
            order.place,
            look.digest,
            scanned.files,
            scanned.problems,
            compression.versions(order.config.hosting.precompress),
        )
    )


def stands(last: Finished, wanted: Digest, scanned: Scan, order: Order) -> bool:
    """Tell whether the last build's output is this one's: same inputs, same results of the clock, output in place."""
    if last.inputs != wanted or not last.holds_from <= order.now.timestamp() < last.holds_until:
        return False
    if not all(scan.is_settled(found.mtime_ns, last.scan_began_ns) for found in scanned.files):
        return False  # changed so soon after it was read that its stat may hide the change
    try:
        return digest.of_bytes((order.output / writing.MANIFEST).read_bytes()) == last.manifest
    except OSError:
        return False


def unchanged(last: Finished, seconds: Mapping[str, float], zone: ZoneInfo) -> Report:
    """Return the report of a build that found everything as the last one left it."""
    return Report(
        pages=last.pages,
        written=0,
        reused=last.files,
        removed=0,
        problems=last.problems,
        seconds=seconds,
        default_policy=last.default_policy,
        remote_pictures=last.remote_pictures,
        passages_removed=last.passages_removed,
        hidden=last.hidden,
        next_change=Holds(last.holds_from, last.holds_until).ends(zone),
    )
