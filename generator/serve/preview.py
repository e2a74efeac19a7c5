"""The preview's own state: the last good proof, and what keeps a newer one from being pulled.

    config, theme, scan ─▶ the same as before? ─▶ only the look differs? ─▶ else ingest ─▶ plan ─▶ the next proof
    saved words ─────────▶ the same proof with other words

One thread renews, while any thread answers from the proof that stands. Relating takes long and is not waited for: a
plan has the relations that the state holds, and `needs_relating` says when those are of other texts.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from urllib.parse import quote

from generator import config, digest, scan, theme
from generator.config import SiteConfig
from generator.digest import Digest
from generator.errors import Exit, Problem, SiteError, error
from generator.ingest import Ingested, Progress
from generator.lock import locked
from generator.model import Relations
from generator.order import STATE, Order
from generator.scan import Scan
from generator.serve import overlay
from generator.serve.amend import amended
from generator.serve.answers import HTML, Answer, Memory
from generator.serve.keys import Key
from generator.serve.proof import Proof, internal
from generator.serve.revision import Held, revision
from generator.serve.shelf import OutdatedError, Shelf
from generator.serve.texts import Texts
from generator.site.visibility import Holds, Showing
from generator.stages import Plan, are_related, comparison, held_relations, ingested_of, plan_of, relooked, with_state
from generator.store import Store
from generator.theme import Theme
from generator.theme_files import theme_root

HEAVY_FILES = 100  # so many changed files are parsed by a process of its own, in all processors
HEAVY_BYTES = 4 << 20
_TRIES = 3  # at reading a theme whose files are being replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """What a preview is asked for: which site, at which address and moment."""

    root: Path
    config_path: Path
    address: str  # http://127.0.0.1:8000, where the root of the host lies
    clock: Callable[[], datetime]  # aware
    showing: Showing = field(default_factory=Showing)
    code: Digest


class Outcome(StrEnum):
    """What looking at the site again came to."""

    SAME = "same"
    WORDS = "words"
    LOOK = "look"
    SITE = "site"
    MISTAKE = "mistake"  # what stood stands
    HEAVY = "heavy"  # much is to be read: for another process


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the proof that stands was made of."""

    order: Order
    look: Theme
    scanned: Scan
    relations: Relations
    inputs: Digest  # of relating these sources
    is_related: bool  # whether the relations are those of these inputs
    held: Held


class Preview:
    """The site as it stands on the desk, from the first look to the last."""

    def __init__(self, viewing: Viewing) -> None:
        self.viewing = viewing
        self.proof: Proof | None = None
        self.mistakes: tuple[Problem, ...] = ()  # what keeps a newer proof from being pulled
        self.notice = overlay.Notice()
        self._ground: _Ground | None = None
        self._is_outdated = False  # whether the state lost what the proof reads there
        self._memory = Memory()
        self._texts = Texts(viewing.root, viewing.config_path)

    # what others ask

    def answer(self, target: str) -> Answer:
        """Return the answer to a decoded path. Raises OutdatedError where a newer proof is to be pulled first."""
        proof = self.proof
        if proof is None:
            shown = overlay.page(self.mistakes, self._texts.read)
            key = self.key(target)
            return Answer(500, HTML, amended(shown, key), key)
        try:
            return proof.answer(target)
        except OutdatedError:
            if proof is self.proof:
                self._is_outdated = True
            raise

    def key(self, target: str) -> Key:
        """Return the key of the answer to a decoded path."""
        if self.proof is None:
            name = digest.of_value(self.mistakes)
            return Key(name, name)
        return self.proof.key(target)

    @property
    def needs_relating(self) -> bool:
        """Tell whether the articles changed since the relations that the proof shows were found."""
        return self._ground is not None and not self._ground.is_related

    @property
    def holds(self) -> Holds:
        """Between which moments another clock gives the same proof."""
        return self.proof.plan.edition.holds if self.proof else Holds()

    @property
    def config(self) -> SiteConfig:
        """The configuration of the proof, or the defaults before the first."""
        return self._ground.order.config if self._ground else SiteConfig()

    def config_now(self) -> SiteConfig | None:
        """Return the configuration as it is written now, or None where it has mistakes."""
        try:
            return self._order(1).config
        except SiteError:
            return None

    # the short way

    def reword(self, paths: Iterable[str]) -> Outcome:
        """Take over new words of changed files (relative to the site); SAME where it takes the long way to do so."""
        ground, proof = self._ground, self.proof
        if ground is None or proof is None or self.mistakes:
            return Outcome.SAME
        try:
            if self._order(1).config != ground.order.config or self._look().digest != ground.look.digest:
                return Outcome.SAME
        except SiteError:
            return Outcome.SAME
        found = revision(self.viewing.root, ground.order.config.site.time_zone, ground.held, paths)
        if found is None or not found.articles:
            return Outcome.SAME
        edition = found.of_edition(proof.plan.edition)
        if edition is proof.plan.edition:
            return Outcome.SAME
        fresh = {**proof.fresh, **found.articles}
        self.proof = self._proof(replace(proof.plan, edition=edition), proof.shelf, fresh=fresh, places=proof.places)
        return Outcome.WORDS

    # the long way

    def renew(
        self, *, jobs: int = 1, progress: Progress = lambda stage, done, of: None, whatever_it_takes: bool = False
    ) -> Outcome:
        """Look at the whole site again and pull a new proof where anything differs.

        What is wrong with it is in `mistakes` and `notice` afterwards, and the proof that stood stands. HEAVY where
        much is to be parsed and `whatever_it_takes` is not said. Raises SiteError (exit 6) while a build holds the
        state.
        """
        try:
            with _uncollected():
                outcome = self._renewed(self._order(jobs, progress), whatever_it_takes)
        except SiteError as fault:
            if fault.exit_code == Exit.LOCKED:
                raise
            return self._failed(fault.problems)
        except Exception as fault:  # a mistake of ours must not take the preview down
            return self._failed([internal(fault, "planning the site")])
        if outcome is not Outcome.HEAVY:
            self.mistakes = ()
            self._settle_notice()
        return outcome

    def _failed(self, problems: Sequence[Problem]) -> Outcome:
        self.mistakes = tuple(problems)
        self._settle_notice()
        return Outcome.MISTAKE

    def _settle_notice(self) -> None:
        """Say over all pages what blocks the next proof, else what is wrong in this one."""
        problems = self.mistakes or (self.proof.problems if self.proof else ())
        shown = problems if self.proof else ()  # before the first proof they stand in the place of every page
        self.notice = overlay.notice(shown, self._texts.read, is_blocking=bool(self.mistakes))

    def _order(self, jobs: int, progress: Progress = lambda stage, done, of: None) -> Order:
        viewing = self.viewing
        settled = _read_config(viewing.config_path)
        settled = config.overridden(settled, base_url=f"{viewing.address}{quote(settled.base_path)}/")
        return Order(
            root=viewing.root,
            output=viewing.root / "public",  # where nothing is written
            config=settled,
            now=viewing.clock(),
            showing=viewing.showing,
            jobs=jobs,
            progress=progress,
        )

    def _look(self) -> Theme:
        for _ in range(_TRIES):
            try:
                look = theme.read(self.viewing.root, theme_root("templates"), theme_root("static"))
            except OSError as cause:  # replaced while it was being read
                fault = cause
                continue
            self._texts.templates = look.templates
            return look
        raise SiteError([error("source-unreadable", str(fault.filename), f"cannot be read: {fault.strerror}")])

    def _renewed(self, order: Order, whatever_it_takes: bool) -> Outcome:
        look = self._look()
        scanned = scan.scan(order.root, order.config.sources.paths)
        old, proof = self._ground, self.proof
        as_before = old is not None and old.order.config == order.config and _is_settled(old.scanned, scanned)
        if old and proof and as_before and not proof.fresh and not self._is_outdated:
            return self._on_same_sources(old, proof, order, look)
        if not whatever_it_takes and _is_heavy(old, order, scanned):
            return Outcome.HEAVY
        self._on_new_sources(order, look, scanned, is_brief=old is not None)
        return Outcome.SITE

    def _on_same_sources(self, old: _Ground, proof: Proof, order: Order, look: Theme) -> Outcome:
        """Pull a new proof of sources that stand, where the look, the clock or the relations differ."""
        relations, is_related = old.relations, old.is_related
        if not is_related:
            relations, is_related = self._relations_since(old)
        shown = proof.plan
        since, until = shown.edition.holds.since, shown.edition.holds.until
        if (
            not since <= order.now.timestamp() < until
            or is_related != old.is_related
            or old.look.catalogues != look.catalogues
        ):
            plan = plan_of(order, old.scanned, shown.ingested, relations, look, self.viewing.code)
            outcome, places = Outcome.SITE, None
        elif look.digest != old.look.digest:
            plan = relooked(shown, order, look)
            outcome = Outcome.LOOK
            places = proof.places if look.files == old.look.files else None
        else:
            return Outcome.SAME
        self.proof = self._proof(plan, proof.shelf, places=places)
        self._ground = replace(old, order=order, look=look, relations=relations, is_related=is_related)
        return outcome

    def _relations_since(self, old: _Ground) -> tuple[Relations, bool]:
        """Return the relations of these sources if they were found since, else those that stand."""
        store = Store(self.viewing.root / STATE, read_only=True)
        try:
            if store.fact("relations.inputs", str) != old.inputs:
                return old.relations, False
            return store.fact("relations", Relations) or old.relations, True
        finally:
            store.close()

    def _on_new_sources(self, order: Order, look: Theme, scanned: Scan, *, is_brief: bool) -> None:
        self._is_outdated = False
        former = self.proof.shelf if self.proof else None
        if former:
            former.hold()  # what stands is answered from the state as it was, until the next proof is pulled
        try:
            with locked(order.root / ".nashra", is_brief=is_brief):
                read = with_state(order.root / STATE, partial(self._read, order, scanned))
            ingested, relations, inputs, is_related, shelf = read
            plan = plan_of(order, scanned, ingested, relations, look, self.viewing.code)
        except BaseException:
            if former:
                former.let_go()
            raise
        self.proof = self._proof(plan, shelf)
        held = Held.of(ingested, (found.path for found in scanned.files))
        self._ground = _Ground(order, look, scanned, relations, inputs, is_related, held)
        if former:
            former.close()

    def _read(self, order: Order, scanned: Scan) -> tuple[Ingested, Relations, Digest, bool, Shelf]:
        """Bring the state up to date with the sources and return what it holds; the relations may be of others."""
        store = Store(order.root / STATE)
        try:
            ingested = ingested_of(order, store, scanned, self.viewing.code)
            compared = comparison(order.config, ingested.entries, self.viewing.code)
            is_related = are_related(store, compared)
            old = self._ground
            if old and old.is_related and old.inputs == compared.inputs:
                relations = old.relations
            else:
                relations = held_relations(store) or Relations()
        finally:
            store.close()
        rows = {entry.id: entry.row for entry in ingested.entries}
        return ingested, relations, compared.inputs, is_related, Shelf(order.root / STATE, rows)

    def _proof(self, plan: Plan, shelf: Shelf, **more: object) -> Proof:
        return Proof(self.viewing.root, plan, shelf, texts=self._texts.read, memory=self._memory, **more)  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the state; no answer is to be had afterwards."""
        if self.proof:
            self.proof.shelf.close()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the cycles of Python's values alone while a plan is made: looking for some costs a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_config(path: Path) -> SiteConfig:
    try:
        data = path.read_bytes()
    except OSError as cause:
        message = f"the configuration cannot be read: {cause.strerror}"
        raise SiteError([error("no-site", path.name, message, "`nashra init` begins a site")]) from cause
    return config.load(config.decoded(data, path.name), path.name)


def _is_settled(old: Scan, new: Scan) -> bool:
    """Tell whether two scans saw the same files, and none that may have changed unseen after the first."""
    same = old.files == new.files and old.problems == new.problems
    return same and all(scan.is_settled(found.mtime_ns, old.began_ns) for found in old.files)


def _is_heavy(old: _Ground | None, order: Order, scanned: Scan) -> bool:
    """Tell whether much is to be parsed: many files, much text, or all because it is read in another way."""
    if old is None or old.order.config.site.time_zone != order.config.site.time_zone:
        return True
    known = set(old.scanned.files)
    changed = [found for found in scanned.files if found not in known]
    return len(changed) > HEAVY_FILES or sum(found.size for found in changed) > HEAVY_BYTES
