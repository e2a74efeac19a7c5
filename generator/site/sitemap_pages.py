"""What robots read: robots.txt, the sitemap's index and shards, and the sitemap of the last two days' news.

A shard is what happened in a month, what has no date, or the lists of one kind, so that a new article touches its own
month's. One that outgrows the protocol's limit is parted by the digests of its addresses: a new one joins one part and
moves none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import digest
from generator.model import Entry, Page, Permalink
from generator.site import archive_pages, stamps
from generator.site.edition import Edition, Recipe
from generator.site.feeds import HOME
from generator.site.front_pages import static_permalink
from generator.site.listings import month_of
from generator.site.trails import OUTLETS

ROBOTS = Permalink("/robots.txt")
INDEX = Permalink("/sitemap.xml")
NEWS = Permalink("/news-sitemap.xml")
URLS_LIMIT = 50_000  # of one shard, by the protocol
NEWS_LIMIT = 1_000  # of Google's
_SITE = "site"
_UNDATED = "undated"

Address = tuple[Permalink, str]  # with the day or instant of its last change, or ""


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for robots.txt and every sitemap."""
    yield Recipe(ROBOTS, robots_page)
    yield Recipe(INDEX, index_page)
    for shard in shards(edition):
        yield Recipe(_shard_permalink(shard), shard_page, shard)
    if edition.config.outputs.news_sitemap:
        yield Recipe(NEWS, news_page)


def robots_page(edition: Edition, _: None) -> Page:
    """Return robots.txt."""
    sitemaps = (INDEX, NEWS) if edition.config.outputs.news_sitemap else (INDEX,)
    return Page(ROBOTS, "robots", {"sitemaps": tuple(map(edition.address, sitemaps))})


def index_page(edition: Edition, _: None) -> Page:
    """Return the index of the shards."""
    addresses = tuple(edition.address(_shard_permalink(shard)) for shard in shards(edition))
    return Page(INDEX, "sitemap-index", {"shards": addresses})


def shard_page(edition: Edition, shard: str) -> Page:
    """Return one shard."""
    urls = tuple({"loc": edition.address(link), "lastmod": changed} for link, changed in shards(edition)[shard])
    return Page(_shard_permalink(shard), "sitemap", {"urls": urls})


def news_page(edition: Edition, _: None) -> Page:
    """Return the sitemap of the last two days' own articles, the newest first."""
    fresh = (edition.entries[identity] for identity in edition.news.members)
    listed = [entry for entry in fresh if edition.has_path(edition.permalink(entry), entry.id)]
    return Page(NEWS, "sitemap-news", {"articles": tuple(_news(edition, entry) for entry in listed[:NEWS_LIMIT])})


def _news(edition: Edition, entry: Entry) -> dict[str, Any]:
    assert entry.published is not None
    return {
        "loc": edition.address(edition.permalink(entry)),
        "published": stamps.dated(entry.published, edition.zone),
        "headline": entry.headline,
    }


def _shard_permalink(shard: str) -> Permalink:
    return Permalink(f"/sitemaps/{shard}.xml")


# shards


def shards(edition: Edition) -> Mapping[str, Sequence[Address]]:
    """Return the shards by name, each ordered by address.

    Only pages that may be indexed are listed: own articles, and the stories, lists and archives, which are ours.
    """
    if edition.shards is None:
        found: dict[str, set[Address]] = {}
        for shard, permalink, changed in _addresses(edition):
            found.setdefault(shard, set()).add((permalink, changed))
        edition.shards = {
            name: part for shard in sorted(found) for name, part in parted(shard, sorted(found[shard])).items()
        }
    return edition.shards


def parted(shard: str, addresses: Sequence[Address], limit: int = URLS_LIMIT) -> dict[str, Sequence[Address]]:
    """Return a shard whole, or parted by the digests of its addresses until no part has more than `limit`."""
    return dict(_parts(shard, addresses, limit, 0))


def _parts(name: str, addresses: Sequence[Address], limit: int, depth: int) -> Iterator[tuple[str, Sequence[Address]]]:
    if len(addresses) <= limit:
        yield name, addresses
        return
    parts: dict[str, list[Address]] = {}
    for address in addresses:
        parts.setdefault(digest.of_bytes(address[0].encode())[depth], []).append(address)
    for digit in sorted(parts):
        yield from _parts(f"{name}{'' if depth else '-'}{digit}", parts[digit], limit, depth + 1)


def _addresses(edition: Edition) -> Iterator[tuple[str, Permalink, str]]:
    """Yield every address that may be indexed, with its shard and when it last changed."""
    yield _SITE, HOME, ""
    yield _SITE, OUTLETS, ""
    for number, entry in enumerate(edition.static_pages):
        if edition.has_path(static_permalink(entry), number):
            yield _SITE, static_permalink(entry), ""
    for kind, groups in edition.lists.items():
        for permalink in groups:
            if edition.has_path(permalink, (kind, permalink)):
                yield f"{kind}s", permalink, ""
    for permalink, month in archive_pages.addresses(edition):
        yield month or _SITE, permalink, ""
    yield from _texts(edition)


def _texts(edition: Edition) -> Iterator[tuple[str, Permalink, str]]:
    """Yield the site's own articles and the stories."""
    for entry in edition.newest:
        permalink = edition.permalink(entry)
        if edition.outlet(entry).own and edition.has_path(permalink, entry.id):
            changed = entry.updated or entry.published
            yield _shard_of(edition, entry), permalink, stamps.dated(changed, edition.zone) if changed else ""
    for first, story in edition.stories.items():
        permalink = edition.story_permalink(story)
        if first == story.members[0] and edition.has_path(permalink, first):
            yield _shard_of(edition, edition.entries[first]), permalink, ""


def _shard_of(edition: Edition, entry: Entry) -> str:
    return month_of(entry, edition.zone) or _UNDATED
