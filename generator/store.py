"""The state file: what earlier builds parsed, related and wrote. Disposable: deleting it costs time, never content.

Every table is a function of the present sources, so two sites with the same sources hold the same rows whatever their
past (row numbers aside, which never reach any output). Each stored value carries its own digest: a flipped byte is
noticed when it is read, and the whole file is then thrown away and made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from generator.digest import Digest
from generator.errors import Exit, SiteError, error
from generator.refusals import HINT, room

T = TypeVar("T")
R = TypeVar("R")

SCHEMA = 7
_SEAL_BYTES = 8
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, seen_ns INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE records (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, record TEXT NOT NULL, number INTEGER NOT NULL,
    entry BLOB NOT NULL, article BLOB NOT NULL, features BLOB NOT NULL
);
CREATE INDEX articles_of_record ON articles (record, number);
CREATE TABLE ledger (
    path TEXT PRIMARY KEY, key TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE traces (path TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
"""


class DamagedError(Exception):
    """The state file does not hold what was written to it."""


# What SQLite calls a disk that is full, or that lets nobody write; any other error means a broken file.
_REFUSED = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Tell SQLite's errors as ours: SiteError (exit 5) where the disk refuses the state file, else DamagedError."""
    try:
        yield
    except sqlite3.DatabaseError as cause:
        if getattr(cause, "sqlite_errorname", "").startswith(_REFUSED):
            left = f" ({room(path)})" if cause.sqlite_errorname == "SQLITE_FULL" else ""
            problem = error("cannot-write", str(path), f"cannot write the state: {cause}{left}", HINT)
            raise SiteError([problem], Exit.WRITE) from cause
        raise DamagedError(str(cause)) from cause
    except UnicodeDecodeError as cause:  # flipped bytes in the schema, which SQLite quotes in its own error
        raise DamagedError(str(cause)) from cause


class SourceRow(NamedTuple):
    """A scanned file: its stat when it was last read, and what was found in it."""

    path: str
    size: int
    mtime_ns: int
    seen_ns: int  # when the scan that read it began
    body: bytes  # sealed


class ArticleRow(NamedTuple):
    """A parsed article in its three parts, each sealed: for planning, for its own page, for comparing."""

    entry: bytes
    article: bytes
    features: bytes


class Written(NamedTuple):
    """A file of the output folder: the key it was rendered for, and its bytes' digest and size.

    `trace` is what it was made of (`tracing`); rows of the ledger come without.
    """

    path: str
    key: Digest
    digest: Digest
    size: int
    trace: bytes = b""


def seal(value: Any) -> bytes:
    """Encode a value with the digest of its bytes before it."""
    data = msgspec.msgpack.encode(value)
    return blake2b(data, digest_size=_SEAL_BYTES).digest() + data


def _row_seal(row: Written) -> bytes:
    return blake2b("\n".join(map(str, row[:4])).encode(), digest_size=_SEAL_BYTES).digest()


def unsealed(blob: bytes) -> bytes:
    """Return the bytes that `seal` encoded; raise DamagedError when they are not the same any more."""
    data = blob[_SEAL_BYTES:]
    if not isinstance(blob, bytes) or blake2b(data, digest_size=_SEAL_BYTES).digest() != blob[:_SEAL_BYTES]:
        raise DamagedError("a stored value does not match its digest")
    return data


def unseal(blob: bytes, kind: type[T]) -> T:
    """Decode what `seal` made as `kind`; raise DamagedError when the bytes changed or do not fit."""
    try:
        return msgspec.msgpack.decode(unsealed(blob), type=kind)
    except msgspec.MsgspecError as error:
        raise DamagedError(str(error)) from error


class Store:
    """One open state file. Not shared between processes: each opens its own.

    One that is read only may be used by several threads, one at a time.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the file, or make it anew when it is absent, of another schema, or no database at all."""
        self.path = path
        if read_only:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._opened()
        except (sqlite3.DatabaseError, UnicodeDecodeError, DamagedError):
            self.discard()
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        fresh = not self.path.exists() or self.path.stat().st_size == 0
        db = sqlite3.connect(self.path, isolation_level=None)
        try:
            # Losing the file in a power cut costs a clean build and no content, so waiting for the disk buys nothing.
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")
            if fresh:
                db.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {SCHEMA};COMMIT;")
            elif db.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
                raise DamagedError("the state file has another schema")
        except BaseException:
            db.close()
            raise
        return db

    def discard(self) -> None:
        """Delete the file and what SQLite keeps beside it."""
        if hasattr(self, "_db"):
            self._db.close()
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).unlink()

    def close(self) -> None:
        """Close the file; further calls fail."""
        self._db.close()

    def begin(self) -> None:
        """Begin a transaction: the changes up to `commit` are seen wholly or not at all."""
        self._db.execute("BEGIN IMMEDIATE")

    def hold(self) -> None:
        """See the file as it is now up to `commit`, whatever others write meanwhile."""
        self._db.execute("BEGIN")
        self._db.execute("SELECT count(*) FROM facts").fetchone()

    def commit(self) -> None:
        """End the transaction."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    # facts: one value by name

    def fact(self, name: str, kind: type[T]) -> T | None:
        """Return the stored value of that name, or None."""
        row = self._db.execute("SELECT body FROM facts WHERE name = ?", (name,)).fetchone()
        return unseal(row[0], kind) if row else None

    def set_fact(self, name: str, value: Any) -> None:
        """Store a value under a name; None forgets it."""
        if value is None:
            self._db.execute("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, seal(value)))

    # sources and their records

    def sources(self) -> dict[str, SourceRow]:
        """Return every scanned file by path."""
        return {row[0]: SourceRow(*row) for row in self._db.execute("SELECT * FROM sources ORDER BY path")}

    def put_sources(self, rows: Iterable[SourceRow]) -> None:
        """Add or replace scanned files."""
        self._db.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)", rows)

    def drop_sources(self, paths: Iterable[str]) -> None:
        """Forget scanned files."""
        self._db.executemany("DELETE FROM sources WHERE path = ?", ((path,) for path in paths))

    def record_keys(self) -> set[str]:
        """Return the keys of all parsed records."""
        return {key for (key,) in self._db.execute("SELECT key FROM records")}

    def put_record(self, key: str, body: bytes, articles: Sequence[ArticleRow]) -> None:
        """Store what parsing one record gave."""
        self._db.execute("INSERT OR REPLACE INTO records VALUES (?, ?)", (key, body))
        self._db.executemany(
            "INSERT INTO articles (record, number, entry, article, features) VALUES (?, ?, ?, ?, ?)",
            ((key, number, *parts) for number, parts in enumerate(articles)),
        )

    def drop_records(self, keys: Iterable[str]) -> None:
        """Forget parsed records and their articles."""
        some = [(key,) for key in keys]
        self._db.executemany("DELETE FROM records WHERE key = ?", some)
        self._db.executemany("DELETE FROM articles WHERE record = ?", some)

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield key and sealed body of every record."""
        return iter(self._db.execute("SELECT key, body FROM records"))

    # articles

    def entries(self) -> Iterator[tuple[str, int, bytes]]:
        """Yield record key, row and sealed entry of every article, in the order of each record."""
        return iter(self._db.execute("SELECT record, row, entry FROM articles ORDER BY record, number"))

    def article(self, row: int) -> bytes:
        """Return the sealed article of a row."""
        return self._blob("article", row)

    def all_features(self) -> Iterator[tuple[int, bytes]]:
        """Yield row and sealed features of every article, in the order of rows."""
        return iter(self._db.execute("SELECT row, features FROM articles ORDER BY row"))

    def _blob(self, column: str, row: int) -> bytes:
        found = self._db.execute(f"SELECT {column} FROM articles WHERE row = ?", (row,)).fetchone()
        if found is None:
            raise DamagedError(f"article row {row} is gone")
        return bytes(found[0])

    # ledger

    def ledger(self) -> dict[str, Written]:
        """Return every file that the last build left in the output folder, by path."""
        rows = self._db.execute("SELECT path, key, digest, size, seal FROM ledger")
        ledger = {row[0]: (Written(*row[:4]), row[4]) for row in rows}
        if any(_row_seal(written) != sealed for written, sealed in ledger.values()):
            raise DamagedError("a row of the ledger does not match its digest")
        return {path: written for path, (written, _) in ledger.items()}

    def put_written(self, rows: Iterable[Written]) -> None:
        """Add or replace files of the output folder, and the traces of those that bring one."""
        put = list(rows)
        sealed = ((*row[:4], _row_seal(row)) for row in put)
        self._db.executemany("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?)", sealed)
        traces = ((row.path, seal(row.trace)) for row in put if row.trace)
        self._db.executemany("INSERT OR REPLACE INTO traces VALUES (?, ?)", traces)

    def drop_written(self, paths: Iterable[str]) -> None:
        """Forget files of the output folder."""
        self._db.executemany("DELETE FROM ledger WHERE path = ?", ((path,) for path in paths))

    def clear_ledger(self) -> None:
        """Forget the output folder, so that every file is rendered and compared again."""
        self._db.execute("DELETE FROM ledger")
        self._db.execute("DELETE FROM traces")

    def trace(self, path: str) -> bytes:
        """Return what a file of the output folder was made of, as `tracing` writes it; nothing where it is unknown."""
        row = self._db.execute("SELECT body FROM traces WHERE path = ?", (path,)).fetchone()
        return unseal(row[0], bytes) if row else b""

    def drop_traces(self, paths: Iterable[str]) -> None:
        """Forget what files were made of."""
        self._db.executemany("DELETE FROM traces WHERE path = ?", ((path,) for path in paths))


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
