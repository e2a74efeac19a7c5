"""The stages that `build` and `list` share: sources to entries, entries to relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from generator import digest, ingest
from generator.config import SiteConfig
from generator.digest import Digest
from generator.ingest import Ingested
from generator.model import ArticleId, Candidate, Entry, Features, Relations
from generator.order import Order
from generator.scan import Scan
from generator.site.edition import is_static_page
from generator.store import DamagedError, Store, unseal
from generator.workers import map_batches


def ingested_of(order: Order, store: Store, scanned: Scan, all_code: Digest) -> Ingested:
    """Return everything that the sources hold, parsing what changed."""
    from generator.relate.features import features

    return ingest.ingest(
        store, order.root, scanned, order.config, all_code, features, jobs=order.jobs, progress=order.progress
    )


def relations_of(order: Order, store: Store, entries: Sequence[Entry], all_code: Digest) -> Relations:
    """Return the copies, stories and related links of all articles, from the store when what they hang on stands."""
    compared = [
        e for e in entries if not e.draft and not e.withdrawn and not is_static_page(e.path, order.config.sources.paths)
    ]
    zone = order.config.site.time_zone
    facts = [_compared(entry, order.config, zone) for entry in compared]
    inputs = digest.of_value((all_code, facts))
    if store.fact("relations.inputs", str) != inputs:
        work = partial(_relate, store.path, {entry.id: entry.row for entry in compared})
        # In a child of its own: the matrices of relating never weigh on the rest of the build.
        ((found, neighbours),) = map_batches(work, [facts], jobs=max(order.jobs, 2), size=1, one_here=False)
        store.begin()
        store.set_fact("relations.inputs", inputs)
        store.set_fact("relations", msgspec.Raw(found))
        store.set_fact("neighbours", msgspec.Raw(neighbours))
        store.commit()
    relations = store.fact("relations", Relations)
    if relations is None:
        raise DamagedError("the relations are gone")
    return relations


def _compared(entry: Entry, config: SiteConfig, zone: str) -> tuple[str, str, str, float | None, float, Digest]:
    where = ZoneInfo(zone)
    start = entry.published.start(where).timestamp() if entry.published else None
    span = (entry.published.end(where).timestamp() - (start or 0.0)) / 3600 if entry.published else 0.0
    return entry.id, config.canonical(entry.outlet).name, entry.path, start, span, entry.features


def _relate(state: Path, rows: Mapping[ArticleId, int], batch: Sequence[Sequence[Any]]) -> tuple[bytes, bytes]:
    """Relate all articles; return the relations but for the rankings, and the rankings, both encoded."""
    from generator.relate import relate

    store = Store(state, read_only=True)
    (facts,) = batch
    candidates = [
        Candidate(identity, outlet, path, start, unseal(store.features(rows[identity]), Features), span_hours=span)
        for identity, outlet, path, start, span, _ in facts
    ]
    store.close()
    relations = relate(candidates)
    encode = msgspec.msgpack.encode
    return encode(replace(relations, neighbours={})), encode(relations.neighbours)
