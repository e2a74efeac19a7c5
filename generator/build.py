"""Build: compare what the site wants with what was written, and write the difference. The only writer of public/.

    scan ─▶ same as the last finished build? ── yes ─▶ stop: nothing else is opened
              │ no
    ingest ─▶ relate ─▶ edition ─▶ plan (a recipe a path) ─▶ keys ─▶ render what differs ─▶ write ─▶ prune ─▶ record

New files are written before those that stood already, and deletions come last, so that a page never leads to one that
is not there yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from generator import code, digest, ingest, theme, writing
from generator.config import SiteConfig
from generator.digest import Digest
from generator.errors import Exit, Level, Problem, SiteError, in_order
from generator.ingest import Ingested, Progress, Scan
from generator.lock import locked
from generator.model import Article, ArticleId, Candidate, Entry, Features, Page, Permalink, Ref, Relations
from generator.render import Press
from generator.site import frame
from generator.site.edition import Edition, Recipe, Showing, is_static_page
from generator.site.planning import output_path, plan
from generator.store import Damaged, Store, Written, unseal
from generator.styles import style_of
from generator.theme import Theme
from generator.theme_files import theme_root
from generator.workers import map_batches

STATE = ".nashra/state.sqlite"
_RENDER_BATCH = 48
_KEY_BATCH = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a build is asked for: everything that comes from outside the site's files."""

    root: Path
    output: Path
    config: SiteConfig  # with the command line's overrides in it
    now: datetime  # aware
    showing: Showing = Showing()
    jobs: int = 1
    clean: bool = False  # begin from nothing
    verify: bool = False  # read every written file again instead of trusting the ledger
    progress: Progress = lambda stage, done, of: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. Counts are of files, `pages` of HTML pages; seconds are by stage in the order of the work."""

    pages: int
    written: int
    reused: int
    removed: int
    problems: tuple[Problem, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    written_paths: tuple[str, ...] = ()  # permalinks
    removed_paths: tuple[str, ...] = ()
    default_policy: tuple[str, ...] = ()  # outlets that nobody chose a policy for
    remote_pictures: int = 0  # known, but not shown: no local copy
    passages_removed: int = 0  # chrome, promos and the like kept out of bodies


class _Last(msgspec.Struct, frozen=True):
    """The last finished build: what it read, between which clocks its results hold, and what it reported."""

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


class _Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began


def build(order: Order) -> Report:
    """Bring the output folder up to date and report what was done.

    Raises SiteError where nothing sensible can be built (exit 2), a file cannot be written (5), or another build is
    running (6). Problems of single sources are in the report instead.
    """
    with locked(order.root / ".nashra"):
        _refuse_foreign(order)
        try:
            return _build(order)
        except Damaged:
            # The state is disposable: what cannot be read is made anew.
            Store(order.root / STATE).discard()
            return _build(order)


def _refuse_foreign(order: Order) -> None:
    output, root = order.output.resolve(), order.root.resolve()
    if root.is_relative_to(output) or any(
        output.is_relative_to((root / path).resolve()) for path in order.config.sources.paths
    ):
        raise SiteError(
            [
                _problem(
                    "output-over-sources",
                    str(order.output),
                    "this folder holds the site's sources",
                    "choose another --output",
                )
            ]
        )
    if not writing.is_empty(order.output) and writing.read_manifest(order.output) is None:
        raise SiteError(
            [
                _problem(
                    "output-foreign",
                    str(order.output),
                    f"this folder is not empty and has no {writing.MANIFEST}: its files are not ours",
                    "empty it yourself, or choose another --output",
                )
            ]
        )


def _problem(name: str, path: str, message: str, hint: str = "") -> Problem:
    return Problem(level=Level.ERROR, code=name, path=path, message=message, hint=hint)


def _build(order: Order) -> Report:
    watch = _Stopwatch()
    with watch("scan"):
        if order.clean:
            Store(order.root / STATE).discard()
        store = Store(order.root / STATE)
        look = theme.read(order.root, theme_root("templates"), theme_root("static"))
        all_code = code.digest_of_code()
        scanned = ingest.scan(order.root, order.config.sources.paths)
        inputs = _inputs(order, look, all_code, scanned)
        last = store.fact("last", _Last)
    if last and not order.verify and _stands(last, inputs, scanned, order):
        store.close()
        return _unchanged(last, watch)
    return _Build(order, store, look, all_code, scanned, inputs, watch).run()


def _inputs(order: Order, look: Theme, all_code: Digest, scanned: Scan) -> Digest:
    return digest.of_value(
        (
            all_code,
            order.config,
            order.showing,
            str(order.output.resolve()),
            look.digest,
            scanned.files,
            scanned.problems,
        )
    )


def _stands(last: _Last, inputs: Digest, scanned: Scan, order: Order) -> bool:
    """Tell whether the last build's output is this one's: same inputs, a clock with the same results, output in place."""
    if last.inputs != inputs or not last.holds_from <= order.now.timestamp() < last.holds_until:
        return False
    if any(found.mtime_ns >= last.scan_began_ns for found in scanned.files):
        return False  # changed so soon after it was read that its stat may hide the change
    try:
        return digest.of_bytes((order.output / writing.MANIFEST).read_bytes()) == last.manifest
    except OSError:
        return False


def _unchanged(last: _Last, watch: _Stopwatch) -> Report:
    return Report(
        pages=last.pages, written=0, reused=last.files, removed=0, problems=last.problems, seconds=watch.seconds,
        default_policy=last.default_policy, remote_pictures=last.remote_pictures, passages_removed=last.passages_removed,
    )  # fmt: skip


class _Build:
    """One run over changed inputs; the stages in `run` are the whole story."""

    def __init__(
        self,
        order: Order,
        store: Store,
        look: Theme,
        all_code: Digest,
        scanned: Scan,
        inputs: Digest,
        watch: _Stopwatch,
    ) -> None:
        self.order = order
        self.store = store
        self.look = look
        self.code = all_code
        self.scanned = scanned
        self.inputs = inputs
        self.watch = watch

    def run(self) -> Report:
        order, watch = self.order, self.watch
        with watch("ingest"):
            ingested = ingested_of(order, self.store, self.scanned, self.code)
        with watch("relate"):
            relations = relations_of(order, self.store, ingested.entries, self.code)
        with watch("plan"):
            edition = Edition(order.config, ingested.entries, relations, ingested.pictures, order.now, order.showing)
            recipes, collisions = plan(edition)
            recipes = [*_asset_recipes(self.look), *recipes]
            assets = {name: asset.permalink for name, asset in self.look.assets.items()}
            press = Press(
                frame.frame(edition, assets),
                self.look,
                style_of(order.config),
                order.config.site.quotes == "arabic",
                self.code,
            )
        ledger = self._ledger()
        jobs = _Jobs(order, edition, press, ledger)
        with watch("keys"):
            stale = jobs.stale(recipes)
        wanted = {output_path(recipe.permalink) for recipe in recipes}
        with watch("render"):
            old_files = self._announce(ledger, wanted, stale)
            written = self._write(jobs, stale, ledger)
        with watch("prune"):
            removed = sorted(old_files - wanted)
            _writable(lambda: writing.remove_all(order.output, removed))
            manifest = self._record(ledger, written, removed, wanted)
        problems = in_order([*ingested.problems, *collisions, *self._moved(edition)])
        report = Report(
            pages=sum(path.endswith(".html") for path in wanted),
            written=len(written),
            reused=len(wanted) - len(written),
            removed=len(removed),
            problems=tuple(problems),
            seconds=watch.seconds,
            written_paths=tuple(_permalink(row.path) for row in written),
            removed_paths=tuple(map(_permalink, removed)),
            default_policy=_default_policy(edition),
            remote_pictures=sum(1 for e in edition.newest if e.picture and not e.picture.is_local),
            passages_removed=sum(map(len, ingested.removed.values())),
        )
        self._finish(report, edition, manifest)
        return report

    # the ledger and the manifest

    def _ledger(self) -> dict[str, Written]:
        """Return what is known to be in the output folder; nothing when it is not the folder that was written last."""
        if self.store.fact("output", str) != str(self.order.output.resolve()):
            return {}
        try:
            found = digest.of_bytes((self.order.output / writing.MANIFEST).read_bytes())
        except OSError:
            return {}
        if self.store.fact("manifest", str) != found:
            return {}
        ledger = self.store.ledger()
        return {path: row for path, row in ledger.items() if self._is_there(row)} if self.order.verify else ledger

    def _is_there(self, row: Written) -> bool:
        try:
            return digest.of_bytes((self.order.output / row.path).read_bytes()) == row.digest
        except OSError:
            return False

    def _announce(self, ledger: Mapping[str, Written], wanted: set[str], stale: Sequence[Recipe]) -> set[str]:
        """Claim every file that this build may leave behind, before the first is written; return those that were ours.

        From here on a kill leaves files that the next build knows to be its own, and no ledger row that lies.
        """
        output = self.order.output
        claimed = writing.read_manifest(output) or {}
        ours = set(claimed) | set(ledger)
        stale_paths = {output_path(recipe.permalink) for recipe in stale}
        known = {path: row.digest for path, row in ledger.items() if path not in stale_paths}
        if stale or ours - wanted:
            data = writing.manifest({path: known.get(path, writing.PENDING) for path in ours | wanted})
            _writable(lambda: writing.replace_file(output / writing.MANIFEST, data))
            self._begin_writing(ledger, stale_paths, digest.of_bytes(data))
        return ours

    def _begin_writing(self, ledger: Mapping[str, Written], stale_paths: set[str], manifest: Digest) -> None:
        if self.store.fact("writing", bool):
            _writable(lambda: writing.sweep(self.order.output))
        self.store.begin()
        if ledger:
            self.store.drop_written(sorted(stale_paths & ledger.keys()))
        else:
            self.store.clear_ledger()
        self.store.set_fact("last", None)
        self.store.set_fact("writing", True)
        self.store.set_fact("output", str(self.order.output.resolve()))
        self.store.set_fact("manifest", manifest)
        self.store.commit()

    def _write(self, jobs: _Jobs, stale: Sequence[Recipe], ledger: Mapping[str, Written]) -> list[Written]:
        fresh = [recipe for recipe in stale if output_path(recipe.permalink) not in ledger]
        standing = [recipe for recipe in stale if output_path(recipe.permalink) in ledger]
        done: list[Written] = []
        for group in (fresh, standing):
            for batch in jobs.written(group):
                done += batch
                self.order.progress("render", len(done), len(stale))
        return done

    def _record(
        self, ledger: Mapping[str, Written], written: Sequence[Written], removed: Sequence[str], wanted: set[str]
    ) -> Digest:
        rows = {path: row for path, row in ledger.items() if path in wanted} | {row.path: row for row in written}
        data = writing.manifest({path: row.digest for path, row in rows.items()})
        if written or removed or not (self.order.output / writing.MANIFEST).exists():
            _writable(lambda: writing.replace_file(self.order.output / writing.MANIFEST, data))
        self.store.begin()
        self.store.put_written(written)
        self.store.drop_written(sorted(set(removed) | (ledger.keys() - wanted)))
        self.store.set_fact("output", str(self.order.output.resolve()))
        self.store.set_fact("manifest", digest.of_bytes(data))
        self.store.set_fact("writing", None)
        self.store.commit()
        return digest.of_bytes(data)

    def _finish(self, report: Report, edition: Edition, manifest: Digest) -> None:
        last = _Last(
            self.inputs, self.scanned.began_ns, edition.holds_from, edition.holds_until, manifest, report.pages,
            report.written + report.reused, tuple(p for p in report.problems if p.code != "permalink-moved"),
            report.default_policy, report.remote_pictures, report.passages_removed,
        )  # fmt: skip
        self.store.set_fact("last", last)
        self.store.set_fact("permalinks", _single_permalinks(edition))
        self.store.close()

    def _moved(self, edition: Edition) -> list[Problem]:
        """Warn of files whose article lies elsewhere now than after the last build, with the alias that mends it."""
        before = self.store.fact("permalinks", dict[str, str]) or {}
        return [
            _moved_problem(path, before[path], permalink)
            for path, permalink in _single_permalinks(edition).items()
            if path in before and before[path] != permalink and not _leads_on(edition, path, before[path])
        ]


def _leads_on(edition: Edition, path: str, former: str) -> bool:
    return any(
        entry.path == path and former.strip("/") in {a.strip("/") for a in entry.aliases} for entry in edition.newest
    )


def _moved_problem(path: str, former: str, present: str) -> Problem:
    return Problem(
        level=Level.WARNING, code="permalink-moved", path=path, field="slug",
        message=f"its page moved from “{former}” to “{present}”, and links to the old path are dead",
        hint=f'add this line to the front matter:  aliases: ["{former}"]  — or fix id and slug there',
    )  # fmt: skip


def _single_permalinks(edition: Edition) -> dict[str, str]:
    """Return the permalink of the article of every Markdown file: the files that people edit by hand."""
    return {
        entry.path: edition.permalink(entry) for entry in edition.newest if entry.path.endswith((".md", ".markdown"))
    }


def _default_policy(edition: Edition) -> tuple[str, ...]:
    outlets = {edition.outlet(entry).name: edition.outlet(entry) for entry in edition.newest}
    return tuple(name for name in sorted(outlets) if not outlets[name].own and outlets[name].policy_is_default)


def _permalink(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def _writable(effect: Callable[[], None]) -> None:
    """Perform an effect on the output folder; a disk that refuses becomes a SiteError with exit 5."""
    try:
        effect()
    except OSError as error:
        raise cannot_write(error) from error


def cannot_write(error: OSError) -> SiteError:
    """Return the SiteError that tells which file could not be written and why."""
    path = str(error.filename or "the output folder")
    return SiteError(
        [
            _problem(
                "cannot-write",
                path,
                f"cannot write: {error.strerror or error}",
                "free space or mend its permissions, and build again",
            )
        ],
        Exit.WRITE,
    )


# stages that other commands share


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
        raise Damaged("the relations are gone")
    return relations


def _compared(entry: Entry, config: SiteConfig, zone: str) -> tuple[str, str, str, float | None, float, Digest]:
    from zoneinfo import ZoneInfo

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


def _asset_recipes(look: Theme) -> list[Recipe]:
    return [
        Recipe(asset.permalink, _asset_page, (asset.permalink, name, asset.digest))
        for name, asset in look.assets.items()
    ]


def _asset_page(edition: Edition, asset: tuple[Permalink, str, Digest]) -> Page:
    permalink, name, content = asset
    return Page(permalink, "file", {"file": Ref("asset", name, content)})


# making pages in the workers


class _Jobs:
    """Make, compare, render and write pages, in this process or in children forked from it."""

    def __init__(self, order: Order, edition: Edition, press: Press, ledger: Mapping[str, Written]) -> None:
        self._order = order
        self._edition = edition
        self._press = press
        self._ledger = ledger
        self._store: Store | None = None
        self._rows = {entry.id: entry.row for entry in (*edition.newest, *edition.static_pages)}

    def stale(self, recipes: Sequence[Recipe]) -> list[Recipe]:
        """Return the recipes whose page is not what the ledger says was written."""
        if not self._ledger:
            return list(recipes)
        batches = map_batches(self._stale, recipes, jobs=self._order.jobs, size=_KEY_BATCH)
        return [
            recipe
            for recipe, is_stale in zip(recipes, (flag for batch in batches for flag in batch), strict=True)
            if is_stale
        ]

    def _stale(self, recipes: Sequence[Recipe]) -> list[bool]:
        return [self._is_stale(recipe) for recipe in recipes]

    def _is_stale(self, recipe: Recipe) -> bool:
        row = self._ledger.get(output_path(recipe.permalink))
        return row is None or row.key != self._press.key(recipe.make(self._edition, recipe.argument))

    def written(self, recipes: Sequence[Recipe]) -> Iterable[list[Written]]:
        """Render and write every recipe's page, in batches."""
        return map_batches(self._write_all, recipes, jobs=self._order.jobs, size=_RENDER_BATCH)

    def _write_all(self, recipes: Sequence[Recipe]) -> list[Written]:
        return [self._write(recipe) for recipe in recipes]

    def _write(self, recipe: Recipe) -> Written:
        page = recipe.make(self._edition, recipe.argument)
        data = self._rendered(page)
        path = output_path(page.permalink)
        _writable(lambda: writing.replace_file(self._order.output / path, data))
        return Written(path, self._press.key(page), digest.of_bytes(data), len(data))

    def _rendered(self, page: Page) -> bytes:
        from jinja2 import TemplateError

        try:
            return self._press.render(page, self._load)
        except TemplateError as error:
            raise SiteError([_template_problem(page, error)]) from error

    def _load(self, ref: Ref) -> Any:
        if ref.kind == "teaser":
            return self._edition.teaser_value(ArticleId(ref.id))
        if ref.kind == "asset":
            return self._press.theme.assets[ref.id].data
        if ref.kind == "file":
            return self._file(ref)
        if self._store is None:
            self._store = Store(self._order.root / STATE, read_only=True)
        return unseal(self._store.article(self._rows[ArticleId(ref.id)]), Article)

    def _file(self, ref: Ref) -> bytes:
        data = (self._order.root / ref.id).read_bytes()
        if digest.of_bytes(data) != ref.digest:
            raise SiteError(
                [_problem("source-changed", ref.id, "this file changed while the site was being built", "build again")],
                Exit.CONTENT,
            )
        return data


def _template_problem(page: Page, error: Exception) -> Problem:
    """Tell where in a template a rendering failed: jinja2 names template and line in the traceback, or in the error."""
    path, line = f"templates/{page.template}", 0
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("templates/"):
            path, line = name, trace.tb_lineno
        trace = trace.tb_next
    path, line = getattr(error, "filename", None) or path, getattr(error, "lineno", None) or line
    return Problem(
        level=Level.ERROR,
        code="template",
        path=path,
        line=line,
        message=f"{error} (in the page {page.permalink})",
        hint="mend the template; the pages written before stand as they were",
    )


def clean(root: Path, output: Path) -> int:
    """Delete what builds left in the output folder, and the state; return how many files were deleted."""
    with locked(root / ".nashra"):
        if not writing.is_empty(output):
            owned = writing.read_manifest(output)
            if owned is None:
                raise SiteError(
                    [
                        _problem(
                            "output-foreign",
                            str(output),
                            f"this folder has no {writing.MANIFEST}: its files are not ours",
                            "delete it yourself",
                        )
                    ]
                )
            _writable(lambda: writing.remove_all(output, [*owned, writing.MANIFEST]))
        else:
            owned = {}
        Store(root / STATE).discard()
    return len(owned)
