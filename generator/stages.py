"""The stages that every command shares: sources to entries, entries to relations, both to the plan of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from generator import code, digest, ingest, scan, theme, theme_faults, writing
from generator.config import SiteConfig
from generator.desk import Desk, desk_path, read_desk
from generator.digest import Digest
from generator.errors import Problem
from generator.ingest import Ingested
from generator.model import ArticleId, Candidate, Entry, Features, Moment, Page, Permalink, Rankings, Ref, Relations
from generator.order import Order
from generator.relate.former import Former
from generator.render import Press
from generator.scan import Scan
from generator.site import frame
from generator.site.edition import Edition, Recipe
from generator.site.entries import is_static_page
from generator.site.planning import plan
from generator.store import DamagedError, Store, Written, unseal
from generator.styles import style_of
from generator.theme import Theme
from generator.theme_files import theme_root
from generator.workers import map_batches

R = TypeVar("R")
Watch = Callable[[str], AbstractContextManager[None]]  # of a stage's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole site, decided and not made: a recipe for every file, and what renders them."""

    ingested: Ingested
    edition: Edition
    recipes: tuple[Recipe, ...]  # static files of the theme first, then in the order of `site.planning`
    problems: tuple[Problem, ...]  # of the desk, of dates, of two pages that want one path; not those of sources
    press: Press


def plan_of_now(order: Order, store: Store) -> Plan:
    """Read the theme and look at the sources as they lie there, and return the plan of the site that they make."""
    look = theme.read(order.root, theme_root("templates"), theme_root("static"))
    scanned = scan.scan(order.root, order.config.sources.paths)
    return planned(order, store, look, scanned, code.digest_of_code())


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
        return plan_of(order, scanned, ingested, relations, look, all_code)


def plan_of(
    order: Order, scanned: Scan, ingested: Ingested, relations: Relations, look: Theme, all_code: Digest
) -> Plan:
    """Return the plan of the site that these sources and relations make at the order's moment."""
    edition, recipes, problems = edition_of(order, scanned, ingested, relations, look)
    return Plan(
        ingested=ingested,
        edition=edition,
        recipes=(*asset_recipes(look), *recipes),
        problems=tuple(problems),
        press=_press(order, edition, look, all_code),
    )


def relooked(old: Plan, order: Order, look: Theme) -> Plan:
    """Return the plan with other templates and static files; the words of both looks are the same."""
    pages = (recipe for recipe in old.recipes if recipe.make is not _asset_page)
    press = _press(order, old.edition, look, old.press.code)
    language = order.config.site.language
    former = set(theme_faults.faults(old.press.theme, language))
    problems = [*theme_faults.faults(look, language), *(fault for fault in old.problems if fault not in former)]
    return replace(old, recipes=(*asset_recipes(look), *pages), problems=tuple(problems), press=press)


def edition_of(
    order: Order, scanned: Scan, ingested: Ingested, relations: Relations, look: Theme
) -> tuple[Edition, list[Recipe], list[Problem]]:
    """Return the edition of an order, a recipe for every path of it, and what is wrong with the two.

    An article or static page that cannot have its path is in no list, feed or sitemap either.
    """
    desk, problems = _desk(order, scanned)
    language = order.config.site.language
    words, faults = look.phrases(language), theme_faults.faults(look, language)

    def made(entries: Sequence[Entry]) -> Edition:
        return Edition(order.config, entries, relations, ingested.pictures, order.now, order.showing, words, desk)

    edition, recipes, found = plan(made, ingested.entries)
    return edition, recipes, [*faults, *problems, *found]


def _desk(order: Order, scanned: Scan) -> tuple[Desk, list[Problem]]:
    """Return what the editor wishes; a site without a desk, or with one that cannot be read, goes by itself."""
    path = desk_path(order.config.sources.paths)
    if not any(found.path == path for found in scanned.files):
        return Desk(path=path), []
    try:
        data = (order.root / path).read_bytes()
    except OSError:  # which ingest has told
        return Desk(path=path), []
    return read_desk(data, path, ZoneInfo(order.config.site.time_zone))


def _press(order: Order, edition: Edition, look: Theme, all_code: Digest) -> Press:
    assets = {name: asset.permalink for name, asset in look.assets.items()}
    quotes = order.config.site.quotes == "arabic"
    return Press(frame.frame(edition, assets), look, style_of(order.config), quotes, all_code)


def asset_recipes(look: Theme) -> list[Recipe]:
    """Return a recipe for every static file of the theme."""
    return [
        Recipe(asset.permalink, _asset_page, (asset.permalink, name, asset.digest))
        for name, asset in look.assets.items()
    ]


def _asset_page(edition: Edition, asset: tuple[Permalink, str, Digest]) -> Page:
    permalink, name, content = asset
    return Page(permalink, "file", {"file": Ref("asset", name, content)})


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
    compared = comparison(order.config, entries, all_code)
    if not are_related(store, compared):
        # In a child of its own, which also stores what it found: neither its matrices nor the rankings ever weigh on
        # the rest of the build.
        work = partial(_relate, store.path, order.jobs)
        list(map_batches(work, [compared], jobs=max(order.jobs, 2), size=1, one_here=False))
    relations = held_relations(store)
    if relations is None:
        raise DamagedError("the relations are gone")
    return relations


class Compared(NamedTuple):
    """An article as relating hangs on it."""

    id: str
    outlet: str  # canonical
    path: str
    start: float | None  # seconds since 1970
    span_hours: float
    features: Digest


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that relating hangs on: the articles, their digest with the code's, and where their features lie."""

    code: Digest
    inputs: Digest
    articles: Sequence[Compared]
    rows: Mapping[ArticleId, int]


def comparison(config: SiteConfig, entries: Sequence[Entry], all_code: Digest) -> Comparison:
    """Return what relating these entries hangs on: neither drafts, nor what was withdrawn, nor static pages."""
    paths = config.sources.paths
    some = [e for e in entries if not e.draft and not e.withdrawn and not is_static_page(e.path, paths)]
    zone = ZoneInfo(config.site.time_zone)
    outlets = {name: config.canonical(name).name for name in {entry.outlet for entry in some}}
    articles = [Compared(e.id, outlets[e.outlet], e.path, *_span(e.published, zone), e.features) for e in some]
    rows = {entry.id: entry.row for entry in some}
    return Comparison(all_code, digest.of_value((all_code, articles)), articles, rows)


def _span(moment: Moment | None, zone: ZoneInfo) -> tuple[float | None, float]:
    """Return when a moment begins, in seconds since 1970, and how many hours it may last."""
    if moment is None:
        return None, 0.0
    start = moment.start(zone).timestamp()
    return start, (moment.end(zone).timestamp() - start) / 3600


def are_related(store: Store, compared: Comparison) -> bool:
    """Tell whether the relations that the store holds are those of this comparison."""
    return store.fact("relations.inputs", str) == compared.inputs


def held_relations(store: Store) -> Relations | None:
    """Return the relations that the store holds, of whatever comparison they are."""
    return store.fact("relations", Relations)


def _relate(state: Path, jobs: int, batch: Sequence[Comparison]) -> None:
    store = Store(state)
    store_relations(store, batch[0], *related(store, batch[0], jobs))
    store.close()


def related(store: Store, compared: Comparison, jobs: int = 1) -> tuple[Relations, Former]:
    """Return the relations of these articles, whose features the store holds, and what is left for the next time."""
    from generator.relate import renew

    candidates = _candidates(store, compared)
    if store.fact("relations.code", str) != compared.code:
        return renew(candidates, None, None, jobs)
    return renew(candidates, store.fact("relations.former", Former), held_relations(store), jobs)


def store_relations(store: Store, compared: Comparison, relations: Relations, former: Former) -> None:
    """Store what relating found: the relations but for the rankings, those, and what is left for the next time."""
    store.begin()
    store.set_fact("relations.code", compared.code)
    store.set_fact("relations.inputs", compared.inputs)
    store.set_fact("relations", replace(relations, neighbours=Rankings()))
    store.set_fact("relations.former", former)
    store.set_fact("neighbours", relations.neighbours)
    store.commit()


def _candidates(store: Store, compared: Comparison) -> Iterator[Candidate]:
    """Yield the articles to compare with their features, in the order of their rows in the store."""
    by_row = {compared.rows[ArticleId(article.id)]: article for article in compared.articles}
    for row, sealed in store.all_features():
        a = by_row.pop(row, None)
        if a is not None:
            yield Candidate(ArticleId(a.id), a.outlet, a.path, a.start, unseal(sealed, Features), a.span_hours)
    if by_row:
        raise DamagedError(f"article rows {sorted(by_row)[:3]} are gone")


def ledger_of(order: Order, store: Store) -> dict[str, Written]:
    """Return what is known to be in the output folder; nothing when it is not the folder that was written last."""
    if store.fact("output", bytes) != order.place:
        return {}
    try:
        found = digest.of_bytes((order.output / writing.MANIFEST).read_bytes())
    except OSError:
        return {}
    return store.ledger() if store.fact("manifest", str) == found else {}
