"""Article pages, story pages, what stands in the place of withdrawn articles, and redirects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.config import Policy
from generator.model import ArticleId, Entry, Page, Permalink, Ref, Story
from generator.site.edition import Edition, Recipe
from generator.site.feeds import story_links
from generator.site.heads import head
from generator.site.tombstones import article_tombstone

TOLD = 12  # other articles of its story, and copies of it; the story's page has them all


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for every article, story, tombstone and redirect."""
    for entry in edition.newest:
        permalink = edition.permalink(entry)
        yield Recipe(permalink, article_page, entry.id, entry.path)
        yield from redirects(entry, permalink)
        if entry.id in edition.stories:
            yield _shared(entry, permalink, edition.story_permalink(edition.stories[entry.id]))
    for entry in edition.withdrawn:
        permalink = edition.permalink(entry)
        yield Recipe(permalink, article_tombstone, permalink, entry.path)
        if edition.has_path(permalink, permalink):
            yield from redirects(entry, permalink)
            yield _shared(entry, permalink, permalink)
    for story in _distinct_stories(edition):
        first = edition.entries[story.members[0]]
        yield Recipe(edition.story_permalink(story), story_page, story.members[0], first.path)


def _distinct_stories(edition: Edition) -> list[Story]:
    return [story for member, story in sorted(edition.stories.items()) if member == story.members[0]]


def _shared(entry: Entry, permalink: Permalink, target: Permalink) -> Recipe:
    """Return the recipe of the link to share of an article: to its story, or to what tells of its withdrawal."""
    return Recipe(Permalink(f"{permalink}story/"), redirect_page, (f"{permalink}story/", target), entry.path)


def redirects(entry: Entry, target: Permalink) -> Iterator[Recipe]:
    """Yield a recipe for every former path of an article or static page that lies at `target` now."""
    for alias in entry.aliases:
        permalink = alias_permalink(alias)
        if permalink != target:
            yield Recipe(permalink, redirect_page, (permalink, target), entry.path)


def alias_permalink(alias: str) -> Permalink:
    """Return the permalink of an alias: a former path on this site, with or without its slashes."""
    path = "/" + "/".join(part for part in alias.split("/") if part not in ("", ".", ".."))
    return Permalink(path if path.endswith(".html") else path.rstrip("/") + "/")


def article_page(edition: Edition, identity: ArticleId) -> Page:
    """Return the page of one article.

    It reads the article whole, and of others the teasers that it shows: its story's, its copies', its related links'.
    """
    entry = edition.entries[identity]
    outlet = edition.outlet(entry)
    policy = edition.policy(entry)
    permalink = edition.permalink(entry)
    section = edition.section_link(entry)
    return Page(
        permalink,
        "article.html",
        {
            "page": head(
                edition,
                "article",
                entry.headline,
                edition.summary(entry),
                index=outlet.own,
                trail=(section,) if section else (),
            ),
            "article": {
                "headline": entry.headline,
                "standfirst": edition.granted(entry, entry.standfirst),
                "section": section,
                "outlet": edition.outlet_link(entry),
                "url": entry.url,
                "authors": edition.author_links(entry),
                "published": entry.published,
                "updated": entry.updated,
                "topics": edition.topic_links(entry),
                "picture": edition.picture(entry),
                "own": outlet.own,
                "policy": policy.value,
                "words": entry.words,
            },
            "text": _text(edition, entry, policy),
            "excerpt_words": edition.config.rights.excerpt_words,
            "story": _story(edition, entry),
            "related": _related(edition, entry),
        },
    )


def _text(edition: Edition, entry: Entry, policy: Policy) -> Ref | None:
    return None if policy is Policy.LINK else edition.article(entry)


def _story(edition: Edition, entry: Entry) -> dict[str, Any] | None:
    story = edition.stories.get(entry.id)
    copies = edition.copies.get(entry.id, ())
    if story is None and not copies:
        return None
    others = [edition.entries[member] for member in (story.members if story else ()) if member != entry.id]
    same = frozenset(copies)
    apart = [other for other in reversed(others) if other.id not in same][:TOLD]
    alike = [edition.entries[copy] for copy in copies[:TOLD]]
    outlet = edition.outlet(entry).name
    return {
        "permalink": edition.story_permalink(story) if story else "",
        "count": len(story.members) if story else len(copies) + 1,
        "elsewhere": all(edition.outlet(other).name != outlet for other in (*apart, *alike)),
        "teasers": edition.teasers(apart),
        "copies": edition.teasers(alike),
    }


def _related(edition: Edition, entry: Entry) -> tuple[dict[str, Any], ...]:
    return tuple({"teaser": edition.teaser(near.id), "words": near.words} for near in edition.related(entry))


def story_page(edition: Edition, first: ArticleId) -> Page:
    """Return the page of a story: what each outlet wrote of one event, newest first."""
    story = edition.stories[first]
    members = [edition.entries[member] for member in reversed(story.members)]
    lead, headline = edition.entries[story.lead], edition.story_headline(story)
    dated = [entry for entry in members if entry.published]
    outlets = {edition.outlet_link(entry): None for entry in members}
    return Page(
        edition.story_permalink(story),
        "story.html",
        {
            "page": head(edition, "story", headline, edition.summary(lead), feeds=story_links(edition, story)),
            "headline": headline,
            "lead": edition.teaser(lead.id),
            "members": edition.teasers(members),
            "originals": tuple(entry.url for entry in members),
            "copies": tuple(tuple(edition.teaser(copy) for copy in group) for group in story.copies),
            "outlets": tuple(sorted(outlets, key=lambda outlet: outlet.permalink)),
            "first": dated[-1].published if dated else None,
            "last": dated[0].published if dated else None,
        },
    )


def redirect_page(edition: Edition, way: tuple[Permalink, Permalink]) -> Page:
    """Return a page that leads from a former path to the present one."""
    permalink, target = way
    return Page(permalink, "redirect.html", {"page": head(edition, "redirect", "", "", index=False), "target": target})
