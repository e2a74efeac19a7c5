"""The front page, the site's own static pages, and the page for paths that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from generator.model import ArticleId, Entry, Page, Permalink, Story
from generator.site.archive_pages import day_moment
from generator.site.article_pages import redirects
from generator.site.edition import Edition, Recipe
from generator.site.heads import head
from generator.site.tombstones import page_tombstone

STORIES = 6
LATEST = 12
IN_SECTION = 5
LEAD_HOURS = 48  # the lead is chosen among articles this much older than the newest


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for the front page, each static page, and 404."""
    yield Recipe(Permalink("/"), front_page)
    for number, entry in enumerate(edition.static_pages):
        yield Recipe(static_permalink(entry), static_page, number, entry.path)
        yield from redirects(entry, static_permalink(entry))
    for entry in edition.withdrawn_pages:
        permalink = static_permalink(entry)
        yield Recipe(permalink, page_tombstone, permalink, entry.path)
        if edition.has_path(permalink, permalink):
            yield from redirects(entry, permalink)
    yield Recipe(Permalink("/404.html"), missing_page)


def front_page(edition: Edition, _: None) -> Page:
    """Return the front page: breaking news, a lead, what the editor pins, stories of several outlets, the latest, the
    sections.

    But for the editor's own wish no article stands twice above the sections. Unless the editor names another, the lead
    is that of the story most outlets wrote of in the two days before the newest article, else the newest article.
    """
    stories = _fresh_stories(edition)
    lead = _lead(edition, stories)
    alarms = {alarm.article: alarm.text for alarm in edition.decisions.alarms if alarm.article in edition.entries}
    pins = [entry for entry in edition.shown(edition.decisions.pinned) if entry is not lead]
    used = {identity for entry in (*pins, *([lead] if lead else ())) for identity in _event(edition, entry)}
    told = [story for story in stories if used.isdisjoint(story.members)][:STORIES]
    used = used.union(alarms, *(story.members for story in told))
    latest = [entry for entry in edition.newest if entry.id not in used][:LATEST]
    return Page(
        Permalink("/"),
        "front.html",
        {
            "page": head(edition, "front", "", edition.config.site.description),
            "breaking": tuple({"teaser": edition.teaser(one), "text": text} for one, text in alarms.items()),
            "lead": edition.teaser(lead.id) if lead else None,
            "lead_story": _around(edition, lead) if lead else None,
            "pinned": tuple({"teaser": edition.teaser(pin.id), "story": _around(edition, pin)} for pin in pins),
            "stories": tuple(_told(edition, story, edition.entries[story.lead]) for story in told),
            "latest": edition.teasers(latest),
            "sections": _departments(edition),
            "day": _newest_day(edition),
        },
    )


def _lead(edition: Edition, stories: Sequence[Story]) -> Entry | None:
    """Return the editor's lead, else that of the first story, else the newest article."""
    named = edition.shown(filter(None, [edition.decisions.lead]))
    found = [edition.entries[stories[0].lead]] if stories else edition.newest[:1]
    return next(iter([*named, *found]), None)


def _event(edition: Edition, entry: Entry) -> set[ArticleId]:
    """Return an article and all others of its story."""
    story = edition.stories.get(entry.id)
    return {entry.id, *(story.members if story else ())}


def _around(edition: Edition, entry: Entry) -> dict[str, Any] | None:
    """Return how others told the event of an article, or None."""
    story = edition.stories.get(entry.id)
    return _told(edition, story, entry) if story else None


def _departments(edition: Edition) -> tuple[dict[str, Any], ...]:
    """Return the sections: those that the editor puts first, then the rest of the navigation, without empty ones."""
    navigation = [place for place, group in edition.sections.items() if group.name in edition.config.site.sections]
    ordered = dict.fromkeys([*edition.section_order, *navigation])
    groups = {place: edition.sections[place] for place in ordered if edition.sections[place].members}
    return tuple(
        {"name": group.name, "permalink": place, "teasers": edition.teasers(group.members[:IN_SECTION])}
        for place, group in groups.items()
    )


def _fresh_stories(edition: Edition) -> list[Story]:
    """Return all stories: first that of most outlets lately, then by their newest member."""
    stories = {story.members[0]: story for story in edition.stories.values()}
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


def _told(edition: Edition, story: Story, first: Entry) -> dict[str, Any]:
    """Return a story as it stands below one of its articles, the newest of the others first.

    Its headline is that article's and leads there; the editor's own leads to the story.
    """
    others = [edition.entries[member] for member in reversed(story.members) if member != first.id]
    return {
        "permalink": edition.story_permalink(story),
        "headline": story.headline or first.headline,
        "edited": bool(story.headline),
        "link": edition.story_permalink(story) if story.headline else edition.permalink(first),
        "teasers": edition.teasers([first, *others]),
        "outlets": _outlets(edition, story),
        "count": len(story.members),
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
