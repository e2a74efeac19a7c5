"""The front page, the site's own static pages, and the page for paths that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from generator.model import ArticleId, Entry, Page, Permalink, Story
from generator.site.archive_pages import day_moment
from generator.site.edition import Edition, Recipe
from generator.site.heads import head
from generator.site.tombstones import tombstone_page

STORIES = 6
LATEST = 12
IN_SECTION = 5
LEAD_HOURS = 48  # the lead is chosen among articles this much older than the newest


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for the front page, each static page, and 404."""
    yield Recipe(Permalink("/"), front_page)
    for number, entry in enumerate(edition.static_pages):
        yield Recipe(static_permalink(entry), static_page, number, entry.path)
    for entry in edition.withdrawn_pages:
        yield Recipe(static_permalink(entry), tombstone_page, static_permalink(entry), entry.path)
    yield Recipe(Permalink("/404.html"), missing_page)


def front_page(edition: Edition, _: None) -> Page:
    """Return the front page: a lead, stories of several outlets, the latest, and the sections.

    No article stands twice above the sections. The lead is that of the story most outlets wrote of in the two days
    before the newest article, else the newest article.
    """
    stories = _fresh_stories(edition)
    lead = edition.entries[stories[0].lead] if stories else next(iter(edition.newest), None)
    told = stories[1 : STORIES + 1]
    used: set[ArticleId] = {lead.id} if lead else set()
    used |= {member for story in (stories[:1] + told) for member in story.members}
    latest = [entry for entry in edition.newest if entry.id not in used][:LATEST]
    return Page(
        Permalink("/"),
        "front.html",
        {
            "page": head(edition, "front", "", edition.config.site.description),
            "lead": edition.teaser(lead.id) if lead else None,
            "lead_story": _told(edition, stories[0]) if stories else None,
            "stories": tuple(_told(edition, story) for story in told),
            "latest": edition.teasers(latest),
            "sections": tuple(
                {"name": group.name, "permalink": permalink, "teasers": edition.teasers(group.members[:IN_SECTION])}
                for permalink, group in edition.sections.items()
                if group.members and group.name in edition.config.site.sections
            ),
            "day": _newest_day(edition),
        },
    )


def _fresh_stories(edition: Edition) -> list[Story]:
    """Return stories of several outlets: first that of most outlets lately, then by their newest member."""
    stories = {story.members[0]: story for story in edition.stories.values() if _outlets(edition, story) > 1}
    ranks = {entry.id: rank for rank, entry in enumerate(edition.newest)}
    by_news = sorted(stories.values(), key=lambda story: (min(ranks[member] for member in story.members), story.id))
    lately = [story for story in by_news if _is_late(edition, story)]
    if not lately:
        return by_news
    first = min(lately, key=lambda story: (-_outlets(edition, story), by_news.index(story)))
    return [first, *(story for story in by_news if story is not first)]


def _is_late(edition: Edition, story: Story) -> bool:
    newest = edition.newest[0].published
    last = max((_start(edition, edition.entries[member]) for member in story.members), default=0.0)
    return newest is not None and newest.start(edition.zone).timestamp() - last <= LEAD_HOURS * 3600


def _start(edition: Edition, entry: Entry) -> float:
    return entry.published.start(edition.zone).timestamp() if entry.published else 0.0


def _outlets(edition: Edition, story: Story) -> int:
    return len({edition.outlet(edition.entries[member]).name for member in story.members})


def _told(edition: Edition, story: Story) -> dict[str, Any]:
    lead = edition.entries[story.lead]
    others = [edition.entries[member] for member in reversed(story.members) if member != lead.id]
    return {
        "permalink": edition.story_permalink(story),
        "headline": lead.headline,
        "teasers": edition.teasers([lead, *others]),
        "outlets": _outlets(edition, story),
    }


def _newest_day(edition: Edition) -> Any:
    return day_moment(max(edition.days)) if edition.days else None


def static_permalink(entry: Entry) -> Permalink:
    """Return where a static page lies: its slug, else its file's name."""
    return Permalink(f"/{entry.slug or PurePosixPath(entry.path).stem}/")


def static_page(edition: Edition, number: int) -> Page:
    """Return one of the site's own static pages."""
    entry = edition.static_pages[number]
    return Page(
        static_permalink(entry),
        "page.html",
        {
            "page": head(edition, "page", entry.headline, entry.standfirst or entry.lede),
            "heading": entry.headline,
            "text": edition.article(entry),
        },
    )


def missing_page(edition: Edition, _: None) -> Page:
    """Return the page that hosts show for a path that leads nowhere."""
    return Page(Permalink("/404.html"), "404.html", {"page": head(edition, "404", "", "", index=False)})
