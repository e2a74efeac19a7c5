"""Build: compare what the site wants with what was written, and write the difference. The only writer of public/.

    scan ─▶ same as the last finished build? ── yes ─▶ stop: nothing else is opened
              │ no
    ingest ─▶ relate ─▶ edition ─▶ plan (a recipe a path) ─▶ keys ─▶ render what differs ─▶ write ─▶ prune ─▶ record

New files are written before those that stood already, and deletions come last, so that no page that stood ever leads to
a file that is not there yet, or no longer, whenever the build is killed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from generator import code, digest, scan, theme, tracing, writing
from generator.digest import Digest
from generator.errors import Problem, SiteError, error, in_order, warning
from generator.hosting import compression, limits
from generator.jobs import Jobs, writable
from generator.lock import locked
from generator.order import STATE, Order, Report
from generator.render import Press
from generator.scan import Scan
from generator.site import hosting_pages
from generator.site.edition import Edition, Recipe
from generator.site.planning import output_path
from generator.site.visibility import Holds
from generator.stages import ledger_of, planned, with_state
from generator.store import Store, Written
from generator.theme import Theme
from generator.theme_files import theme_root


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
    hidden: dict[str, int]


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
        return with_state(order.root / STATE, partial(_build, order))


def _refuse_foreign(order: Order) -> None:
    output, root = order.output.resolve(), order.root.resolve()
    sources = [(root / path).resolve() for path in (*order.config.sources.paths, "templates", "static", "locale")]
    if root.is_relative_to(output) or any(output.is_relative_to(source) for source in sources):
        message = "this folder holds the site's sources"
        raise SiteError([error("output-over-sources", str(order.output), message, "choose another --output")])
    _owned(order.output)


def _build(order: Order) -> Report:
    watch = _Stopwatch()
    with watch("scan"):
        if order.clean:
            Store(order.root / STATE).discard()
        store = Store(order.root / STATE)
        look = theme.read(order.root, theme_root("templates"), theme_root("static"))
        all_code = code.digest_of_code()
        scanned = scan.scan(order.root, order.config.sources.paths)
        inputs = _inputs(order, look, all_code, scanned)
        last = store.fact("last", _Last)
    if last and not order.verify and _stands(last, inputs, scanned, order):
        store.close()
        return _unchanged(last, watch, ZoneInfo(order.config.site.time_zone))
    return _Build(order, store, look, all_code, scanned, inputs, watch).run()


def _inputs(order: Order, look: Theme, all_code: Digest, scanned: Scan) -> Digest:
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


def _stands(last: _Last, inputs: Digest, scanned: Scan, order: Order) -> bool:
    """Tell whether the last build's output is this one's: same inputs, same results of the clock, output in place."""
    if last.inputs != inputs or not last.holds_from <= order.now.timestamp() < last.holds_until:
        return False
    if not all(scan.is_settled(found.mtime_ns, last.scan_began_ns) for found in scanned.files):
        return False  # changed so soon after it was read that its stat may hide the change
    try:
        return digest.of_bytes((order.output / writing.MANIFEST).read_bytes()) == last.manifest
    except OSError:
        return False


def _unchanged(last: _Last, watch: _Stopwatch, zone: ZoneInfo) -> Report:
    return Report(
        pages=last.pages,
        written=0,
        reused=last.files,
        removed=0,
        problems=last.problems,
        seconds=watch.seconds,
        default_policy=last.default_policy,
        remote_pictures=last.remote_pictures,
        passages_removed=last.passages_removed,
        hidden=last.hidden,
        next_change=Holds(last.holds_from, last.holds_until).ends(zone),
    )


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
        plan = planned(order, self.store, self.look, self.scanned, self.code, watch)
        edition, recipes, ingested = plan.edition, plan.recipes, plan.ingested
        ledger = self._ledger()
        jobs = Jobs(order, edition, plan.press, ledger)
        with watch("keys"):
            stale = jobs.stale(recipes)
        with watch("render"):
            old_files = self._announce(ledger, self._possible(recipes), self._possible(stale))
            done = self._write(jobs, stale, old_files)
        rows = self._rows(recipes, ledger, done)
        wanted = rows.keys()
        written = [row for row in done if ledger.get(row.path) != row]
        with watch("prune"):
            removed = sorted(old_files - wanted)
            writable(lambda: writing.remove_all(order.output, removed))
            manifest = self._record(ledger, rows, done, removed)
        guard = self._host_limits(rows, edition, recipes)
        problems = in_order([*ingested.problems, *plan.problems, *self._moved(edition), *guard])
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
            passages=tuple((path, text) for path in sorted(ingested.removed) for text in ingested.removed[path]),
            hidden=edition.hidden,
            next_change=edition.holds.ends(edition.zone),
        )
        self._finish(report, edition, manifest, plan.press)
        return report

    # the ledger and the manifest

    def _ledger(self) -> dict[str, Written]:
        """Return what is known to be in the output folder; under --verify what really is."""
        ledger = ledger_of(self.order, self.store)
        return {path: row for path, row in ledger.items() if self._is_there(row)} if self.order.verify else ledger

    def _is_there(self, row: Written) -> bool:
        try:
            return digest.of_bytes((self.order.output / row.path).read_bytes()) == row.digest
        except OSError:
            return False

    def _possible(self, recipes: Iterable[Recipe]) -> set[str]:
        """Return the files that recipes may make: whether a page has compressed copies hangs on its size, too."""
        paths = [output_path(recipe.permalink) for recipe in recipes]
        encodings = self.order.config.hosting.precompress
        return {*paths, *(copy for path in paths for copy, _ in compression.names(path, encodings))}

    def _rows(
        self, recipes: Iterable[Recipe], ledger: Mapping[str, Written], done: Iterable[Written]
    ) -> dict[str, Written]:
        """Return every file of the finished site by path: written now, or standing."""
        now = {row.path: row for row in done}
        encodings = self.order.config.hosting.precompress
        rows: dict[str, Written] = {}
        for recipe in recipes:
            path = output_path(recipe.permalink)
            row = now.get(path) or ledger[path]
            copies = (copy for copy, _ in compression.copies(path, row.size, encodings))
            rows |= {path: row} | {copy: now.get(copy) or ledger[copy] for copy in copies}
        return rows

    def _announce(self, ledger: Mapping[str, Written], wanted: set[str], stale_paths: set[str]) -> set[str]:
        """Claim every file that this build may leave behind, before the first is written; return those that were ours.

        From here on a kill leaves files that the next build knows to be its own, and no ledger row that lies.
        """
        output = self.order.output
        claimed = writing.read_manifest(output) or {}
        ours = set(claimed) | set(ledger)
        known = {path: row.digest for path, row in ledger.items() if path not in stale_paths}
        if stale_paths or ours - wanted:
            data = writing.manifest({path: known.get(path, writing.PENDING) for path in ours | wanted})
            writable(lambda: writing.replace_file(output / writing.MANIFEST, data))
            self._begin_writing(ledger, ours, stale_paths, digest.of_bytes(data))
            writable(lambda: writing.remove_all(output, writing.in_the_way(ours - wanted, stale_paths)))
        return ours

    def _begin_writing(
        self, ledger: Mapping[str, Written], ours: Set[str], stale_paths: set[str], manifest: Digest
    ) -> None:
        if self.store.fact("writing", bool) or not ledger:
            writable(lambda: writing.sweep(self.order.output, ours))
        self.store.begin()
        if ledger:
            self.store.drop_written(sorted(stale_paths & ledger.keys()))
        else:
            self.store.clear_ledger()
        self.store.set_fact("last", None)
        self.store.set_fact("writing", True)
        self.store.set_fact("output", self.order.place)
        self.store.set_fact("manifest", manifest)
        self.store.commit()

    def _write(self, jobs: Jobs, stale: Sequence[Recipe], ours: Set[str]) -> list[Written]:
        done: list[list[Written]] = []
        for group in self._in_turn(stale, ours):
            for batch in jobs.written(group):
                done += batch
                self.order.progress("render", len(done), len(stale))
        return [row for rows in done for row in rows]

    def _in_turn(self, stale: Iterable[Recipe], ours: Set[str]) -> tuple[list[Recipe], ...]:
        """Part what is to be written: files that lead nowhere, new ones, those that stood and may now lead to both.

        What stood is asked of the disk: a ledger that was lost, or is that of a killed build, knows less.
        """
        leaves: list[Recipe] = []
        fresh: list[Recipe] = []
        standing: list[Recipe] = []
        for recipe in stale:
            path = output_path(recipe.permalink)
            is_standing = path in ours and writing.is_there(self.order.output, path)
            (leaves if writing.leads_nowhere(path) else standing if is_standing else fresh).append(recipe)
        return leaves, fresh, standing

    def _record(
        self,
        ledger: Mapping[str, Written],
        rows: Mapping[str, Written],
        done: Sequence[Written],
        removed: Sequence[str],
    ) -> Digest:
        data = writing.manifest({path: row.digest for path, row in rows.items()})
        if done or removed or not (self.order.output / writing.MANIFEST).exists():
            writable(lambda: writing.replace_file(self.order.output / writing.MANIFEST, data))
        self.store.begin()
        self.store.put_written(done)
        gone = sorted(set(removed) | (ledger.keys() - rows.keys()))
        self.store.drop_written(gone)
        self.store.drop_traces(gone)
        self.store.set_fact("output", self.order.place)
        self.store.set_fact("manifest", digest.of_bytes(data))
        self.store.set_fact("writing", None)
        self.store.commit()
        return digest.of_bytes(data)

    def _host_limits(self, rows: Mapping[str, Written], edition: Edition, recipes: Sequence[Recipe]) -> list[Problem]:
        """Warn of every limit of the site's host that is near or passed."""
        hosting = self.order.config.hosting
        redirects = len(hosting_pages.of_plan(edition, recipes))
        files = [(row.path, row.size) for row in rows.values()]
        return limits.warnings(hosting.host, files, redirects, hosting.precompress)

    def _finish(self, report: Report, edition: Edition, manifest: Digest, press: Press) -> None:
        last = _Last(
            self.inputs, self.scanned.began_ns, edition.holds.since, edition.holds.until, manifest, report.pages,
            report.written + report.reused, tuple(p for p in report.problems if p.code != "permalink-moved"),
            report.default_policy, report.remote_pictures, report.passages_removed, dict(report.hidden),
        )  # fmt: skip
        # A file that could not be read looks the same once it can: the next build must try again.
        lost = any(problem.code == "source-unreadable" for problem in report.problems)
        self.store.set_fact("last", None if lost else last)
        self.store.set_fact("permalinks", _single_permalinks(edition))
        self.store.set_fact("shared", tracing.shared(press))
        self.store.close()

    def _moved(self, edition: Edition) -> list[Problem]:
        """Warn of files whose article lies elsewhere now than after the last build, with the alias that mends it."""
        before = self.store.fact("permalinks", dict[str, str]) or {}
        led_on = {(entry.path, alias.strip("/")) for entry in edition.newest for alias in entry.aliases}
        return [
            _moved_problem(path, before[path], permalink)
            for path, permalink in _single_permalinks(edition).items()
            if before.get(path, permalink) != permalink and (path, before[path].strip("/")) not in led_on
        ]


def _moved_problem(path: str, former: str, present: str) -> Problem:
    message = f"its page moved from “{former}” to “{present}”, and links to the old path are dead"
    hint = f'add this line to the front matter:  aliases: ["{former}"]  (or fix id and slug there)'
    return warning("permalink-moved", path, message, hint, field="slug")


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


def clean(root: Path, output: Path) -> int:
    """Delete what builds left in the output folder, and the state; return how many files were deleted."""
    with locked(root / ".nashra"):
        owned = _owned(output)
        writable(lambda: writing.remove_all(output, [*owned, writing.MANIFEST]))
        if not writing.is_empty(output):  # somebody's files stay; the next build may stand beside them again
            writable(lambda: writing.replace_file(output / writing.MANIFEST, writing.manifest({})))
        with_state(root / STATE, lambda: Store(root / STATE).discard())
    return len(owned)


def _owned(output: Path) -> list[str]:
    """Return the files of the output folder that are ours; raise SiteError where it is somebody else's folder."""
    if output.exists() and not output.is_dir():
        message = "this is a file, and the site needs a folder"
        raise SiteError([error("output-foreign", str(output), message, "choose another --output")])
    owned = writing.read_manifest(output)
    if owned is None and not writing.is_empty(output):
        message = f"this folder is not empty and has no {writing.MANIFEST}: its files are not ours"
        hint = "empty it yourself, or choose another --output"
        raise SiteError([error("output-foreign", str(output), message, hint)])
    return list(owned or {})
