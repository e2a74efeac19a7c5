"""Scan the source folders, read what changed, parse what is new, and settle who owns an id.

    scan ─▶ Found (path, size, mtime) ─▶ bytes of changed files ─▶ Records ─▶ parsed in the workers ─▶ the store
                                                                                     └▶ Entries, Problems

A stat only hints: a file whose size and mtime stand as recorded, the mtime older than the scan that read it, is not
read again. What decides is the digest of a record's bytes together with everything else its parsing may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from generator import digest, markup
from generator.config import SiteConfig
from generator.desk import desk_path
from generator.digest import Digest
from generator.errors import Problem, error, warning
from generator.model import Article, ArticleId, Entry, Features, Moment, Parsed, Picture, Reading, Record, Sidecar
from generator.scan import UNREADABLE_HINT, Found, Scan, is_settled
from generator.sources import parser_for, sidecar
from generator.store import ArticleRow, DamagedError, SourceRow, Store, seal, unseal
from generator.text.slug import slug
from generator.workers import Progress, map_batches

PICTURE_SUFFIXES = frozenset({".webp", ".png", ".jpg", ".jpeg", ".gif", ".avif"})
LEDE_WORDS = 40
_BATCH = 64

FeatureMaker = Callable[[str, str, str], Features]


class PictureFile(NamedTuple):
    """A picture of the source folders: digest of its bytes, size in pixels."""

    path: str
    digest: Digest
    width: int
    height: int


class SourceFacts(msgspec.Struct, frozen=True, array_like=True):
    """What reading a file gave: its digest, and by kind its records, or a picture's size, or nothing."""

    kind: str  # records, picture, sidecar, desk, other
    digest: Digest
    context: Digest = Digest("")  # everything besides its bytes that its parsing reads
    records: tuple[tuple[int, str], ...] = ()  # line, key
    problems: tuple[Problem, ...] = ()  # of splitting the file; those of a record are stored with it
    width: int = 0
    height: int = 0


class RecordFacts(msgspec.Struct, frozen=True, array_like=True):
    """What parsing a record gave besides its articles."""

    articles: int  # how many: a row that is gone is noticed
    problems: tuple[Problem, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingested:
    """Everything the sources hold: entries by id, pictures by path, all problems, lines removed from bodies."""

    entries: tuple[Entry, ...]
    pictures: dict[str, PictureFile]
    problems: tuple[Problem, ...]
    removed: dict[str, tuple[str, ...]]
    parsed: int  # records that had to be parsed


# ingesting


def ingest(
    store: Store,
    root: Path,
    scanned: Scan,
    config: SiteConfig,
    code: Digest,
    features: FeatureMaker,
    *,
    jobs: int = 1,
    progress: Progress = lambda stage, done, of: None,
) -> Ingested:
    """Bring the store's articles up to date with the scanned files and return all of them.

    The store is changed in one transaction. `features` is passed in because `relate` lies above this layer.
    """
    reader = _Reader(store, root, scanned, config.site.time_zone, code, desk_path(config.sources.paths))
    reader.read_changed()
    store.begin()
    store.drop_sources(reader.gone)
    store.put_sources(reader.fresh)
    parsed = _parse_missing(store, reader.pending, features, jobs, progress)
    reader.pending.clear()  # their bytes make room for the entries
    kept = {key for facts in reader.facts.values() for _, key in facts.records}
    store.drop_records(sorted(store.record_keys() - kept))
    store.commit()
    return _collected(store, reader.facts, scanned.problems, parsed)


class _Reader:
    """Compare scanned files with the store; read and split what changed."""

    def __init__(self, store: Store, root: Path, scanned: Scan, zone: str, code: Digest, desk: str) -> None:
        self._root = root
        self._desk = desk
        self._scanned = scanned
        self._zone = zone
        self._code = code
        self._known = store.sources()
        self._done = store.record_keys()
        self._sidecars: dict[str, Sidecar] = {}
        self.facts: dict[str, SourceFacts] = {}
        self.fresh: list[SourceRow] = []
        self.pending: dict[str, tuple[Reading, Record]] = {}
        paths = {found.path for found in scanned.files}
        self.gone = sorted(self._known.keys() - paths)
        self._beside = {_stem(path): path for path in sorted(paths - {desk}) if path.endswith(".toml")}

    def read_changed(self) -> None:
        for found in self._scanned.files:
            facts = self._facts(found)
            if facts is not None:
                self.facts[found.path] = facts

    def _facts(self, found: Found) -> SourceFacts | None:
        old = self._known.get(found.path)
        held = unseal(old.body, SourceFacts) if old else None
        steady = (
            old is not None
            and (old.size, old.mtime_ns) == (found.size, found.mtime_ns)
            and is_settled(old.mtime_ns, old.seen_ns)
        )
        context = self._context(found.path)
        if held and steady and held.context == context and self._holds(held):
            return held
        try:
            data = (self._root / found.path).read_bytes()
        except OSError as cause:
            problem = error("source-unreadable", found.path, f"cannot be read: {cause.strerror}", UNREADABLE_HINT)
            return SourceFacts("other", Digest(""), problems=(problem,))
        facts = self._read(found, data, context, held)
        self.fresh.append(SourceRow(found.path, found.size, found.mtime_ns, self._scanned.began_ns, seal(facts)))
        return facts

    def _holds(self, facts: SourceFacts) -> bool:
        return all(key in self._done for _, key in facts.records)

    def _read(self, found: Found, data: bytes, context: Digest, held: SourceFacts | None) -> SourceFacts:
        content = digest.of_bytes(data)
        if held and (held.digest, held.context) == (content, context) and self._holds(held):
            return held
        suffix = PurePosixPath(found.path).suffix.lower()
        if suffix in PICTURE_SUFFIXES:
            return _picture_facts(found.path, data, content, context)
        if found.path == self._desk:
            return SourceFacts("desk", content, context)  # the plan reads it: it describes no source
        if found.path.endswith(".toml"):
            return SourceFacts("sidecar", content, context, problems=tuple(sidecar.read(data, found.path)[1]))
        parser = parser_for(found.path, data[:4096])
        if parser is None:
            return SourceFacts("other", content, context)
        reading = Reading(path=found.path, zone=self._zone, sidecar=self._sidecar(found.path))
        records, problems = _split(parser.records, data, found.path)
        keyed = tuple((record.line, digest.of_bytes(context.encode() + record.data)) for record in records)
        for (_, key), record in zip(keyed, records, strict=True):
            if key not in self._done:
                self.pending.setdefault(key, (reading, record))
        return SourceFacts("records", content, context, keyed, problems)

    def _context(self, path: str) -> Digest:
        """Digest everything besides its bytes that parsing the source at `path` may read."""
        return digest.of_value((self._code, path, self._zone, self._sidecar(path), path == self._desk))

    def _sidecar(self, path: str) -> Sidecar:
        beside = self._beside.get(_stem(path))
        if beside is None or path.endswith(".toml"):
            return Sidecar()
        if beside not in self._sidecars:
            try:
                data = (self._root / beside).read_bytes()
            except OSError:
                data = b""
            self._sidecars[beside] = sidecar.read(data, beside)[0]
        return self._sidecars[beside]


def _stem(path: str) -> str:
    pure = PurePosixPath(path.removesuffix(".gz"))
    return str(pure.with_suffix(""))


def _split(
    records: Callable[[bytes], Iterator[Record]], data: bytes, path: str
) -> tuple[list[Record], tuple[Problem, ...]]:
    """Split a file into records; when it breaks off, keep those before the break and say so."""
    found: list[Record] = []
    try:
        found.extend(records(data))
    except (OSError, EOFError, ValueError) as cause:
        line = found[-1].line + 1 if found else 1
        hint = "fetch or copy it again; what stands before the break is built"
        return found, (error("source-truncated", path, f"the file breaks off: {cause}", hint, line=line),)
    if not found:
        return found, (warning("empty-file", path, "this file holds no articles", "fetch it again, or delete it"),)
    return found, ()


def _picture_facts(path: str, data: bytes, content: Digest, context: Digest) -> SourceFacts:
    import imagesize

    width, height = imagesize.get(BytesIO(data))
    if width <= 0 or height <= 0:
        hint = "save it as WebP, PNG, JPEG, GIF or AVIF"
        problem = warning("picture-unreadable", path, "this is no picture of a known format", hint)
        return SourceFacts("other", content, context, problems=(problem,))
    return SourceFacts("picture", content, context, width=int(width), height=int(height))


def _parse_missing(
    store: Store, pending: dict[str, tuple[Reading, Record]], features: FeatureMaker, jobs: int, progress: Progress
) -> int:
    tasks = [
        (key, *pending[key]) for key in sorted(pending, key=lambda key: (pending[key][0].path, pending[key][1].line))
    ]
    done = 0

    def parse_batch(batch: Sequence[tuple[str, Reading, Record]]) -> list[tuple[str, bytes, list[ArticleRow]]]:
        return [(key, *parse_record(reading, record, features)) for key, reading, record in batch]

    for batch in map_batches(parse_batch, tasks, jobs=jobs, size=_BATCH):
        for key, body, articles in batch:
            store.put_record(key, body, articles)
        done += len(batch)
        progress("ingest", done, len(tasks))
    return done


def parse_record(reading: Reading, record: Record, features: FeatureMaker) -> tuple[bytes, list[ArticleRow]]:
    """Parse one record into what the store keeps of it: sealed facts, and three sealed parts of every article."""
    parser = parser_for(reading.path, record.data[:4096])
    parsed = parser.parse(record, reading) if parser else Parsed()
    rows = [_row(article, features) for article in parsed.articles]
    return seal(RecordFacts(len(rows), parsed.problems, parsed.removed)), rows


def _row(article: Article, features: FeatureMaker) -> ArticleRow:
    paragraphs = markup.paragraphs(article.body)
    compared = features(article.headline, article.standfirst, "\n".join(paragraphs))
    sealed = seal(compared)
    entry = entry_of(article, paragraphs, digest.of_value(compared))
    return ArticleRow(seal(entry), seal(article), sealed)


def entry_of(article: Article, paragraphs: Sequence[str], features: Digest) -> Entry:
    """Return what planning needs of an article; its row is not known yet."""
    placeless = replace(article, path="", line=0)
    return Entry(
        id=article.id, row=0, digest=digest.of_value(placeless), features=features, outlet=article.outlet,
        headline=article.headline, standfirst=article.standfirst,
        lede="" if article.standfirst else _lede(paragraphs),
        published=article.published, updated=article.updated, section=article.section, topics=article.topics,
        authors=article.authors, picture=article.picture, url=article.url, slug=article.slug,
        headline_slug="" if article.slug else slug(article.headline), aliases=article.aliases,
        layout=article.layout, draft=article.draft, withdrawn=article.withdrawn, embargo=article.embargo,
        expires=article.expires, words=sum(len(paragraph.split()) for paragraph in paragraphs), path=article.path,
        line=article.line,
    )  # fmt: skip


def _lede(paragraphs: Sequence[str]) -> str:
    words = next((paragraph.split() for paragraph in paragraphs if paragraph.strip()), [])
    return " ".join(words[:LEDE_WORDS]) + ("…" if len(words) > LEDE_WORDS else "")


# collecting


def _collected(store: Store, facts: dict[str, SourceFacts], problems: Sequence[Problem], parsed: int) -> Ingested:
    entries_of, record_facts = _stored(store)
    all_problems = list(problems)
    removed: dict[str, tuple[str, ...]] = {}
    entries: list[Entry] = []
    pictures: dict[str, PictureFile] = {}
    for path, source in facts.items():
        all_problems += source.problems
        if source.kind == "picture":
            pictures[path] = PictureFile(path, source.digest, source.width, source.height)
        for line, key in source.records:
            held = record_facts.get(key)
            found = entries_of.get(key, [])
            if held is None or held.articles != len(found):
                raise DamagedError(f"rows of record {key} are gone")
            all_problems += [problem.moved(line - 1) for problem in held.problems]
            if held.removed:
                removed[path] = (*removed.get(path, ()), *held.removed)
            entries += [_placed(entry, line - 1) for entry in found]
    winners, conflicts = settle(entries)
    illustrated = [with_picture(entry, pictures, all_problems) for entry in winners]
    return Ingested(tuple(illustrated), pictures, tuple(all_problems + conflicts), removed, parsed)


def _stored(store: Store) -> tuple[dict[str, list[Entry]], dict[str, RecordFacts]]:
    entries: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}  # one string for each path, outlet and section, however many entries name it
    for key, row, blob in store.entries():
        entry = unseal(blob, Entry)
        path, outlet, section = (names.setdefault(name, name) for name in (entry.path, entry.outlet, entry.section))
        entries.setdefault(key, []).append(replace(entry, row=row, path=path, outlet=outlet, section=section))
    return entries, {key: unseal(body, RecordFacts) for key, body in store.records()}


def _placed(entry: Entry, lines: int) -> Entry:
    return replace(entry, line=entry.line + lines) if lines else entry


def settle(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Give each id to one entry, ordered by id: the later `updated`, then `published`, then the smaller path wins.

    Every loser is named in a warning, unless it says exactly what the winner says.
    """
    by_id: dict[ArticleId, list[Entry]] = {}
    for entry in entries:
        by_id.setdefault(entry.id, []).append(entry)
    problems: list[Problem] = []
    for rivals in by_id.values():
        if len(rivals) > 1:
            rivals.sort(key=lambda e: (e.path, e.line))
            rivals.sort(key=lambda e: (not e.draft, _start(e.updated), _start(e.published)), reverse=True)
            problems += [_conflict(loser, rivals[0]) for loser in rivals[1:] if loser.digest != rivals[0].digest]
    return [by_id[key][0] for key in sorted(by_id)], problems


def _start(moment: Moment | None) -> float:
    # Days are compared in UTC here: who wins must not hang on the site's zone.
    return moment.start(UTC).timestamp() if moment else float("-inf")


def _conflict(loser: Entry, winner: Entry) -> Problem:
    newer = (_start(winner.updated), _start(winner.published)) > (_start(loser.updated), _start(loser.published))
    shown = f"{winner.path}:{winner.line}, which {'is newer' if newer else 'comes first'} and is shown instead"
    return warning(
        "id-twice",
        loser.path,
        f"the id {_quoted(loser.id)} is also that of {shown}",
        "give one of them an id of its own, or delete one",
        line=loser.line,
        field="id",
    )


def _quoted(text: str, limit: int = 60) -> str:
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"


def with_picture(entry: Entry, pictures: dict[str, PictureFile], problems: list[Problem]) -> Entry:
    """Give a local picture its path in the site and its size; drop one that is not there, with a warning."""
    picture = entry.picture
    if picture is None or not picture.is_local:
        return entry
    place = _resolved(entry.path, picture.url)
    found = pictures.get(place)
    if found is None:
        message = f"the picture {_quoted(picture.url)} is not in the source folders"
        hint = "give its path from this file, or from the site's folder with a leading /"
        problems.append(warning("picture-missing", entry.path, message, hint, line=entry.line, field="image"))
        return replace(entry, picture=None)
    return replace(entry, picture=replace(picture, url=place, width=found.width, height=found.height))


def _resolved(article_path: str, url: str) -> str:
    """Return the site-relative path of a picture named in an article; a leading / counts from the site's folder."""
    base = "" if url.startswith("/") else str(PurePosixPath(article_path).parent)
    parts: list[str] = []
    for part in f"{base}/{url}".split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def picture_of(entry: Entry) -> Picture | None:
    """Return the entry's picture when it is one of our own files."""
    return entry.picture if entry.picture and entry.picture.is_local else None
