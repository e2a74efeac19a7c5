"""Why a page is as it is: every input that its rendering may read, where each comes from, and which changed.

The page is made anew as a build would make it, its key compared with the one it was written for, and its inputs with
its trace. So the answer is what the next build will do, not a guess.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from generator import tracing
from generator.digest import Digest
from generator.errors import SiteError, error
from generator.lock import locked
from generator.model import TOLD, ArticleId, Entry, Page, Permalink, Ref, refs
from generator.order import STATE, Order
from generator.site import article_pages, front_pages, unseen
from generator.site.edition import Edition, Recipe
from generator.site.entries import is_static_page
from generator.site.planning import output_path
from generator.stages import Plan, ledger_of, plan_of_now
from generator.store import Store, Written, with_state
from generator.text.nearest import did_you_mean

SHOWN = 7  # digits of a digest that people compare


class Fate(StrEnum):
    """What the next build does with a page."""

    STANDS = "up-to-date"
    CHANGED = "changed"
    NEW = "new"
    UNKNOWN = "unknown"  # its file is there, and nobody knows any more what it was made of: it is written again


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that a page's rendering may read."""

    name: str  # `teaser:harbour-10`, `templates/article.html`, `site.title`, `article.published`
    kind: str  # code, site, template, value, article, teaser, file, asset
    digest: str  # the first digits; "" where only the change is known
    changed: bool  # since the page was written
    headline: str = ""  # of an article
    path: str = ""  # the file it comes from, relative to the site; "" where it comes from none
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that is known of one page; inputs in the order of its key, those that left it at last."""

    permalink: str
    file: str  # below the output folder
    source: str  # the file that asked for the page; "" where the site did
    template: str
    fate: Fate
    inputs: tuple[Input, ...]
    gone: tuple[str, ...]  # names of inputs that it was written with and has no more
    unnamed: int  # how many more those are, whose names nobody knows any more

    @property
    def reasons(self) -> tuple[Input, ...]:
        """The inputs that changed."""
        return tuple(one for one in self.inputs if one.changed)


def explain(order: Order, name: str) -> Explanation:
    """Explain the page that `name` stands for: a permalink, an address, a path in the output folder, or a source.

    Nothing is written but the state. Raises SiteError where no page goes by that name.
    """
    with locked(order.root / ".nashra", is_brief=True):
        return with_state(order.root / STATE, partial(_explain, order, name))


def _explain(order: Order, name: str) -> Explanation:
    store = Store(order.root / STATE)
    plan = plan_of_now(order, store)
    recipe = _recipe(order, plan, name)
    explanation = explanation_of(order, plan, store, ledger_of(order, store), recipe)
    store.close()
    return explanation


def explanation_of(
    order: Order, plan: Plan, store: Store, ledger: Mapping[str, Written], recipe: Recipe
) -> Explanation:
    """Explain one page of a plan against what was written."""
    page = recipe.make(plan.edition, recipe.argument)
    path = output_path(page.permalink)
    row = ledger.get(path)
    stands = row is not None and row.key == plan.press.key(page)
    fate = Fate.STANDS if stands else Fate.CHANGED if row else _fate_without_row(order, path)
    trace = store.trace(path) if row else b""
    known = (f"{kind}:{identity}" for identity in sorted(plan.edition.entries) for kind in ("article", *sorted(TOLD)))
    named, unnamed = tracing.gone(page, trace, known)
    before = store.fact("shared", dict[str, Digest]) or {} if row else {}
    fresh = tracing.changed(page, trace) if row and trace else frozenset[str]()
    return Explanation(
        permalink=page.permalink,
        file=path,
        source=recipe.source,
        template=page.template,
        fate=fate,
        inputs=(*_shared(order, plan, page, before if row else None), *_own(plan, page, fresh)),
        gone=tuple(named),
        unnamed=unnamed,
    )


def _fate_without_row(order: Order, path: str) -> Fate:
    """Return the fate of a page that no finished build is known to have written.

    Its file may stand all the same: a build that failed forgets what it was about to write; the state is disposable.
    """
    return Fate.UNKNOWN if (order.output / path).is_file() else Fate.NEW


def _shared(order: Order, plan: Plan, page: Page, before: Mapping[str, Digest] | None) -> Iterator[Input]:
    """Yield what the page shares with others; before nothing was written nothing has changed."""
    now = tracing.shared(plan.press)
    for name in tracing.shared_by(page, plan.press):
        kind = "template" if name.startswith("templates/") else "code" if name == tracing.CODE else "site"
        digest = now.get(name, Digest(""))
        changed = before is not None and before.get(name) != digest
        path = _path_of_shared(order, name, kind)
        yield Input(name=name, kind=kind, digest=digest[:SHOWN], changed=changed, path=path)


def _path_of_shared(order: Order, name: str, kind: str) -> str:
    if kind == "template":
        return name if (order.root / name).is_file() else ""
    return "site.toml" if kind == "site" and name != tracing.WORDS else ""


def _own(plan: Plan, page: Page, fresh: frozenset[str]) -> Iterator[Input]:
    """Yield the page's own values and what it refers to, each article once."""
    yield Input(name="template", kind="value", digest="", changed="template" in fresh)
    for name, _ in tracing.values(page):
        yield Input(name=name, kind="value", digest="", changed=name in fresh)
    told: set[str] = set()
    for ref in refs(page.data):
        name = tracing.name_of(ref)
        if name not in told:
            told.add(name)
            yield _input_of(plan, ref, name, name in fresh)


def _input_of(plan: Plan, ref: Ref, name: str, changed: bool) -> Input:
    entry = _entry(plan.edition, ref)
    path = ref.id if ref.kind == "file" else f"static/{ref.id}" if ref.kind == "asset" else ""
    return Input(
        name=name,
        kind=ref.kind,
        digest=ref.digest[:SHOWN],
        changed=changed,
        headline=entry.headline if entry else "",
        path=entry.path if entry else path,
        line=entry.line if entry else 0,
    )


def _entry(edition: Edition, ref: Ref) -> Entry | None:
    if ref.kind != "article" and ref.kind not in TOLD:
        return None
    found = edition.entries.get(ArticleId(ref.id))
    return found or next((entry for entry in edition.static_pages if entry.id == ref.id), None)


# ---- which page is meant


def _recipe(order: Order, plan: Plan, name: str) -> Recipe:
    by_path = {output_path(recipe.permalink): recipe for recipe in plan.recipes}
    for path in _paths(order, plan, name):
        for wanted in (path, f"{path}/index.html".lstrip("/")):
            if wanted in by_path:
                return by_path[wanted]
    raise _no_page(order, plan, name)


def _paths(order: Order, plan: Plan, name: str) -> Iterator[str]:
    """Yield the paths below the output folder that a name may mean, likeliest first."""
    base = order.config.base_path
    written = unquote(urlsplit(name).path) if "://" in name else name
    for spelling in dict.fromkeys((written, unquote(written))):
        below = spelling.removeprefix(base) if base and spelling.startswith(f"{base}/") else spelling
        relative = posixpath.normpath(below).lstrip("/") if below.strip("/") else ""
        yield "index.html" if relative in ("", ".") else relative
        output = PurePosixPath(posixpath.relpath(order.output, order.root)).as_posix()
        yield relative.removeprefix(f"{output}/")
        yield from (output_path(permalink) for permalink in _permalinks_of_source(plan, relative))


def _permalinks_of_source(plan: Plan, name: str) -> Iterator[Permalink]:
    """Yield the permalink of what a source file holds, or of the static file of the theme that is meant."""
    yield from (asset.permalink for asset in plan.press.theme.assets.values() if f"static/{asset.name}" == name)
    path, _, line = name.rpartition(":")
    found = [
        entry for entry in _entries(plan) if entry.path == name or (entry.path == path and line == str(entry.line))
    ]
    if len(found) > 1:
        places = ", ".join(f"{entry.path}:{entry.line}" for entry in found[:4])
        message = f"“{name}” holds {len(found)} articles"
        raise SiteError([error("no-page", name, message, f"name one with its line: {places}")])
    yield from (recipe.permalink for entry in found for recipe in plan.recipes if _is_page_of(recipe, entry))


def _is_page_of(recipe: Recipe, entry: Entry) -> bool:
    if recipe.make is front_pages.static_page:
        return recipe.source == entry.path
    return recipe.make is article_pages.article_page and recipe.argument == entry.id


def _entries(plan: Plan) -> Iterable[Entry]:
    return (*plan.edition.newest, *plan.edition.static_pages)


def _no_page(order: Order, plan: Plan, name: str) -> SiteError:
    if many := _of_many(order, plan, posixpath.normpath(name)):
        message, hint = many
        return SiteError([error("no-page", name, message, hint)])
    permalinks = [recipe.permalink for recipe in plan.recipes]
    hint = did_you_mean(name, [*permalinks, *(entry.path for entry in _entries(plan))])
    reasons = (
        unseen.reason(plan.edition, entry.id) for entry in plan.ingested.entries if _is_called(plan, entry, name)
    )
    if hidden := next(filter(None, reasons), ""):
        hint = f"its article is not shown now: {hidden}"
    return SiteError([error("no-page", name, "no page of this site goes by that name", hint or "nashra list routes")])


def _of_many(order: Order, plan: Plan, name: str) -> tuple[str, str] | None:
    """Return what is to be said of a file of the site that is no source of one page; None of all others."""
    ask = "ask of a page: `nashra why /`"
    if name == "site.toml":
        return "every page hangs on site.toml, and none is made of it alone", ask
    if name == plan.edition.desk.path and (order.root / name).is_file():
        return "the desk arranges many pages, and none is made of it alone", ask
    template = name.removeprefix("templates/")
    if name.startswith("templates/") and template in plan.press.theme.templates:
        return f"a template makes many pages: {_some_of(plan, template)}", ask
    if name.startswith("locale/") and (order.root / name).is_file():
        return "every page hangs on the words of the interface, and none is made of them alone", ask
    return None


def _some_of(plan: Plan, template: str) -> str:
    """Return a page that hangs on a template, for people to ask of."""
    closure = {name for name in plan.press.theme.templates if template in plan.press.theme.closure(name)}
    pages = (recipe.make(plan.edition, recipe.argument) for recipe in plan.recipes)
    found = next((page.permalink for page in pages if page.template in closure), "")
    return f"{found} is one" if found else "now it makes none"


def _is_called(plan: Plan, entry: Entry, name: str) -> bool:
    """Tell whether a name is that of an article or static page, seen or not: its file, file and line, or permalink."""
    is_page = is_static_page(entry.path, plan.edition.config.sources.paths)
    permalink = front_pages.static_permalink(entry) if is_page else plan.edition.permalink(entry)
    return name in (entry.path, f"{entry.path}:{entry.line}") or f"/{unquote(name).strip('/')}/" == permalink
