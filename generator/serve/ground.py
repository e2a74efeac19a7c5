"""What a proof is made of: the sources as scanned and read, the look, and the relations that the state holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from generator import scan
from generator.digest import Digest
from generator.ingest import Ingested
from generator.lock import locked
from generator.model import Relations
from generator.order import STATE, Order
from generator.scan import Scan
from generator.serve.revision import Held
from generator.serve.shelf import Shelf
from generator.stages import are_related, comparison, held_relations, ingested_of
from generator.store import Store, with_state
from generator.theme import Theme

HEAVY_FILES = 100  # so many changed files are parsed by a process of its own, in all processors
HEAVY_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proof is made of."""

    order: Order
    look: Theme
    scanned: Scan
    relations: Relations
    inputs: Digest  # of relating these sources
    is_related: bool  # whether the relations are those of these inputs
    held: Held

    def is_same_site(self, order: Order, scanned: Scan) -> bool:
        """Tell whether configuration and sources are those of this ground."""
        return self.order.config == order.config and _is_settled(self.scanned, scanned)


def _is_settled(old: Scan, new: Scan) -> bool:
    """Tell whether two scans saw the same files, and none that may have changed unseen after the first."""
    same = old.files == new.files and old.problems == new.problems
    return same and all(scan.is_settled(found.mtime_ns, old.began_ns) for found in old.files)


def is_heavy(old: Ground | None, order: Order, scanned: Scan) -> bool:
    """Tell whether much is to be parsed: many files, much text, or all because it is read in another way."""
    if old is None or old.order.config.site.time_zone != order.config.site.time_zone:
        return True
    known = set(old.scanned.files)
    changed = [found for found in scanned.files if found not in known]
    return len(changed) > HEAVY_FILES or sum(found.size for found in changed) > HEAVY_BYTES


def broken(
    order: Order, look: Theme, scanned: Scan, code: Digest, old: Ground | None
) -> tuple[Ground, Ingested, Shelf]:
    """Break new ground: bring the state up to date with the sources, and return what it holds and how to read it.

    The relations may be of other sources. Raises SiteError (exit 6) while a build holds the state.
    """
    with locked(order.root / ".nashra", is_brief=old is not None):
        return with_state(order.root / STATE, partial(_read, order, look, scanned, code, old))


def _read(order: Order, look: Theme, scanned: Scan, code: Digest, old: Ground | None) -> tuple[Ground, Ingested, Shelf]:
    store = Store(order.root / STATE)
    try:
        ingested = ingested_of(order, store, scanned, code)
        compared = comparison(order.config, ingested.entries, code)
        is_related = are_related(store, compared)
        if old and old.is_related and old.inputs == compared.inputs:
            relations = old.relations
        else:
            relations = held_relations(store) or Relations()
    finally:
        store.close()
    shelf = Shelf(order.root / STATE, {entry.id: entry.row for entry in ingested.entries})
    held = Held.of(ingested, (found.path for found in scanned.files))
    return Ground(order, look, scanned, relations, compared.inputs, is_related, held), ingested, shelf


def relations_since(ground: Ground) -> Relations | None:
    """Return the relations of the sources of a ground if they were found since, else None."""
    store = Store(ground.order.root / STATE, read_only=True)
    try:
        return held_relations(store) if store.fact("relations.inputs", str) == ground.inputs else None
    finally:
        store.close()
