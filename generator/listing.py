"""What `nashra list` says: rows of plain values, in a total order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from generator import code, scan, theme
from generator.dates.describe import hijri_day
from generator.errors import Problem, in_order
from generator.lock import locked
from generator.model import ArticleId, Entry, Moment, Neighbour, Relations
from generator.order import STATE, Order
from generator.site.edition import Edition
from generator.stages import edition_of, ingested_of, relations_of, with_state
from generator.store import Store
from generator.theme_files import theme_root


def rows(order: Order, what: str) -> tuple[Iterable[Mapping[str, Any]], Sequence[Problem]]:
    """Return the rows of articles, stories, copies, neighbours or problems, and the problems met on the way.

    Nothing is written but the state.
    """
    with locked(order.root / ".nashra"):
        return with_state(order.root / STATE, partial(_rows, order, what))


def _rows(order: Order, what: str) -> tuple[Iterable[Mapping[str, Any]], Sequence[Problem]]:
    store = Store(order.root / STATE)
    all_code = code.digest_of_code()
    scanned = scan.scan(order.root, order.config.sources.paths)
    ingested = ingested_of(order, store, scanned, all_code)
    relations = relations_of(order, store, ingested.entries, all_code) if what != "articles" else Relations()
    look = theme.read(order.root, theme_root("templates"), theme_root("static"))
    edition, _, found_wrong = edition_of(order, scanned, ingested, relations, look)
    problems = in_order([*ingested.problems, *found_wrong])
    found = list(_found(what, edition, store, problems))
    store.close()
    return found, problems


def _found(what: str, edition: Edition, store: Store, problems: Sequence[Problem]) -> Iterator[Mapping[str, Any]]:
    if what == "articles":
        yield from (article(edition, entry) for entry in edition.newest)
    elif what == "stories":
        yield from _stories(edition)
    elif what == "copies":
        yield from ({"members": members} for members in _copies(edition))
    elif what == "neighbours":
        yield from _neighbours(edition, store)
    else:
        yield from (asdict(problem) for problem in problems)


def article(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return what is said of an article; `published` is in the site's zone, as exact as its source."""
    section = edition.section_link(entry)
    return {
        "id": entry.id,
        "title": entry.headline,
        "outlet": edition.outlet(entry).name,
        "published": _in_zone(edition, entry.published),
        "precision": entry.published.precision.value if entry.published else "unknown",
        "hijri": hijri_day(entry.published, edition.style) if entry.published else None,
        "section": section.name if section else "",
        "topics": [link.name for link in edition.topic_links(entry)],
        "permalink": edition.permalink(entry),
        "path": entry.path,
        "line": entry.line,
    }


def _in_zone(edition: Edition, moment: Moment | None) -> str | None:
    if moment is None or not moment.precision.is_instant:
        return moment.iso if moment else None
    return moment.start(edition.zone).astimezone(edition.zone).isoformat()


def _stories(edition: Edition) -> Iterator[Mapping[str, Any]]:
    stories = {story.id: story for story in edition.stories.values()}
    for key in sorted(stories):
        story = stories[key]
        yield {"id": story.id, "lead": story.lead, "members": story.members, "copies": story.copies}


def _copies(edition: Edition) -> list[list[ArticleId]]:
    groups = {tuple(sorted((member, *others))) for member, others in edition.copies.items()}
    return [list(group) for group in sorted(groups)]


def _neighbours(edition: Edition, store: Store) -> Iterator[Mapping[str, Any]]:
    ranked = store.fact("neighbours", dict[ArticleId, tuple[Neighbour, ...]]) or {}
    for entry in edition.newest:
        near = [neighbour for neighbour in ranked.get(entry.id, ()) if neighbour.id in edition.entries]
        yield {"id": entry.id, "neighbours": [n.id for n in near], "scores": [n.score for n in near]}


def line(what: str, row: Mapping[str, Any]) -> str:
    """Return a row as a line for people."""
    if what == "articles":
        return f"{row['published'] or '–':<25}  {row['outlet']}  {row['title']}  {row['permalink']}"
    if what == "stories":
        return f"{len(row['members'])}  {row['id']}: {' '.join(row['members'])}"
    if what == "copies":
        return " ".join(row["members"])
    if what == "neighbours":
        pairs = zip(row["neighbours"], row["scores"], strict=True)
        return f"{row['id']}: {' '.join(f'{identity}={score}' for identity, score in pairs)}"
    return str(Problem(**row))
