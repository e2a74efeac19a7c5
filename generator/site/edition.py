"""The edition: everything of the site that is visible at one moment, and the lists it falls into.

The clock enters Nashra here and nowhere else: it decides which articles an edition holds. Everything after reads only
the edition, and `holds` says between which moments another clock gives the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from gettext import NullTranslations
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from generator import digest, interface
from generator.config import Outlet, Policy, SiteConfig
from generator.dates import hijri, write
from generator.desk import Desk
from generator.errors import Problem
from generator.ingest import PictureFile, picture_of
from generator.model import (
    ArticleId,
    Entry,
    Link,
    Moment,
    Neighbour,
    OutletLink,
    Page,
    Permalink,
    Picture,
    Ref,
    Relations,
    Story,
    StoryId,
    Teaser,
)
from generator.site import news_window
from generator.site.beats import beat_at
from generator.site.decisions import decisions
from generator.site.entries import age, is_static_page, sectioned
from generator.site.listings import NEWEST, Listing, alike, listings, month_of, newest_first
from generator.site.naming import Directory, sections_in_order
from generator.site.permalinks import article_permalink, list_permalink, media_permalink, slugged
from generator.site.related_links import chosen
from generator.site.steering import split_problems, steered
from generator.site.visibility import Gate, Holds, Showing
from generator.styles import style_of
from generator.text.percent import percent_encoded
from generator.text.sentences import excerpt

# An article that names no outlet is the site's own where the site's people write: not in a page or feed of others.
HAND_WRITTEN = (".md", ".markdown")
OWN_SUFFIXES = (*HAND_WRITTEN, ".jsonl", ".ndjson", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A page of the site that is decided but not made: where it lies, and how any process can make it."""

    permalink: Permalink
    make: Callable[[Edition, Any], Page]
    argument: Any = None
    source: str = ""  # the file that asked for it, named when two pages want one path


class Edition:
    """All visible articles, newest first, with their stories, related links, sections, topics, outlets and authors."""

    def __init__(
        self,
        config: SiteConfig,
        entries: Sequence[Entry],
        relations: Relations,
        pictures: Mapping[str, PictureFile],
        now: datetime,
        showing: Showing,
        words: NullTranslations | None = None,
        desk: Desk | None = None,
    ) -> None:
        self.config = config
        self.words = words or interface.phrases(config.site.language)
        self.zone = ZoneInfo(config.site.time_zone)
        self.pictures = pictures
        self.style = style_of(config)
        self.calendar = self.style.hijri or hijri.UMM_AL_QURA
        pages = [entry for entry in entries if is_static_page(entry.path, config.sources.paths)]
        articles = [
            sectioned(entry, config) for entry in entries if not is_static_page(entry.path, config.sources.paths)
        ]
        self._outlets_by_name = {name: config.canonical(name) for name in sorted({entry.outlet for entry in entries})}
        gate = Gate(now, showing, self.zone, config.desk.future_tolerance_minutes, self._is_ours)
        self._permalinks: dict[ArticleId, Permalink] = {}
        self.desk = desk or Desk()
        directory = Directory(articles, self.permalink, self.desk.path, config.base_urls)
        seen = gate.seen(articles)
        self.decisions = decisions(self.desk, directory, gate, seen)
        self.pages_seen, self.seen = gate.seen(pages), seen.without(self.decisions.hidden)
        self.beat = beat_at(now, config.schedule.stale_after_hours)
        self.holds = seen.holds.and_of(self.pages_seen.holds).and_of(self.decisions.holds)
        if self.beat:
            self.holds = self.holds.and_of(Holds(self.beat.begins, self.beat.ends))
        self.static_pages = tuple(sorted(self.pages_seen.visible, key=lambda e: (e.path, e.id)))
        self.withdrawn, self.withdrawn_pages = self.seen.withdrawn, self.pages_seen.withdrawn
        self.newest = newest_first(self.seen.visible, self.zone)
        self.entries: dict[ArticleId, Entry] = {entry.id: entry for entry in self.newest}
        self._relations = steered(relations, self.decisions, lambda known: age(directory.entries.get(known), self.zone))
        self._told: dict[tuple[str, ArticleId], tuple[Any, Ref]] = {}
        self._months: dict[Permalink, dict[str, list[Entry]]] = {}
        self.shards: Mapping[str, Sequence[tuple[Permalink, str]]] | None = None  # made once by sitemap_pages
        self.lost: frozenset[tuple[Permalink, Any]] = frozenset()  # set by planning: what could not have its path
        self.news = self._news(now)
        self.holds = self.holds.and_of(self.news.holds)
        self.section_order, faults = self._section_order()
        self.problems: tuple[Problem, ...] = (
            *gate.problems(self.seen.scheduled),
            *self.decisions.problems,
            *split_problems(relations, self.decisions, self.desk.path),
            *faults,
            *alike("outlets", "outlets", (self.outlet(entry).name for entry in self.newest)),
            *alike("sections", "sections", (*config.site.sections, *(entry.section for entry in self.newest))),
        )

    def _news(self, now: datetime) -> news_window.Window:
        """Return the site's own articles of the last two days, where a file of the site is to say which."""
        if not self.config.outputs.news_sitemap:
            return news_window.Window()
        return news_window.window((entry for entry in self.newest if self.outlet(entry).own), now, self.zone)

    def has_path(self, permalink: Permalink, argument: Any) -> bool:
        """Tell whether the recipe of `permalink` and `argument` got its path, or lost it to another page."""
        return (permalink, argument) not in self.lost

    @property
    def hidden(self) -> dict[str, int]:
        """How many articles and static pages readers do not see, by why."""
        both = (self.seen, self.pages_seen)
        return {
            "drafts": sum(len(seen.drafts) for seen in both),
            "scheduled": sum(len(seen.scheduled) for seen in both),
            "expired": sum(len(seen.expired) for seen in both),
            "desk": len(self.decisions.hidden),
        }

    # names

    def date_name(self, moment: Moment) -> str:
        """Return how the site writes a day, month or year."""
        return write.gregorian(moment, self.style)

    @cached_property
    def unknown_outlet(self) -> str:
        """What the outlet of a text is called where neither its source nor the site says."""
        return self.words.gettext("Unknown outlet")

    def outlet(self, entry: Entry) -> Outlet:
        """Return the outlet that published an article, under its canonical name."""
        if not entry.outlet and not entry.path.lower().endswith(OWN_SUFFIXES):
            return Outlet(name=self.unknown_outlet, policy=self.config.rights.default)
        return self._outlets_by_name.get(entry.outlet) or self.config.canonical(entry.outlet)

    def _is_ours(self, entry: Entry) -> bool:
        """Tell whether a date in the future is meant: the site's own people wrote it."""
        return entry.path.lower().endswith(HAND_WRITTEN) or self.outlet(entry).own

    def outlet_link(self, entry: Entry) -> OutletLink:
        """Return the outlet of an article as pages name it."""
        outlet = self.outlet(entry)
        return OutletLink(outlet.name, list_permalink("outlets", outlet.name), outlet.own)

    def section_link(self, entry: Entry) -> Link | None:
        """Return the section of an article, or None."""
        return self._link("sections", self.sections, entry.section)

    def topic_links(self, entry: Entry) -> tuple[Link, ...]:
        """Return the topics of an article in its own order."""
        return _links(self._link("topics", self.topics, name) for name in entry.topics)

    def author_links(self, entry: Entry) -> tuple[Link, ...]:
        """Return the authors of an article in its own order."""
        return _links(self._link("authors", self.authors, name) for name in entry.authors)

    def _link(self, folder: str, groups: Mapping[Permalink, Listing], name: str) -> Link | None:
        permalink = list_permalink(folder, name)
        group = groups.get(permalink)
        return Link(group.name, permalink) if group else None

    # lists

    @cached_property
    def sections(self) -> dict[Permalink, Listing]:
        """The sections by permalink: those of site.toml, with articles or not, then all that articles name."""
        named = {list_permalink("sections", name): name for name in self.config.site.sections}
        found = listings("sections", self.newest, lambda entry: (entry.section,))
        listed = {
            permalink: Listing(name, found[permalink].members if permalink in found else ())
            for permalink, name in named.items()
        }
        return listed | {permalink: group for permalink, group in found.items() if permalink not in named}

    @cached_property
    def topics(self) -> dict[Permalink, Listing]:
        """The topics by permalink."""
        return listings("topics", self.newest, lambda entry: entry.topics)

    @cached_property
    def authors(self) -> dict[Permalink, Listing]:
        """The authors by permalink."""
        return listings("authors", self.newest, lambda entry: entry.authors)

    @cached_property
    def outlets(self) -> dict[Permalink, Listing]:
        """The outlets by permalink that have visible articles."""
        return listings("outlets", self.newest, lambda entry: (self.outlet(entry).name,))

    @cached_property
    def lists(self) -> dict[str, dict[Permalink, Listing]]:
        """The lists by kind: section, topic, outlet, author."""
        return {"section": self.sections, "topic": self.topics, "outlet": self.outlets, "author": self.authors}

    def months_of(self, permalink: Permalink, listing: Listing) -> dict[str, list[Entry]]:
        """Return the articles of a long list by month, newest month first; a short list has none."""
        if permalink not in self._months:
            members = listing.members if len(listing.members) > NEWEST else ()
            found: dict[str, list[Entry]] = {}
            for entry in members:
                found.setdefault(month_of(entry, self.zone), []).append(entry)
            self._months[permalink] = {month: found[month] for month in sorted(found, reverse=True) if month}
        return self._months[permalink]

    @cached_property
    def days(self) -> dict[date, list[Entry]]:
        """The dated articles by day in the site's zone, oldest day first; newest article first within a day."""
        dated = [(entry.published.day(self.zone), entry) for entry in self.newest if entry.published]
        known = sorted(((day, entry) for day, entry in dated if day), key=lambda pair: pair[0])
        return {day: [entry for _, entry in group] for day, group in groupby(known, key=lambda pair: pair[0])}

    @cached_property
    def months(self) -> dict[str, list[Entry]]:
        """The articles by Gregorian month "YYYY-MM", oldest month first, with those known to the month only."""
        found: dict[str, list[Entry]] = {}
        for entry in self.newest:
            month = month_of(entry, self.zone)
            if month:
                found.setdefault(month, []).append(entry)
        return {month: found[month] for month in sorted(found)}

    @cached_property
    def hijri_days(self) -> dict[date, hijri.HijriDate]:
        """The Hijri date of every day that has articles; empty where the site prints no Hijri dates."""
        if self.style.hijri is None:
            return {}
        return {day: hijri.of(day, self.calendar) for day in self.days}

    # stories and related

    @cached_property
    def stories(self) -> dict[ArticleId, Story]:
        """The visible part of each story of two articles or more, by member."""
        found: dict[ArticleId, Story] = {}
        for story in self._relations.stories:
            seen = self._seen(story)
            if seen:
                found.update(dict.fromkeys(seen.members, seen))
        return found

    def _seen(self, story: Story) -> Story | None:
        members = tuple(member for member in story.members if member in self.entries)
        outlets = {self.outlet(self.entries[member]).name for member in members}
        if len(members) < 2 or (len(outlets) < 2 and not story.is_edited):
            return None  # what the others wrote is not to be seen yet, or not any more
        lead = story.lead if story.lead in self.entries else members[0]
        return replace(
            story, id=StoryId(members[0]), lead=lead, members=members, copies=tuple(self._groups(story.copies))
        )

    def _groups(self, groups: Iterable[tuple[ArticleId, ...]]) -> Iterable[tuple[ArticleId, ...]]:
        for group in groups:
            seen = tuple(member for member in group if member in self.entries)
            if len(seen) > 1:
                yield seen

    @cached_property
    def copies(self) -> dict[ArticleId, tuple[ArticleId, ...]]:
        """The other visible articles with the same text, by article."""
        return {
            member: tuple(other for other in group if other != member)
            for group in self._groups(self._relations.copies)
            for member in group
        }

    def related(self, entry: Entry) -> list[Neighbour]:
        """Return the related links to show, nearest first: one of each event, none that the page tells anyway."""
        nearest = (near for near in self._relations.related.get(entry.id, ()) if near.id in self.entries)
        return chosen(
            nearest, self._told_with(entry.id), lambda near: self._told_with(near) | self._events.get(near, set())
        )

    def _told_with(self, identity: ArticleId) -> set[ArticleId]:
        story = self.stories.get(identity)
        return {identity, *self.copies.get(identity, ()), *(story.members if story else ())}

    @cached_property
    def _events(self) -> dict[ArticleId, set[ArticleId]]:
        groups = map(set, self._relations.events)
        return {member: group for group in groups for member in group}

    def story_permalink(self, story: Story) -> Permalink:
        """Return where a story lies: it is named by its earliest member."""
        first = self.entries[story.members[0]]
        return Permalink(f"/stories/{slugged(first)}{digest.short_id(first.id)}/")

    def story_headline(self, story: Story) -> str:
        """Return what a story is called: the editor's words, else its lead's headline."""
        return story.headline or self.entries[story.lead].headline

    def shown(self, identities: Iterable[ArticleId]) -> list[Entry]:
        """Return the visible articles of those, in their order."""
        return [self.entries[identity] for identity in identities if identity in self.entries]

    def _section_order(self) -> tuple[list[Permalink], list[Problem]]:
        """Return the sections that the front page begins with, and what the editor calls by a name that none has."""
        if not self.desk.section_order:
            return [], []
        known = {permalink: listing.name for permalink, listing in self.sections.items()}
        return sections_in_order(self.desk, known, lambda name: list_permalink("sections", name))

    # articles on pages

    def address(self, permalink: Permalink) -> str:
        """Return the absolute, percent-encoded address of a permalink."""
        return self.config.base_url + percent_encoded(permalink)

    def permalink(self, entry: Entry) -> Permalink:
        """Return where an article lies: made of its own stable fields only."""
        if entry.id not in self._permalinks:
            self._permalinks[entry.id] = article_permalink(entry, self.config.site.permalink)
        return self._permalinks[entry.id]

    def policy(self, entry: Entry) -> Policy:
        """Return how much of an article any output may show."""
        return self.outlet(entry).policy

    def summary(self, entry: Entry) -> str:
        """Return the words that may stand under an article's headline anywhere: its standfirst, else its lede."""
        return self.granted(entry, entry.standfirst or entry.lede)

    def granted(self, entry: Entry, text: str) -> str:
        """Return as much of a text of an article's outlet as its policy grants: all, an excerpt, or nothing."""
        policy = self.policy(entry)
        if policy is Policy.EXCERPT:
            words = self.config.rights.excerpt_words
            return excerpt(text, words, words * 2 // 3, words * 4 // 3)
        return "" if policy is Policy.LINK else text

    def teaser(self, identity: ArticleId) -> Ref:
        """Return the reference by which a page declares that it shows an article's teaser."""
        return self.told("teaser", self.entries[identity], self._make_teaser)

    def teasers(self, entries: Iterable[Entry]) -> tuple[Ref, ...]:
        """Return the teasers of many articles, in order."""
        return tuple(self.teaser(entry.id) for entry in entries)

    def told(self, kind: str, entry: Entry, make: Callable[[Entry], Any]) -> Ref:
        """Return the reference by which a page declares what `make` tells of an article.

        Many pages tell the same of an article, so it is made and digested once for all of them; `kind` names `make`.
        """
        found = self._told.get((kind, entry.id))
        if found is None:
            value = make(entry)
            found = self._told[kind, entry.id] = (value, Ref(kind, entry.id, digest.of_value(value)))
        return found[1]

    def value(self, ref: Ref) -> Any:
        """Return what `told` made for a reference, which a page of this edition, made in this process, declares."""
        return self._told[ref.kind, ArticleId(ref.id)][0]

    def _make_teaser(self, entry: Entry) -> Teaser:
        return Teaser(
            headline=entry.headline,
            standfirst=self.summary(entry),
            permalink=self.permalink(entry),
            outlet=self.outlet_link(entry),
            section=self.section_link(entry),
            published=entry.published,
            picture=self.picture(entry),
        )

    def picture(self, entry: Entry) -> Picture | None:
        """Return an article's own picture with the permalink of its file, unless its outlet grants a link only."""
        picture = picture_of(entry)
        if picture is None or self.policy(entry) is Policy.LINK:
            return None
        return replace(picture, url=media_permalink(self.pictures[picture.url]))

    def article(self, entry: Entry) -> Ref:
        """Return the reference by which a page declares that it shows an article whole."""
        return Ref("article", entry.id, entry.digest)


def _links(found: Iterable[Link | None]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(link for link in found if link))
