"""A process of its own that brings the state up to date: parsing in all processors, and relating.

The preview has threads, and must not fork; nor should numpy's matrices weigh on it. Run as `python -m
generator.serve.freshen`, it takes a pickled Errand on stdin and ends with 0, with the exit code of its SiteError, or
with CHANGED. It runs the code that lies on the disk, and keeps what it finds under the digest of the preview's code: so
it does nothing where those are two.
The site's lock is held while it parses and while it stores, not in the seconds of relating: a build may run then.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generator import code, scan
from generator.config import SiteConfig
from generator.digest import Digest
from generator.errors import Exit, SiteError
from generator.lock import locked
from generator.order import STATE, Order
from generator.stages import Comparison, comparison, ingested_of, related, store_relations
from generator.store import Store, with_state

_LOW_PRIORITY = 10  # whoever waits for a page goes first
_PATIENCE_SECONDS = 600.0  # while a build holds the state
CHANGED = 7  # exit code: another code than the preview's lies on the disk


class ChangedError(Exception):
    """Nashra itself is not what it was when the preview began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be brought up to date, and in how many processes; with relating, or parsing alone."""

    root: Path
    config: SiteConfig
    code: Digest  # the preview's own: files of ours that change under it are for the next one
    jobs: int
    relate: bool


def command() -> list[str]:
    """Return the command line of such a process."""
    return [sys.executable, "-m", __name__]


def environment() -> dict[str, str]:
    """Return the environment in which it finds the code that runs now."""
    home = str(Path(__file__).parent.parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])}


def run(errand: Errand) -> None:
    """Bring the state up to date. Raises SiteError, with exit 6 while a build holds the state, or ChangedError."""
    _check(errand.code)
    order = Order(
        root=errand.root,
        output=errand.root / "public",  # where nothing is written
        config=errand.config,
        now=datetime.now(UTC),  # which neither parsing nor relating reads
        jobs=errand.jobs,
    )
    state = errand.root / STATE
    with locked(errand.root / ".nashra", patience_seconds=_PATIENCE_SECONDS):
        compared = with_state(state, partial(_parse, order, errand.code))
        store = Store(state)
        store.hold()  # relating reads what was parsed now, whatever a build parses meanwhile
    try:
        if errand.relate:
            _relate(errand, store, compared)
    finally:
        store.close()


def _check(expected: Digest) -> None:
    if code.digest_of_code() != expected:
        raise ChangedError


def _parse(order: Order, key: Digest) -> Comparison:
    store = Store(order.root / STATE)
    try:
        scanned = scan.scan(order.root, order.config.sources.paths)
        return comparison(order.config, ingested_of(order, store, scanned, key).entries, key)
    finally:
        store.close()


def _relate(errand: Errand, store: Store, compared: Comparison) -> None:
    before = store.fact("relations.inputs", str)
    if before == compared.inputs:
        return
    found = related(store, compared)
    store.commit()
    _check(errand.code)  # what relates was imported since it was looked at first
    with locked(errand.root / ".nashra", is_brief=True, patience_seconds=_PATIENCE_SECONDS):
        if store.fact("relations.inputs", str) == before:  # else somebody related later sources
            store_relations(store, compared, *found)


def main() -> int:
    """Do the errand on stdin and return the exit code."""
    with suppress(AttributeError, OSError):
        os.nice(_LOW_PRIORITY)
    errand = pickle.load(sys.stdin.buffer)
    try:
        run(errand)
    except ChangedError:
        return CHANGED
    except SiteError as fault:
        return fault.exit_code
    return Exit.OK


if __name__ == "__main__":
    sys.exit(main())
