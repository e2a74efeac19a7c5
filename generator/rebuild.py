"""What a build does once something may have changed: plan, compare with what was written, write the difference.

    ingest ─▶ relate ─▶ edition ─▶ plan (a recipe a path) ─▶ keys ─▶ render what differs ─▶ write ─▶ prune ─▶ record

New files are written before those that stood already, and deletions come last, so that no page that stood ever leads to
a file that is not there yet, or no longer, whenever the build is killed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from generator import digest, tracing, writing
from generator.delivery import delivery
from generator.digest import Digest
from generator.errors import Problem, in_order, warning
from generator.finished import Finished
from generator.hosting import compression, limits
from generator.jobs import Jobs
from generator.order import Order, Report, Stopwatch
from generator.render import Press
from generator.scan import Scan
from generator.site import hosting_pages
from generator.site.edition import Edition, Recipe
from generator.site.planning import output_path
from generator.stages import ledger_of, planned
from generator.store import Store, Written
from generator.theme import Theme


class Rebuild:
    """One run over changed inputs; the stages in `run` are the whole story."""

    def __init__(
        self,
        order: Order,
        store: Store,
        look: Theme,
        all_code: Digest,
        scanned: Scan,
        inputs: Digest,
        watch: Stopwatch,
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
        with delivery(order, self.store) as way:
            jobs = Jobs(replace(order, output=way.folder), edition, plan.press, ledger)
            with watch("keys"):
                stale = jobs.stale(recipes)
            with watch("render"):
                old_files = way.begin(ledger, self._possible(recipes), self._possible(stale))
                done = self._write(jobs, stale, old_files)
            rows = self._rows(recipes, ledger, done)
            with watch("prune"):
                removed = sorted(old_files - rows.keys())
                manifest = way.end(ledger, rows, done, removed)
        wanted = rows.keys()
        written = [row for row in done if ledger.get(row.path) != row]
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

    # the ledger

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

    def _host_limits(self, rows: Mapping[str, Written], edition: Edition, recipes: Sequence[Recipe]) -> list[Problem]:
        """Warn of every limit of the site's host that is near or passed."""
        hosting = self.order.config.hosting
        redirects = len(hosting_pages.of_plan(edition, recipes))
        files = [(row.path, row.size) for row in rows.values()]
        return limits.warnings(hosting.host, files, redirects, hosting.precompress)

    def _finish(self, report: Report, edition: Edition, manifest: Digest, press: Press) -> None:
        last = Finished(
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
