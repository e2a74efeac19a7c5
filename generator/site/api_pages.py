"""`/api/`: the site's articles and stories as JSON, by month; docs/reference/api.md says what is promised.

The files are made of teasers and of what an article says of itself, without its text: an edited body rewrites none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from generator.model import ArticleId, Entry, Moment, Page, Permalink, Story
from generator.site import stamps
from generator.site.edition import Edition, Recipe
from generator.site.feeds import HOME, opml_link, site_links
from generator.site.listings import month_of

INDEX = Permalink("/api/index.json")
LATEST = Permalink("/api/latest.json")
LATEST_LENGTH = 50


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for every file of the API, unless it is switched off."""
    if not edition.config.outputs.api:
        return
    articles, stories = article_files(edition), story_files(edition)
    yield Recipe(INDEX, index_page, (tuple(articles), tuple(stories)))
    yield Recipe(LATEST, latest_page)
    for permalink, members in articles.items():
        yield Recipe(permalink, articles_page, (permalink, members))
    for permalink, firsts in stories.items():
        yield Recipe(permalink, stories_page, (permalink, firsts))


def article_files(edition: Edition) -> dict[Permalink, tuple[ArticleId, ...]]:
    """Return the articles that have a page of their own by the file they are in, newest first in each."""
    found: dict[Permalink, list[ArticleId]] = {}
    for entry in edition.newest:
        if edition.has_path(edition.permalink(entry), entry.id):
            found.setdefault(_file(edition, "articles", entry), []).append(entry.id)
    return {permalink: tuple(found[permalink]) for permalink in sorted(found)}


def story_files(edition: Edition) -> dict[Permalink, tuple[ArticleId, ...]]:
    """Return the earliest members of the stories by the file that these are in, ordered by id in each."""
    found: dict[Permalink, list[ArticleId]] = {}
    for first, story in sorted(edition.stories.items()):
        if first == story.members[0] and edition.has_path(edition.story_permalink(story), first):
            found.setdefault(_file(edition, "stories", edition.entries[first]), []).append(first)
    return {permalink: tuple(found[permalink]) for permalink in sorted(found)}


def _file(edition: Edition, folder: str, entry: Entry) -> Permalink:
    """Return the file of an article's month; of its year, where that is all that is known; or of the undated."""
    span = month_of(entry, edition.zone).replace("-", "/")
    if not span and entry.published:
        span = entry.published.iso[:4]
    return Permalink(f"/api/{folder}/{span or 'undated'}.json")


def index_page(edition: Edition, files: tuple[tuple[Permalink, ...], tuple[Permalink, ...]]) -> Page:
    """Return the index: where everything is; it counts nothing, so that a new article does not rewrite it."""
    articles, stories = files
    links = site_links(edition.config)
    return Page(
        INDEX,
        "api-index",
        {
            "home": edition.address(HOME),
            "latest": edition.address(LATEST),
            "outlets": edition.address(opml_link(edition).permalink),
            "feeds": tuple({"type": link.type, "url": edition.address(link.permalink)} for link in links),
            "articles": tuple(map(edition.address, articles)),
            "stories": tuple(map(edition.address, stories)),
        },
    )


def latest_page(edition: Edition, _: None) -> Page:
    """Return the newest articles."""
    listed = (entry for entry in edition.newest if edition.has_path(edition.permalink(entry), entry.id))
    return _articles(edition, LATEST, islice(listed, LATEST_LENGTH))


def articles_page(edition: Edition, file: tuple[Permalink, tuple[ArticleId, ...]]) -> Page:
    """Return the articles of one file."""
    permalink, members = file
    return _articles(edition, permalink, (edition.entries[member] for member in members))


def _articles(edition: Edition, permalink: Permalink, entries: Iterable[Entry]) -> Page:
    return Page(permalink, "api-articles", {"articles": tuple(article(edition, entry) for entry in entries)})


def article(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return an article of the API: its teaser, and what is said of it beside."""
    return {"teaser": edition.teaser(entry.id), "facts": edition.told("facts", entry, partial(_facts, edition))}


def _facts(edition: Edition, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "authors": tuple(link.name for link in edition.author_links(entry)),
        "topics": edition.topic_links(entry),
        **_dates(edition, entry),
    }


def _dates(edition: Edition, entry: Entry) -> dict[str, Any]:
    return {
        "published": _moment(edition, entry.published),
        "updated": _moment(edition, entry.updated),
        "first": stamps.exact(entry.published, edition.zone),
        "last": stamps.exact(entry.updated or entry.published, edition.zone),
    }


def _moment(edition: Edition, moment: Moment | None) -> dict[str, str] | None:
    return {"value": stamps.local(moment, edition.zone), "precision": moment.precision.value} if moment else None


def stories_page(edition: Edition, file: tuple[Permalink, tuple[ArticleId, ...]]) -> Page:
    """Return the stories of one file."""
    permalink, firsts = file
    return Page(permalink, "api-stories", {"stories": tuple(_story(edition, edition.stories[one]) for one in firsts)})


def _story(edition: Edition, story: Story) -> dict[str, Any]:
    return {
        "permalink": edition.story_permalink(story),
        "headline": edition.story_headline(story),
        "lead": edition.teaser(story.lead),
        "members": tuple(_member(edition, member) for member in story.members),
        "copies": tuple(tuple(edition.permalink(edition.entries[copy]) for copy in group) for group in story.copies),
    }


def _member(edition: Edition, identity: ArticleId) -> dict[str, Any]:
    entry = edition.entries[identity]
    return {"teaser": edition.teaser(identity), "published": _moment(edition, entry.published)}
