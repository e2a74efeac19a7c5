"""The short way of a saved file to the screen: its words are read again and nothing else is planned anew.

It is open where a change can move no list and no path: the same articles in the same file, with the same facts but for
their words. Any other change takes the long way, and so does this one afterwards, when the hand that saves has paused:
then the state learns of it, and what relates to the new words is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import markup
from generator.errors import Level
from generator.ingest import Ingested, PictureFile, entry_of, with_picture
from generator.model import Article, ArticleId, Entry, Parsed, Reading, Record
from generator.site.edition import Edition
from generator.site.revising import is_same_place, revised, reworded
from generator.sources import parser_for
from generator.sources.parser import Parser

LARGEST_BYTES = 1 << 18  # a larger file holds many articles, and the state knows which of its lines changed


@dataclass(frozen=True, slots=True)
class Held:
    """What a plan was made of, by the file that it came from."""

    entries: Mapping[str, Sequence[Entry]]  # those that own their ids
    pictures: dict[str, PictureFile]
    described: frozenset[str] = frozenset()  # files that another one describes: read together with it

    @classmethod
    def of(cls, ingested: Ingested, paths: Iterable[str]) -> Held:
        """Return entries by their files; `paths` are all files of the source folders."""
        found: dict[str, list[Entry]] = {}
        for entry in ingested.entries:
            found.setdefault(entry.path, []).append(entry)
        sidecars = {path.removesuffix(".toml") for path in paths if path.endswith(".toml")}
        return cls(found, ingested.pictures, frozenset(path for path in found if _stem(path) in sidecars))


@dataclass(frozen=True, slots=True)
class Revision:
    """New words: the entries of articles that have them, and the articles."""

    entries: Mapping[ArticleId, Entry] = field(default_factory=dict)
    articles: Mapping[ArticleId, Article] = field(default_factory=dict)

    def of_edition(self, edition: Edition) -> Edition:
        """Return the edition with the new words; articles that it does not show leave it as it is."""
        pages = {entry.id: entry for entry in edition.static_pages}
        shown = {key: edition.entries.get(key) or pages.get(key) for key in self.entries}
        changed = {key: reworded(entry, self.entries[key]) for key, entry in shown.items() if entry}
        return revised(edition, changed) if changed else edition


def revision(root: Path, zone: str, held: Held, paths: Iterable[str]) -> Revision | None:
    """Read changed files again; None where any of them changed in more than words, or is no file that was held.

    `paths` are relative to the site; one of a file that neither was nor is there is left out: editors save by way of
    such files.
    """
    entries: dict[ArticleId, Entry] = {}
    articles: dict[ArticleId, Article] = {}
    for path in paths:
        if path not in held.entries and not (root / path).exists():
            continue
        found = _reread(root, zone, path, held)
        if found is None:
            return None
        entries |= {entry.id: entry for entry, _ in found}
        articles |= {entry.id: article for entry, article in found}
    return Revision(entries, articles)


def _reread(root: Path, zone: str, path: str, held: Held) -> list[tuple[Entry, Article]] | None:
    old = {entry.id: entry for entry in held.entries.get(path, ())}
    if not old or path in held.described:
        return None
    found = _articles(root, path, zone)
    if found is None or len(found) != len(old) or {article.id for article in found} != old.keys():
        return None
    made = [(_entry(article, old[article.id], held), article) for article in found]
    return made if all(is_same_place(old[entry.id], entry) for entry, _ in made) else None


def _articles(root: Path, path: str, zone: str) -> list[Article] | None:
    """Return the articles of a file, or None where it is large, cannot be read or has errors."""
    try:
        data = (root / path).read_bytes()
    except OSError:
        return None
    parser = parser_for(path, data[:4096])
    if len(data) > LARGEST_BYTES or parser is None:
        return None
    parsed = [(record, parser.parse(record, Reading(path=path, zone=zone))) for record in _records(parser, data)]
    if any(problem.level is Level.ERROR for _, part in parsed for problem in part.problems):
        return None
    return [article for record, part in parsed for article in _placed(record, part)]


def _records(parser: Parser, data: bytes) -> list[Record]:
    try:
        return list(parser.records(data))
    except (OSError, EOFError, ValueError):
        return []


def _placed(record: Record, parsed: Parsed) -> list[Article]:
    return [replace(article, line=article.line + record.line - 1) for article in parsed.articles]


def _entry(article: Article, old: Entry, held: Held) -> Entry:
    """Return the entry of an article, but for what it is compared by: that is found on the long way."""
    entry = entry_of(article, markup.paragraphs(article.body), old.features)
    return with_picture(replace(entry, row=old.row), held.pictures, [])


def _stem(path: str) -> str:
    stem, dot, _ = path.removesuffix(".gz").rpartition(".")
    return stem if dot else path
