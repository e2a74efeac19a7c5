"""The stages that every command shares: sources to entries, entries to relations, both to the plan of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from generator import digest, ingest
from generator.config import SiteConfig
from generator.digest import Digest
from generator.errors import Problem
from generator.ingest import Ingested
from generator.model import ArticleId, Candidate, Entry, Features, Moment, Page, Permalink, Ref, Relations
from generator.order import Order
from generator.render import Press
from generator.scan import Scan
from generator.site import frame
from generator.site.edition import Edition, Recipe, is_static_page
from generator.site.planning import plan
from generator.store import DamagedError, Store, faults_told, unseal
from generator.styles import style_of
from generator.theme import Theme
from generator.workers import map_batches

R = TypeVar("R")
Watch = Callable[[str], AbstractContextManager[None]]  # of a stage's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole site, decided and not made: a recipe for every file, and what renders them."""

    ingested: Ingested
    edition: Edition
    recipes: tuple[Recipe, ...]  # static files of the theme first, then in the order of `site.planning`
    collisions: tuple[Problem, ...]  # two pages that want one path
    press: Press


def planned(
    order: Order,
    store: Store,
    look: Theme,
    scanned: Scan,
    all_code: Digest,
    watch: Watch = lambda stage: nullcontext(),
) -> Plan:
    """Bring the store up to date with the scanned sources and return the plan of the site at the order's moment."""
    with watch("ingest"):
        ingested = ingested_of(order, store, scanned, all_code)
    with watch("relate"):
        relations = relations_of(order, store, ingested.entries, all_code)
    with watch("plan"):
        words = look.phrases(order.config.site.language)
        edition = Edition(order.config, ingested.entries, relations, ingested.pictures, order.now, order.showing, words)
        recipes, collisions = plan(edition)
        return Plan(
            ingested=ingested,
            edition=edition,
            recipes=(*_asset_recipes(look), *recipes),
            collisions=tuple(collisions),
            press=_press(order, edition, look, all_code),
        )


def _press(order: Order, edition: Edition, look: Theme, all_code: Digest) -> Press:
    assets = {name: asset.permalink for name, asset in look.assets.items()}
    quotes = order.config.site.quotes == "arabic"
    return Press(frame.frame(edition, assets), look, style_of(order.config), quotes, all_code)


def _asset_recipes(look: Theme) -> list[Recipe]:
    return [
        Recipe(asset.permalink, _asset_page, (asset.permalink, name, asset.digest))
        for name, asset in look.assets.items()
    ]


def _asset_page(edition: Edition, asset: tuple[Permalink, str, Digest]) -> Page:
    permalink, name, content = asset
    return Page(permalink, "file", {"file": Ref("asset", name, content)})


def with_state(path: Path, work: Callable[[], R]) -> R:
    """Do `work`, which reads and writes the state file at `path`.

    The file is disposable: where it does not hold what was written, it is thrown away and the work done again. Raises
    SiteError (exit 5) where the disk refuses it.
    """
    try:
        with faults_told(path):
            return work()
    except DamagedError:
        with faults_told(path):
            Store(path).discard()
            return work()


def ingested_of(order: Order, store: Store, scanned: Scan, all_code: Digest) -> Ingested:
    """Return everything that the sources hold, parsing what changed."""
    return ingest.ingest(
        store, order.root, scanned, order.config, all_code, _features, jobs=order.jobs, progress=order.progress
    )


def _features(headline: str, standfirst: str, body: str) -> Features:
    """Return what an article is compared by; numpy is loaded where this is called, which is in the workers."""
    from generator.relate.features import features

    return features(headline, standfirst, body)


def relations_of(order: Order, store: Store, entries: Sequence[Entry], all_code: Digest) -> Relations:
    """Return the copies, stories and related links of all articles, from the store when what they hang on stands."""
    paths = order.config.sources.paths
    compared = [e for e in entries if not e.draft and not e.withdrawn and not is_static_page(e.path, paths)]
    facts = _compared(compared, order.config)
    inputs = digest.of_value((all_code, facts))
    if store.fact("relations.inputs", str) != inputs:
        # In a child of its own, which also stores what it found: neither its matrices nor the rankings ever weigh on
        # the rest of the build.
        work = partial(_relate, store.path, inputs, {entry.id: entry.row for entry in compared})
        list(map_batches(work, [facts], jobs=max(order.jobs, 2), size=1, one_here=False))
    relations = store.fact("relations", Relations)
    if relations is None:
        raise DamagedError("the relations are gone")
    return relations


_Compared = tuple[str, str, str, float | None, float, Digest]  # id, outlet, path, start, span in hours, features


def _compared(entries: Sequence[Entry], config: SiteConfig) -> list[_Compared]:
    """Return everything that relating hangs on, an article each."""
    zone = ZoneInfo(config.site.time_zone)
    outlets = {name: config.canonical(name).name for name in {entry.outlet for entry in entries}}
    return [(e.id, outlets[e.outlet], e.path, *_span(e.published, zone), e.features) for e in entries]


def _span(moment: Moment | None, zone: ZoneInfo) -> tuple[float | None, float]:
    """Return when a moment begins, in seconds since 1970, and how many hours it may last."""
    if moment is None:
        return None, 0.0
    start = moment.start(zone).timestamp()
    return start, (moment.end(zone).timestamp() - start) / 3600


def _relate(state: Path, inputs: Digest, rows: Mapping[ArticleId, int], batch: Sequence[Sequence[_Compared]]) -> None:
    """Relate all articles and store what was found: the relations but for the rankings, and the rankings."""
    from generator.relate import relate

    store = Store(state)
    candidates = (
        Candidate(ArticleId(identity), outlet, path, start, _stored_features(store, rows, identity), span_hours=span)
        for identity, outlet, path, start, span, _ in batch[0]
    )
    relations = relate(candidates)
    store.begin()
    store.set_fact("relations.inputs", inputs)
    store.set_fact("relations", replace(relations, neighbours={}))
    store.set_fact("neighbours", relations.neighbours)
    store.commit()
    store.close()


def _stored_features(store: Store, rows: Mapping[ArticleId, int], identity: str) -> Features:
    return unseal(store.features(rows[ArticleId(identity)]), Features)
