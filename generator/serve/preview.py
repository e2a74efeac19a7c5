"""The preview's own state: the last good proof, and what keeps a newer one from being pulled.

    config, theme, scan ─▶ the same as before? ─▶ only the look differs? ─▶ else ingest ─▶ plan ─▶ the next proof
    saved words, a look ─▶ the same proof with other words, in another look

One thread renews and another takes over, while any thread answers from the proof that stands. Relating takes long and
is not waited for: a plan has the relations that the state holds, and `needs_relating` says when those are of other
texts.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import RLock
from urllib.parse import quote

from generator import config, digest, scan, theme
from generator.config import SiteConfig
from generator.digest import Digest
from generator.errors import Exit, Problem, SiteError, error
from generator.order import Order
from generator.scan import Scan
from generator.serve import overlay
from generator.serve.amend import amended
from generator.serve.answers import HTML, Answer, Memory
from generator.serve.ground import Ground, broken, is_heavy, relations_since
from generator.serve.keys import Key
from generator.serve.proof import Proof, internal
from generator.serve.revision import Revision, revision
from generator.serve.shelf import OutdatedError, Shelf
from generator.serve.texts import Texts
from generator.site.edition import Recipe
from generator.site.visibility import Holds, Showing
from generator.stages import Plan, plan_of, relooked
from generator.theme import Theme
from generator.theme_files import theme_root
from generator.workers import Progress

OF_LOOK = ("templates", "static")  # folders of a site that decide no path
SHORT_FILES = 16  # more than a hand saves at once: read in all processors, on the long way
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


class Preview:
    """The site as it stands on the desk, from the first look to the last."""

    def __init__(self, viewing: Viewing) -> None:
        self.viewing = viewing
        self.proof: Proof | None = None
        self.mistakes: tuple[Problem, ...] = ()  # what keeps a newer proof from being pulled
        self.notice = overlay.Notice()
        self._ground: Ground | None = None
        self._is_outdated = False  # whether the state lost what the proof reads there
        self._lock = RLock()  # of the proof and its ground: one thread renews, and another takes over words
        # What was taken over since the long way was begun last:
        self._late: set[str] = set()  # files, for their words
        self._late_look: Theme | None = None
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
            if proof is not self.proof:  # another was pulled meanwhile: it needs no look at the site
                return self.answer(target)
            self._is_outdated = True
            if self.mistakes:  # no newer proof is to be had until they are mended
                return proof.standing_in(target, self.mistakes)
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

    def take_over(self, paths: Iterable[str]) -> Outcome:
        """Take over changed words and looks, and nothing else: WORDS or LOOK, or SAME where it takes the long way.

        `paths` are the files that changed, relative to the site.
        """
        try:
            return self._taken_over(set(paths))
        except Exception:  # whatever is wrong, the long way tells of it
            return Outcome.SAME

    def _taken_over(self, paths: set[str]) -> Outcome:
        sources = {path for path in paths if path.split("/", 1)[0] not in OF_LOOK}
        if len(sources) > SHORT_FILES:
            return Outcome.SAME
        for _ in range(_TRIES):
            with self._lock:
                ground, proof = self._ground, self.proof
            if ground is None or proof is None or self.mistakes or self._order(1).config != ground.order.config:
                return Outcome.SAME
            look, found = self._look(), self._revision(ground, sources)
            if found is None or look.catalogues != ground.look.catalogues:
                return Outcome.SAME
            plan = self._relooked(proof.plan, ground, look)
            has_look, edition = plan is not proof.plan, found.of_edition(plan.edition)
            if edition is not plan.edition:
                plan = replace(plan, edition=edition)
            if plan is proof.plan:
                return Outcome.SAME
            if self._is_exchanged(proof, replace(ground, look=look), plan, found, sources):
                return Outcome.LOOK if has_look else Outcome.WORDS
        return Outcome.SAME

    def _relooked(self, plan: Plan, ground: Ground, look: Theme) -> Plan:
        return plan if look.digest == ground.look.digest else relooked(plan, ground.order, look)

    def _is_exchanged(self, old: Proof, ground: Ground, plan: Plan, found: Revision, sources: set[str]) -> bool:
        """Exchange the proof for one of this plan, unless another was pulled meanwhile; tell whether it was done."""
        is_same = plan.recipes is old.plan.recipes
        fresh = {**old.fresh, **found.articles}
        renewed = self._proof(plan, old.shelf, fresh=fresh, places=old.places if is_same else None)
        with self._lock:
            self._late |= sources
            self._late_look = ground.look
            if self.proof is not old:
                return False
            self.proof, self._ground = renewed, ground
            return True

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
        with self._lock:
            self._late, self._late_look = set(), None
        look = self._look()
        scanned = scan.scan(order.root, order.config.sources.paths)
        old, proof = self._ground, self.proof
        if old and proof and old.is_same_site(order, scanned) and not proof.fresh and not self._is_outdated:
            return self._on_same_sources(old, proof, order, look)
        if not whatever_it_takes and is_heavy(old, order, scanned):
            return Outcome.HEAVY
        self._on_new_sources(old, order, look, scanned)
        return Outcome.SITE

    def _on_same_sources(self, old: Ground, proof: Proof, order: Order, look: Theme) -> Outcome:
        """Pull a new proof of sources that stand, where the look, the clock or the relations differ."""
        found = None if old.is_related else relations_since(old)
        ground = replace(old, order=order, look=look)
        holds = proof.plan.edition.holds
        is_time = holds.since <= order.now.timestamp() < holds.until
        if found is None and is_time and old.look.catalogues == look.catalogues:
            if old.look.digest == look.digest:
                return Outcome.SAME
            places = proof.places if old.look.files == look.files else None
            self._pull(ground, relooked(proof.plan, order, look), proof.shelf, places)
            return Outcome.LOOK
        if found is not None:
            ground = replace(ground, relations=found, is_related=True)
        plan = plan_of(order, old.scanned, proof.plan.ingested, ground.relations, look, self.viewing.code)
        self._pull(ground, plan, proof.shelf)
        return Outcome.SITE

    def _on_new_sources(self, old: Ground | None, order: Order, look: Theme, scanned: Scan) -> None:
        self._is_outdated = False
        former = self.proof.shelf if self.proof else None
        if former:
            former.hold()  # what stands is answered from the state as it was, until the next proof is pulled
        try:
            ground, ingested, shelf = broken(order, look, scanned, self.viewing.code, old)
            plan = plan_of(order, scanned, ingested, ground.relations, look, self.viewing.code)
        except BaseException:
            if former:
                former.let_go()
            raise
        self._pull(ground, plan, shelf)
        if former:
            former.close()

    def _pull(self, ground: Ground, plan: Plan, shelf: Shelf, places: Mapping[str, Recipe] | None = None) -> None:
        """Put a new proof in the place of the one that stands, with what was taken over while it was planned."""
        with self._lock:
            look = self._late_look or ground.look
            if look.digest != ground.look.digest and look.catalogues == ground.look.catalogues:
                plan, ground, places = relooked(plan, ground.order, look), replace(ground, look=look), None
            found = self._revision(ground, self._late) if self._late else None
            late = found or Revision()
            if late.articles:
                plan = replace(plan, edition=late.of_edition(plan.edition))
            self.proof = self._proof(plan, shelf, fresh=late.articles, places=places)
            self._ground = ground

    def _revision(self, ground: Ground, paths: Iterable[str]) -> Revision | None:
        return revision(self.viewing.root, ground.order.config.site.time_zone, ground.held, paths)

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
