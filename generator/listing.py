"""What `nashra list` says: rows of plain values, in a total order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from generator import code, scan, theme
from generator.dates.describe import hijri_day
from generator.errors import Level, Problem, in_order
from generator.ingest import Ingested
from generator.lock import locked
from generator.model import ArticleId, Entry, Moment, Rankings, Relations
from generator.order import STATE, Order
from generator.site import unseen
from generator.site.edition import Edition, Recipe
from generator.site.entries import is_static_page
from generator.site.front_pages import static_permalink
from generator.site.permalinks import list_permalink
from generator.site.visibility import Seen, Showing
from generator.stages import asset_recipes, edition_of, ingested_of, relations_of
from generator.store import Store, with_state
from generator.theme_files import theme_root

Row = Mapping[str, Any]
UNRELATED = (
    "articles",
    "drafts",
    "scheduled",
    "expired",
    "hidden",
    "outlets",
    "quarantine",
)  # nothing need be compared for these
WAITING = ("drafts", "scheduled", "expired", "hidden")  # told whatever the flags show all the same


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that a list is drawn from."""

    ingested: Ingested
    edition: Edition
    recipes: Sequence[Recipe]
    problems: Sequence[Problem]
    store: Store


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, the problems met on the way, and when the clock changes the site next, in the site's zone."""

    rows: Sequence[Row]
    problems: Sequence[Problem]
    next_change: datetime | None
    headlines: Mapping[str, str]  # of the visible articles, by id


def listed(order: Order, what: str) -> Listed:
    """Return one of LISTS. Nothing is written but the state."""
    order = replace(order, showing=Showing()) if what in WAITING else order
    with locked(order.root / ".nashra", is_brief=True):
        return with_state(order.root / STATE, partial(_listed, order, what))


def _listed(order: Order, what: str) -> Listed:
    store = Store(order.root / STATE)
    all_code = code.digest_of_code()
    scanned = scan.scan(order.root, order.config.sources.paths)
    ingested = ingested_of(order, store, scanned, all_code)
    relations = Relations() if what in UNRELATED else relations_of(order, store, ingested.entries, all_code)
    look = theme.read(order.root, theme_root("templates"), theme_root("static"))
    edition, recipes, wrong = edition_of(order, scanned, ingested, relations, look)
    problems = in_order([*ingested.problems, *wrong])
    found = list(LISTS[what](Held(ingested, edition, [*asset_recipes(look), *recipes], problems, store)))
    store.close()
    headlines: dict[str, str] = {entry.id: entry.headline for entry in edition.newest}
    return Listed(found, problems, edition.holds.ends(edition.zone), headlines)


# articles


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


# what was found by comparing


def _stories(held: Held) -> Iterator[Row]:
    edition = held.edition
    stories = {story.id: story for story in edition.stories.values()}
    for key in sorted(stories):
        story = stories[key]
        yield {"id": story.id, "lead": story.lead, "members": story.members, "copies": story.copies}


def _copies(edition: Edition) -> list[list[ArticleId]]:
    groups = {tuple(sorted((member, *others))) for member, others in edition.copies.items()}
    return [list(group) for group in sorted(groups)]


def _neighbours(held: Held) -> Iterator[Row]:
    edition = held.edition
    ranked = (held.store.fact("neighbours", Rankings) or Rankings()).by_id()
    for entry in edition.newest:
        near = [neighbour for neighbour in ranked.get(entry.id, ()) if neighbour.id in edition.entries]
        yield {"id": entry.id, "neighbours": [n.id for n in near], "scores": [n.score for n in near]}


# what readers do not see


def _waiting(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return what is said of an article or static page that readers do not see."""
    page = is_static_page(entry.path, edition.config.sources.paths)
    return {
        "id": entry.id,
        "title": entry.headline,
        "outlet": edition.outlet(entry).name,
        "published": _in_zone(edition, entry.published),
        "embargo": _in_zone(edition, entry.embargo),
        "expires": _in_zone(edition, entry.expires),
        "permalink": static_permalink(entry) if page else edition.permalink(entry),
        "path": entry.path,
        "line": entry.line,
    }


def _both(edition: Edition) -> tuple[Seen, Seen]:
    return edition.seen, edition.pages_seen


def _drafts(held: Held) -> Iterator[Row]:
    found = [entry for seen in _both(held.edition) for entry in seen.drafts]
    yield from (_waiting(held.edition, entry) for entry in sorted(found, key=lambda entry: (entry.path, entry.line)))


def _scheduled(held: Held) -> Iterator[Row]:
    """Yield what is to come, soonest first; `begins` is in the site's zone, `why` the date or the embargo."""
    edition = held.edition
    found = [waiting for seen in _both(edition) for waiting in seen.scheduled]
    for waiting in sorted(found, key=lambda waiting: (waiting.begins, waiting.entry.path, waiting.entry.line)):
        begins = datetime.fromtimestamp(waiting.begins, edition.zone).isoformat()
        yield {"begins": begins, "why": waiting.why, **_waiting(edition, waiting.entry)}


def _expired(held: Held) -> Iterator[Row]:
    """Yield what is over, by when it ended, latest first."""
    zone = held.edition.zone
    found = [entry for seen in _both(held.edition) for entry in seen.expired]
    ends = {entry.id: entry.expires.start(zone).timestamp() for entry in found if entry.expires}
    for entry in sorted(found, key=lambda entry: (-ends[entry.id], entry.path, entry.line)):
        yield _waiting(held.edition, entry)


def _hidden(held: Held) -> Iterator[Row]:
    """Yield what the desk hides, by where the desk says so; `until` is in the site's zone."""
    edition, entries = held.edition, {entry.id: entry for entry in held.ingested.entries}
    wishes = edition.decisions.hidden_by
    for identity in sorted(wishes, key=lambda known: (wishes[known].article.place, known)):
        wish = wishes[identity]
        until = wish.until.start(edition.zone).isoformat() if wish.until else None
        notice = edition.decisions.hidden[identity]
        said = {"desk": unseen.place(edition, wish), "until": until, "tombstone": notice}
        yield {**said, **_waiting(edition, entries[identity])}


# the site


def _outlets(held: Held) -> Iterator[Row]:
    """Yield the outlets of site.toml and of the visible articles, by name; `seen_as` are other spellings of sources."""
    edition = held.edition
    counts = Counter(edition.outlet(entry).name for entry in edition.newest)
    spelled: dict[str, set[str]] = {}
    for entry in edition.newest:
        spelled.setdefault(edition.outlet(entry).name, set()).add(entry.outlet)
    outlets = {outlet.name: outlet for outlet in edition.config.outlets}
    outlets |= {edition.outlet(entry).name: edition.outlet(entry) for entry in edition.newest}
    for name in sorted(outlets):
        outlet = outlets[name]
        yield {
            "name": name,
            "articles": counts[name],
            "policy": outlet.policy.value,
            "policy_is_default": outlet.policy_is_default and not outlet.own,
            "own": outlet.own,
            "aliases": list(outlet.aliases),
            "seen_as": sorted(spelled.get(name, set()) - {name, ""}),
            "permalink": list_permalink("outlets", name) if counts[name] else None,
        }


def _routes(held: Held) -> Iterator[Row]:
    """Yield every path of the site: of which kind, by which template or writer, and which file asked for it."""
    for recipe in sorted(held.recipes, key=lambda recipe: recipe.permalink):
        page = recipe.make(held.edition, recipe.argument)
        head = page.data.get("page")
        kind = head["kind"] if isinstance(head, Mapping) and "kind" in head else page.template
        yield {"permalink": page.permalink, "kind": kind, "template": page.template, "source": recipe.source}


def _quarantine(held: Held) -> Iterator[Row]:
    """Yield the errors of sources: what could not be read or parsed, and is in no page for that."""
    for problem in in_order([p for p in held.ingested.problems if p.level is Level.ERROR]):
        yield asdict(problem)


LISTS: Mapping[str, Callable[[Held], Iterator[Row]]] = {
    "articles": lambda held: (article(held.edition, entry) for entry in held.edition.newest),
    "stories": _stories,
    "copies": lambda held: ({"members": members} for members in _copies(held.edition)),
    "neighbours": _neighbours,
    "drafts": _drafts,
    "scheduled": _scheduled,
    "expired": _expired,
    "hidden": _hidden,
    "outlets": _outlets,
    "routes": _routes,
    "problems": lambda held: (asdict(problem) for problem in held.problems),
    "quarantine": _quarantine,
}


# for people


def lines(what: str, row: Row, headlines: Mapping[str, str]) -> str:
    """Return a row for people: a line, and for each article that belongs to it another one, with its headline."""
    inner = _INNER[what](row) if what in _INNER else ()
    below = (f"{mark:>8}  {identity}  {headlines.get(identity, '')}".rstrip() for mark, identity in inner)
    return "\n".join([_LINES[what](row, headlines), *below])


def _members(row: Row) -> list[tuple[str, str]]:
    """Return the articles of a group, the lead with a star."""
    return [("*" if known == row.get("lead") else "", known) for known in row["members"]]


def _near(row: Row) -> list[tuple[str, str]]:
    return [(f"{score:.4f}", known) for score, known in zip(row["scores"], row["neighbours"], strict=True)]


_INNER: Mapping[str, Callable[[Row], list[tuple[str, str]]]] = {
    "stories": _members,
    "copies": _members,
    "neighbours": _near,
}


def _article_line(row: Row, _: Mapping[str, str]) -> str:
    return f"{row['published'] or '–':<25}  {row['id']}  {row['outlet']}  {row['title']}  {row['permalink']}"


def _hidden_line(row: Row, _: Mapping[str, str]) -> str:
    until = f"  until {row['until']}" if row["until"] else ""
    return f"{row['desk']}{until}  {row['path']}:{row['line']}  {row['title']}"


def _outlet_line(row: Row, _: Mapping[str, str]) -> str:
    policy = f"{row['policy']}{' (default)' if row['policy_is_default'] else ''}{' own' if row['own'] else ''}"
    seen_as = f"  also: {'، '.join(row['seen_as'])}" if row["seen_as"] else ""
    return f"{row['articles']:>6}  {policy:<18}  {row['name']}{seen_as}"


def _problem_line(row: Row, _: Mapping[str, str]) -> str:
    return str(Problem(**row))


_LINES: Mapping[str, Callable[[Row, Mapping[str, str]], str]] = {
    "articles": _article_line,
    "stories": lambda row, headlines: f"{len(row['members'])}  {row['id']}  {headlines.get(row['lead'], '')}",
    "copies": lambda row, _: f"{len(row['members'])}",
    "neighbours": lambda row, headlines: f"{row['id']}  {headlines.get(row['id'], '')}",
    "drafts": lambda row, _: f"{row['path']}:{row['line']}  {row['title']}",
    "scheduled": lambda row, _: f"{row['begins']:<25}  {row['why']:<7}  {row['path']}:{row['line']}  {row['title']}",
    "expired": lambda row, _: f"{row['expires']:<25}  {row['path']}:{row['line']}  {row['title']}",
    "hidden": _hidden_line,
    "outlets": _outlet_line,
    "routes": lambda row, _: f"{row['permalink']}  {row['kind']}  {row['template']}  {row['source']}".rstrip(),
    "problems": _problem_line,
    "quarantine": _problem_line,
}
