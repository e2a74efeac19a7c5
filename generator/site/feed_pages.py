"""What machines read: the feed, the sitemaps, robots.txt, and the pictures that pages show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from generator.config import Policy
from generator.model import Entry, Moment, Page, Permalink, Precision, Ref
from generator.site import archive_pages
from generator.site.edition import Edition, Recipe
from generator.site.front_pages import static_permalink
from generator.site.listings import NEWEST, month_of
from generator.site.permalinks import media_permalink

FEED = Permalink("/feed.xml")
_SITE_SHARD = "site"
_UNDATED_SHARD = "undated"


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for the feed, robots.txt, every sitemap and every picture in use."""
    yield Recipe(FEED, feed_page)
    yield Recipe(Permalink("/robots.txt"), robots_page)
    yield Recipe(Permalink("/sitemap.xml"), sitemap_index_page)
    for shard in _shards(edition):
        yield Recipe(_shard_permalink(shard), sitemap_page, shard)
    for permalink, path in _pictures(edition).items():
        yield Recipe(permalink, picture_page, path, path)


def _pictures(edition: Edition) -> dict[Permalink, str]:
    """Return the pictures in use by permalink; equal ones of one name in two folders are one file."""
    shown = {entry.picture.url for entry in edition.newest if entry.picture and edition.picture(entry)}
    return {media_permalink(edition.pictures[path]): path for path in sorted(shown, reverse=True)}


def picture_page(edition: Edition, path: str) -> Page:
    """Return the file of a picture."""
    picture = edition.pictures[path]
    return Page(media_permalink(picture), "file", {"file": Ref("file", path, picture.digest)})


def robots_page(edition: Edition, _: None) -> Page:
    """Return robots.txt."""
    return Page(Permalink("/robots.txt"), "robots", {})


# the feed


def feed_page(edition: Edition, _: None) -> Page:
    """Return the site's Atom feed: the newest dated articles; undated ones stay out, Atom has no way to say so."""
    dated = [entry for entry in edition.newest if entry.published][:NEWEST]
    return Page(
        FEED,
        "atom",
        {
            "self": edition.address(FEED),
            "home": edition.address(Permalink("/")),
            "title": edition.config.site.title,
            "entries": tuple(_feed_entry(edition, entry) for entry in dated),
        },
    )


def _feed_entry(edition: Edition, entry: Entry) -> dict[str, Any]:
    policy = edition.policy(entry)
    assert entry.published is not None
    exact = entry.published.precision in (Precision.SECOND, Precision.MINUTE)
    section = edition.section_link(entry)
    return {
        "headline": entry.headline,
        "link": edition.address(edition.permalink(entry)),
        "url": entry.url,
        "outlet": edition.outlet(entry).name,
        "authors": tuple(link.name for link in edition.author_links(entry)),
        "categories": tuple(link.name for link in ((section,) if section else ()) + edition.topic_links(entry)),
        "published": _utc(edition, entry.published) if exact else "",
        "updated": _utc(edition, entry.updated or entry.published),
        "summary": edition.summary(entry),
        "policy": policy.value,
        "excerpt_words": edition.config.rights.excerpt_words,
        "text": edition.article(entry) if policy is not Policy.LINK else None,
    }


def _utc(edition: Edition, moment: Moment) -> str:
    return moment.start(edition.zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# sitemaps


def _shards(edition: Edition) -> dict[str, list[tuple[Permalink, str]]]:
    """Return the shards by name: what happened in a month, what has no date, and what belongs to no month.

    Only pages that may be indexed are listed: own articles, and the stories, lists and archives, which are ours.
    """
    if edition.shards is None:
        found: dict[str, list[tuple[Permalink, str]]] = {}
        for shard, permalink, lastmod in _addresses(edition):
            found.setdefault(shard, []).append((permalink, lastmod))
        edition.shards = {shard: sorted(found[shard]) for shard in sorted(found)}
    return edition.shards


def _addresses(edition: Edition) -> Iterator[tuple[str, Permalink, str]]:
    yield _SITE_SHARD, Permalink("/"), ""
    for entry in edition.static_pages:
        yield _SITE_SHARD, static_permalink(entry), ""
    for groups in (edition.sections, edition.topics, edition.outlets, edition.authors):
        for permalink in groups:
            yield _SITE_SHARD, permalink, ""
    yield _SITE_SHARD, Permalink("/outlets/"), ""
    for permalink, month in archive_pages.addresses(edition):
        yield month or _SITE_SHARD, permalink, ""
    for entry in edition.newest:
        if edition.outlet(entry).own:
            changed = entry.updated or entry.published
            yield _shard_of(edition, entry), edition.permalink(entry), changed.iso if changed else ""
    for story in {story.id: story for story in edition.stories.values()}.values():
        yield _shard_of(edition, edition.entries[story.members[0]]), edition.story_permalink(story), ""


def _shard_of(edition: Edition, entry: Entry) -> str:
    return month_of(entry, edition.zone) or _UNDATED_SHARD


def _shard_permalink(shard: str) -> Permalink:
    return Permalink(f"/sitemaps/{shard}.xml")


def sitemap_page(edition: Edition, shard: str) -> Page:
    """Return one shard."""
    urls = tuple({"loc": edition.address(link), "lastmod": lastmod} for link, lastmod in _shards(edition)[shard])
    return Page(_shard_permalink(shard), "sitemap", {"urls": urls})


def sitemap_index_page(edition: Edition, _: None) -> Page:
    """Return the index of the shards."""
    shards = tuple(edition.address(_shard_permalink(shard)) for shard in _shards(edition))
    return Page(Permalink("/sitemap.xml"), "sitemap-index", {"shards": shards})
