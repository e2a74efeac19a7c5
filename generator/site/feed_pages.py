"""Feeds: whole of the site and each section, summaries of outlets, topics, authors and stories; the outlets' OPML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from generator.config import Policy
from generator.model import ArticleId, Entry, Page, Permalink
from generator.site import stamps
from generator.site.edition import Edition, Recipe
from generator.site.feeds import ATOM, HOME, JSON, RSS, Format, feed_id, feed_title, formats, has_feed, opml_link

SITE_LENGTH = 50  # articles in the site's own feeds: always the newest, so that no feed grows
LENGTH = 30  # in those of its parts
_FORMATS = {each.writer: each for each in (ATOM, RSS, JSON)}


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for every feed and for the list of the outlets' feeds."""
    for each in formats(edition.config, "site"):
        yield Recipe(each.permalink(HOME), site_feed, each.writer)
    for kind, groups in edition.lists.items():
        for permalink, listing in groups.items():
            if has_feed(kind, listing.members):
                for each in formats(edition.config, kind):
                    yield Recipe(each.permalink(permalink), list_feed, (kind, permalink, each.writer))
    for first, story in sorted(edition.stories.items()):
        if first == story.members[0] and has_feed("story", _members(edition, first)):
            path = edition.entries[first].path
            yield Recipe(ATOM.permalink(edition.story_permalink(story)), story_feed, first, path)
    yield Recipe(opml_link(edition).permalink, outlets_opml)


def site_feed(edition: Edition, writer: str) -> Page:
    """Return a feed of the whole site."""
    site = edition.config.site
    return _feed(
        edition, _FORMATS[writer], HOME, site.title, site.tagline or site.description,
        [whole(edition, entry) for entry in _newest(edition, edition.newest, SITE_LENGTH, writer)],
    )  # fmt: skip


def list_feed(edition: Edition, which: tuple[str, Permalink, str]) -> Page:
    """Return a feed of a section, topic, outlet or author."""
    kind, permalink, writer = which
    listing = edition.lists[kind][permalink]
    carried = whole if kind == "section" else summary
    entries = [carried(edition, entry) for entry in _newest(edition, listing.members, LENGTH, writer)]
    return _feed(edition, _FORMATS[writer], permalink, feed_title(edition.config, listing.name), "", entries)


def story_feed(edition: Edition, first: ArticleId) -> Page:
    """Return the feed of a story: what its outlets write of it, as it comes."""
    story = edition.stories[first]
    entries = [summary(edition, entry) for entry in _newest(edition, _members(edition, first), LENGTH, ATOM.writer)]
    title = feed_title(edition.config, edition.story_headline(story))
    return _feed(edition, ATOM, edition.story_permalink(story), title, "", entries, feed_id(f"story:{story.id}"))


def _members(edition: Edition, first: ArticleId) -> list[Entry]:
    """Return the articles of a story, newest first."""
    return [edition.entries[member] for member in reversed(edition.stories[first].members)]


def _newest(edition: Edition, members: Iterable[Entry], length: int, writer: str) -> Iterator[Entry]:
    """Return the newest articles that have a page of their own; Atom has no way to say that one is undated."""
    listed = (entry for entry in members if edition.has_path(edition.permalink(entry), entry.id))
    return islice((entry for entry in listed if entry.published or writer != ATOM.writer), length)


def _feed(
    edition: Edition,
    form: Format,
    home: Permalink,
    title: str,
    description: str,
    entries: Sequence[dict[str, Any]],
    identity: str = "",
) -> Page:
    permalink = form.permalink(home)
    return Page(
        permalink,
        form.writer,
        {
            "id": identity or edition.address(home),
            "self": edition.address(permalink),
            "home": edition.address(home),
            "title": title,
            "description": description,
            "entries": tuple(entries),
        },
    )


def whole(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return an entry with the article's text, unless its outlet grants a link only."""
    text = None if edition.policy(entry) is Policy.LINK else edition.article(entry)
    return {**summary(edition, entry), "text": text}


def summary(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return an entry without the article's text."""
    return {"summary": edition.told("summary", entry, partial(_summary, edition)), "text": None}


def _summary(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return what every feed says of an article; `outputs.feeds` says what is in it."""
    section = edition.section_link(entry)
    categories = ((section,) if section else ()) + edition.topic_links(entry)
    return {
        "id": feed_id(entry.id),
        "headline": entry.headline,
        "link": edition.address(edition.permalink(entry)),
        "url": entry.url,
        "outlet": edition.outlet(entry).name,
        "authors": tuple(link.name for link in edition.author_links(entry)),
        "categories": tuple(link.name for link in categories),
        "published": stamps.exact(entry.published, edition.zone),
        "modified": stamps.exact(entry.updated, edition.zone),
        "updated": _last(edition, entry),
        "summary": edition.summary(entry),
        "picture": _picture(edition, entry),
        "policy": edition.policy(entry).value,
        "excerpt_words": edition.config.rights.excerpt_words,
    }


def _last(edition: Edition, entry: Entry) -> str:
    """Return when an entry last changed, "" if that is unknown.

    The day on which an article was both published and changed begins before either: the later of the two beginnings
    counts, for readers sort by it.
    """
    known = [moment for moment in (entry.published, entry.updated) if moment]
    last = max(known, key=lambda moment: moment.start(edition.zone), default=None)
    return stamps.utc(last, edition.zone) if last else ""


def _picture(edition: Edition, entry: Entry) -> dict[str, Any] | None:
    picture = edition.picture(entry)
    if picture is None:
        return None
    address = edition.address(Permalink(picture.url))
    return {"url": address, "width": picture.width, "height": picture.height, "alt": picture.alt}


def outlets_opml(edition: Edition, _: None) -> Page:
    """Return the list of the outlets' feeds, by name."""
    found = sorted((listing.name, permalink, listing) for permalink, listing in edition.lists["outlet"].items())
    outlines = tuple(
        {"name": name, "feed": edition.address(ATOM.permalink(permalink)), "page": edition.address(permalink)}
        for name, permalink, listing in found
        if has_feed("outlet", listing.members)
        and edition.has_path(ATOM.permalink(permalink), ("outlet", permalink, ATOM.writer))
    )
    link = opml_link(edition)
    return Page(link.permalink, "opml", {"title": link.title, "outlines": outlines})
