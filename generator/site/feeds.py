"""Which feeds there are and where they lie; pages name those of their own lists.

The site and each section have their articles whole, as far as rights go, in every format that is switched on. Outlets,
topics, authors and stories have an Atom feed of summaries, so that an edited body rewrites its page and few feeds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from generator.config import SiteConfig
from generator.model import Entry, Permalink, Story
from generator.site.edition import Edition
from generator.site.listings import Listing

HOME = Permalink("/")
_NAMES = UUID("fd8db676-e249-4b68-8bc2-c8202405f352")  # of Nashra's ids, told in docs/reference/outputs.md


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds: the name of its writer, of its file, and its media type."""

    writer: str
    file: str
    media_type: str

    def permalink(self, parent: Permalink) -> Permalink:
        """Return where the feed of a page lies: beside it."""
        return Permalink(f"{parent}{self.file}")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as the head of a page names it."""

    title: str
    permalink: Permalink
    type: str  # media type


ATOM = Format("atom", "feed.xml", "application/atom+xml")
RSS = Format("rss", "rss.xml", "application/rss+xml")
JSON = Format("json-feed", "feed.json", "application/feed+json")
OPML = Format("opml", "outlets.opml", "text/x-opml")


def formats(config: SiteConfig, kind: str) -> tuple[Format, ...]:
    """Return the formats in which a kind of list has feeds: all that are switched on for the site and its sections."""
    if kind not in ("site", "section"):
        return (ATOM,)
    switches = ((ATOM, True), (RSS, config.outputs.rss), (JSON, config.outputs.json_feed))
    return tuple(each for each, is_on in switches if is_on)


def has_feed(kind: str, members: Iterable[Entry]) -> bool:
    """Tell whether a list has a feed: a section always, others only with an article that has a date.

    Atom has no way to say that an article is undated, and a feed that stays empty is no use to anybody.
    """
    return kind == "section" or any(entry.published for entry in members)


def feed_id(name: str) -> str:
    """Return what an article or story is called in feeds for ever: a UUID (RFC 9562, version 5) of its id, as a URN.

    No address is in it, so neither a moved article nor a moved site is new to readers.
    """
    return uuid5(_NAMES, name).urn


def site_links(config: SiteConfig) -> tuple[FeedLink, ...]:
    """Return the feeds of the whole site, which every page names."""
    title = config.site.title
    return tuple(FeedLink(title, each.permalink(HOME), each.media_type) for each in formats(config, "site"))


def list_links(edition: Edition, kind: str, permalink: Permalink, listing: Listing) -> tuple[FeedLink, ...]:
    """Return the feeds of a section, topic, outlet or author that got their paths."""
    if not has_feed(kind, listing.members):
        return ()
    title = feed_title(edition.config, listing.name)
    return tuple(
        FeedLink(title, each.permalink(permalink), each.media_type)
        for each in formats(edition.config, kind)
        if edition.has_path(each.permalink(permalink), (kind, permalink, each.writer))
    )


def story_links(edition: Edition, story: Story) -> tuple[FeedLink, ...]:
    """Return the feed of a story, if it has one that got its path."""
    permalink = ATOM.permalink(edition.story_permalink(story))
    is_dated = has_feed("story", (edition.entries[member] for member in story.members))
    if not (is_dated and edition.has_path(permalink, story.members[0])):
        return ()
    return (FeedLink(feed_title(edition.config, edition.story_headline(story)), permalink, ATOM.media_type),)


def opml_link(edition: Edition) -> FeedLink:
    """Return the list of the outlets' feeds."""
    title = feed_title(edition.config, edition.words.gettext("Outlets"))
    return FeedLink(title, OPML.permalink(HOME), OPML.media_type)


def feed_title(config: SiteConfig, name: str) -> str:
    """Return what the feed of a part of the site is called."""
    return f"{config.site.title} – {name}"
