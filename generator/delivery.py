"""How a build's files come before readers: each replaced in its place, or all of them at once as a whole generation.

Either way what is ours is claimed in the manifest before the first file is written, and the state never says of a file
what is not so: a build that is killed at any moment leaves what the next one knows how to go on from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress

from generator import digest, generations, writing
from generator.digest import Digest
from generator.errors import SiteError
from generator.order import Order
from generator.refusals import writable
from generator.store import Store, Written


class InPlace:
    """Replace and remove one file at a time in the folder that readers see."""

    def __init__(self, order: Order, store: Store) -> None:
        self.folder = order.output  # where files are to be written between `begin` and `end`
        self._order = order
        self._store = store

    def begin(self, ledger: Mapping[str, Written], wanted: Set[str], stale: Set[str]) -> set[str]:
        """Claim every file that this build may leave behind, before the first is written; return those that were ours.

        `wanted` are all paths that there may be in the end, `stale` those of them that may be written.
        """
        claimed = writing.read_manifest(self._order.output) or {}
        ours = set(claimed) | set(ledger)
        known = {path: row.digest for path, row in ledger.items() if path not in stale}
        if stale or ours - wanted:
            data = writing.manifest({path: known.get(path, writing.PENDING) for path in ours | wanted})
            self._announce(ledger, ours, stale, data)
            writable(lambda: writing.remove_all(self.folder, writing.in_the_way(ours - wanted, stale)))
        return ours

    def _announce(self, ledger: Mapping[str, Written], ours: Set[str], stale: Set[str], claims: bytes) -> None:
        """Write the claims, and forget what is known of the stale files and of the last finished build."""
        writable(lambda: writing.replace_file(self.folder / writing.MANIFEST, claims))
        self._sweep(ledger, ours)
        self._store.begin()
        if ledger:
            self._store.drop_written(sorted(stale & ledger.keys()))
        else:
            self._store.clear_ledger()
        self._store.set_fact("last", None)
        self._store.set_fact("writing", True)
        self._store.set_fact("output", self._order.place)
        self._store.set_fact("manifest", digest.of_bytes(claims))
        self._store.commit()

    def _sweep(self, ledger: Mapping[str, Written], ours: Set[str]) -> None:
        if self._store.fact("writing", bool) or not ledger:
            writable(lambda: writing.sweep(self.folder, ours))

    def end(
        self,
        ledger: Mapping[str, Written],
        rows: Mapping[str, Written],
        done: Sequence[Written],
        removed: Sequence[str],
    ) -> Digest:
        """Remove what is not wanted any more and record what is there; return the digest of the manifest.

        `rows` are all files of the finished site, `done` those written now.
        """
        data = writing.manifest({path: row.digest for path, row in rows.items()})
        self._settle(data, removed, is_changed=bool(done or removed))
        self._store.begin()
        if not ledger:
            self._store.clear_ledger()
        self._store.put_written(done)
        gone = sorted(set(removed) | (ledger.keys() - rows.keys()))
        self._store.drop_written(gone)
        self._store.drop_traces(gone)
        self._store.set_fact("output", self._order.place)
        self._store.set_fact("manifest", digest.of_bytes(data))
        self._store.set_fact("writing", None)
        self._store.commit()
        return digest.of_bytes(data)

    def _settle(self, manifest: bytes, removed: Sequence[str], *, is_changed: bool) -> None:
        writable(lambda: writing.remove_all(self.folder, removed))
        if is_changed or not (self.folder / writing.MANIFEST).exists():
            writable(lambda: writing.replace_file(self.folder / writing.MANIFEST, manifest))


class Whole(InPlace):
    """Make a whole new generation beside the folder that readers see, and put it there in one step.

    Until that step the state says what it said: readers have the old site, and it has not changed.
    """

    def __init__(self, order: Order, store: Store) -> None:
        super().__init__(order, store)
        self.folder = generations.new_folder(order.output)
        self._is_begun = False

    def _announce(self, ledger: Mapping[str, Written], ours: Set[str], stale: Set[str], claims: bytes) -> None:
        writable(lambda: generations.begin(self._order.output, claims))
        self._is_begun = True
        self._sweep(ledger, ours)

    def end(
        self,
        ledger: Mapping[str, Written],
        rows: Mapping[str, Written],
        done: Sequence[Written],
        removed: Sequence[str],
    ) -> Digest:
        """Put the new generation in its place and record what is there; return the digest of the manifest."""
        found = super().end(ledger, rows, done, removed)
        writable(lambda: generations.clear(self._order.output))
        return found

    def _settle(self, manifest: bytes, removed: Sequence[str], *, is_changed: bool) -> None:
        if is_changed and not self._is_begun:
            self._announce({}, set(), set(), manifest)
        if self._is_begun:
            super()._settle(manifest, removed, is_changed=is_changed)
            writable(lambda: generations.exchange(self._order.output))


@contextmanager
def delivery(order: Order, store: Store) -> Iterator[InPlace]:
    """Give the way in which an order wants its files to come; a generation that came to nothing is cleared away."""
    if not order.swap:
        yield InPlace(order, store)
        return
    try:
        yield Whole(order, store)
    except BaseException:
        with suppress(OSError, SiteError):  # the next build tells of it, if it cannot either
            generations.clear(order.output)
        raise
