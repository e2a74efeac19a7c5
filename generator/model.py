"""Every value that flows through Nashra, frozen; imports nothing else of ours but digests and problems.

    Source  ── parse ──▶  Article  ── relate ──▶  Story, Related  ── site ──▶  Page  ── render ──▶  Artifact

Text is NFC and passed the hygiene gate (`text.normalize.clean`). Line ends are LF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import islice
from struct import iter_unpack
from typing import Any, NewType

from generator.digest import Digest
from generator.errors import Problem

ArticleId = NewType("ArticleId", str)
StoryId = NewType("StoryId", str)
Permalink = NewType("Permalink", str)  # root-relative, unencoded, "/" at both ends unless it names a file


class Precision(StrEnum):
    """How exactly a moment is known; that of the smallest unit its source states."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"

    @property
    def is_instant(self) -> bool:
        """Tell whether a moment of this precision is a point in time rather than a span of days."""
        return self in (Precision.SECOND, Precision.MINUTE, Precision.HOUR)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as exactly as its source says and no more: never a pretended midnight.

    `iso` is an instant with its offset (`2025-05-11T14:30:00+03:00`) for second, minute and hour precision, else
    `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. An unknown moment is None, not a Moment.
    """

    iso: str
    precision: Precision

    @property
    def instant(self) -> datetime | None:
        """Return the aware instant, or None where only a day, month or year is known."""
        return datetime.fromisoformat(self.iso) if self.precision.is_instant else None

    def start(self, zone: tzinfo) -> datetime:
        """Return the aware start of the stated span, days counted in `zone`."""
        if self.precision.is_instant:
            return datetime.fromisoformat(self.iso)
        year, month, day = (*map(int, self.iso.split("-")), 1, 1)[:3]
        return datetime.combine(date(year, month, day), time(), zone)

    def end(self, zone: tzinfo) -> datetime:
        """Return the aware end (exclusive) of the stated span; an instant's is itself."""
        if self.precision.is_instant:
            return datetime.fromisoformat(self.iso)
        first = self.start(zone).date()
        if self.precision is Precision.DAY:
            following = first + timedelta(days=1)
        elif self.precision is Precision.MONTH:
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        else:
            following = date(first.year + 1, 1, 1)
        return datetime.combine(following, time(), zone)

    def day(self, zone: tzinfo) -> date | None:
        """Return the day in `zone`, or None where the moment is less exact than a day."""
        if self.precision.is_instant:
            return datetime.fromisoformat(self.iso).astimezone(zone).date()
        return date.fromisoformat(self.iso) if self.precision is Precision.DAY else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as its source names it.

    `url` is absolute (a remote picture: kept, never shown) or a path relative to the site (a local one, with its
    size in CSS pixels once ingest measured it).
    """

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_local(self) -> bool:
        """Tell whether the picture lies in the site's own folders."""
        return "://" not in self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item as its outlet wrote it.

    Text is NFC and hygienic. `published` is absent when the source does not say; `published_raw` then keeps its
    words. `body` is sanitised HTML made of block elements. `outlet` is the name as written, empty for the site's own.
    """

    id: ArticleId
    headline: str
    body: str
    outlet: str = ""
    standfirst: str = ""
    published: Moment | None = None
    published_raw: str = ""
    updated: Moment | None = None
    section: str = ""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    credit: str = ""
    picture: Picture | None = None
    url: str = ""  # the original, http(s), empty when unknown
    slug: str = ""  # as the source fixes it; empty: made of the headline
    aliases: tuple[str, ...] = ()
    layout: str = ""
    draft: bool = False
    withdrawn: bool = False
    embargo: Moment | None = None  # not to be seen before it, whatever `published` says
    expires: Moment | None = None
    path: str = ""  # the source file, relative to the site
    line: int = 1  # where the article begins there


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as the site is planned with: everything but its text.

    `digest` covers the whole article and `features` what it is compared by, so a plan that holds entries knows when a
    text changed without reading it. `row` tells the store where the rest lies; it is no part of any digest.
    """

    id: ArticleId
    row: int
    digest: Digest
    features: Digest
    outlet: str  # as written
    headline: str
    standfirst: str
    lede: str  # the first paragraph as plain text, cut at forty words; empty beside a standfirst
    published: Moment | None
    updated: Moment | None
    section: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    picture: Picture | None
    url: str
    slug: str  # as the source fixes it
    headline_slug: str  # what its headline gives in a path, where the source fixes none
    aliases: tuple[str, ...]
    layout: str
    draft: bool
    withdrawn: bool
    embargo: Moment | None
    expires: Moment | None
    words: int  # of the body
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads on this site."""

    name: str
    permalink: Permalink


@dataclass(frozen=True, slots=True)
class OutletLink:
    """An outlet as pages name it; `own` is the site's own newsroom."""

    name: str
    permalink: Permalink
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """What a page shows of another article."""

    headline: str
    standfirst: str
    permalink: Permalink
    outlet: OutletLink
    section: Link | None
    published: Moment | None
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What `daily8.toml` says of `daily8.txt` beside it."""

    captured_at: datetime | None = None  # aware
    url: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything besides its bytes that parsing a source may read."""

    path: str  # relative to the site, "/" between parts
    zone: str = "UTC"  # IANA name: of dates that state none
    sidecar: Sidecar = field(default_factory=Sidecar)


@dataclass(frozen=True, slots=True)
class Record:
    """A part of a source that parses by itself: a line of JSON Lines, else the whole file."""

    line: int  # of its first byte in the file, counted from 1
    data: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a record holds. Lines of articles and problems count from the record's first."""

    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    removed: tuple[str, ...] = ()  # chrome, promos and the like that never reach a body, for the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What an article is compared by; two articles with equal features relate alike.

    Columns are parallel and ordered by falling weight, ties by stem. `shingles` are 64-bit little-endian unsigned
    integers, sorted, of the body's folded three-word shingles.
    """

    stems: str = ""  # joined by spaces, at most 100
    weights: bytes = b""  # uint16, little endian: field-weighted counts, before the corpus's term weights
    words: str = ""  # the commonest written form of each stem, joined by spaces
    lead: bytes = b""  # uint8: counts of the same stems in the first 60 words
    headline: bytes = b""  # uint8: counts of the same stems in the headline
    shingles: bytes = b""
    length: int = 0  # words of the body


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as `relate` sees it: its features, its outlet and its place in time."""

    id: ArticleId
    outlet: str  # canonical
    path: str  # source file: undated articles are related within it
    start: float | None  # start of the stated span, seconds since 1970 UTC; None when undated
    features: Features
    span_hours: float = 0.0  # length of the stated span: 24 where only the day is known, 0 for an instant


class Reason(StrEnum):
    """Why a related link is shown."""

    TERMS = "terms"  # the two texts share rare words, named in `words`
    COPIES = "copies"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One entry of an article's ranking: how near, and which written words both share (at most three)."""

    id: ArticleId
    score: float  # rounded to 4 decimals
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rankings:
    """The neighbours of all articles, nearest first, as columns: few ever ask for them, and then for all.

    Numbers are of four bytes, little endian, but for `lengths`, which are of one.
    """

    ids: tuple[ArticleId, ...] = ()
    lengths: bytes = b""
    near: bytes = b""  # places in `ids`, those of the first article, then of the second
    scores: bytes = b""  # in 1/10,000

    def by_id(self) -> dict[ArticleId, tuple[Neighbour, ...]]:
        """Return the neighbours of every article that has any."""
        pairs = zip(_numbers(self.near), _numbers(self.scores), strict=True)
        some = (
            (identity, tuple(islice(pairs, length))) for identity, length in zip(self.ids, self.lengths, strict=True)
        )
        return {
            identity: tuple(Neighbour(self.ids[near], score / 10_000) for near, score in found)
            for identity, found in some
            if found
        }


def _numbers(column: bytes) -> Iterator[int]:
    return (number for (number,) in iter_unpack("<i", column))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles of one event from all outlets, oldest first. `id` is its earliest member's."""

    id: StoryId
    lead: ArticleId
    members: tuple[ArticleId, ...]
    copies: tuple[tuple[ArticleId, ...], ...] = ()
    headline: str = ""  # in the editor's words; empty: its lead's
    is_edited: bool = False  # a story because the editor says so, however many outlets wrote of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What `relate` found; total functions of the present candidates."""

    copies: tuple[tuple[ArticleId, ...], ...] = ()  # groups of two and more, members oldest first
    stories: tuple[Story, ...] = ()  # of two and more members, by id
    neighbours: Rankings = field(default_factory=Rankings)  # before thresholds, 20 deep
    related: Mapping[ArticleId, tuple[Neighbour, ...]] = field(default_factory=dict)  # with a reason; some are shown
    events: tuple[tuple[ArticleId, ...], ...] = ()  # groups of two and more, of one outlet or several


TOLD = frozenset({"teaser", "summary", "facts"})
"""Kinds of what is told of an article in many places: on pages, in feeds, in the API."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A declared input of a page: which value it may load, and the digest of that value."""

    kind: str  # article, file, asset, or one of TOLD
    id: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site before it is rendered: a template and every input its rendering may read.

    `data` holds plain values (strings, numbers, None, Moments, tuples, dicts with text keys) and Refs. Rendering sees
    the same tree with each Ref replaced by what it names, and nothing else.
    """

    permalink: Permalink
    template: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A rendered file: its path under the output folder and its bytes."""

    path: str
    data: bytes


def refs(value: Any) -> Iterable[Ref]:
    """Yield every Ref in a tree of page data, in order."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from refs(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from refs(part)
