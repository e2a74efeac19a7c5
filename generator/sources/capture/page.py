"""A page as what it holds: its own article, the related items, and what was the page's.

Lines ── heads ──▶ where articles begin ── gather ──▶ Items with their paragraphs, and the lines that are no one's
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from generator.sources.capture.heads import Head, heads
from generator.sources.capture.lines import Kind, Line
from generator.sources.capture.tags import is_hashes, may_be_tags, names_of_listing, section_and_topics


@dataclass(frozen=True, slots=True)
class Item:
    """An article as its page shows it."""

    head: Head
    paragraphs: tuple[str, ...] = ()
    section: str = ""
    topics: tuple[str, ...] = ()

    @property
    def outlet(self) -> str:
        """Return the outlet's name as the page writes it, "" where it does not."""
        return self.head.outlet.name if self.head.outlet else ""

    @property
    def stamp(self) -> str:
        """Return the words that say when it was published, "" for none."""
        return self.head.outlet.stamp if self.head.outlet else ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `lead` is its own article, `removed` the lines that are no article's, in order."""

    lead: Item | None
    items: tuple[Item, ...]
    removed: tuple[str, ...]
    nameless: int  # line of a text without a headline that is lost, 0 for none
    known: bool  # something shows that it is a page of an aggregator


@dataclass(slots=True)
class _Draft:
    """An article while its lines are gathered."""

    head: Head
    body: list[Line] = field(default_factory=list)
    tags: list[Line] = field(default_factory=list)


def page(lines: Sequence[Line]) -> Page:
    """Return what the lines of a capture hold."""
    said = [line for line in lines if line.kind is not Kind.NOISE]
    lead, related = heads(said)
    drafts, removed = _gathered(said, [lead, *related] if lead else related)
    if lead and not (lead.doubled or lead.outlet or drafts[0].body):
        lead, drafts = None, drafts[1:]  # a scrap: what else would show that it is a headline?
    listing = [name for line in said if line.kind is Kind.LISTING for name in names_of_listing(line)]
    items = [_item(draft, listing) for draft in drafts]
    above = () if lead else (line.number for line in removed if line.kind is Kind.TEXT)
    out = sorted([*removed, *(line for line in lines if line.kind is Kind.NOISE)], key=lambda line: line.number)
    return Page(
        lead=items.pop(0) if lead else None,
        items=tuple(items),
        removed=tuple(line.text for line in out),
        nameless=next(iter(above), 0),
        known=bool(out or items or (lead and (lead.doubled or lead.outlet))),
    )


def _gathered(lines: Sequence[Line], found: Sequence[Head]) -> tuple[list[_Draft], list[Line]]:
    """Return the articles with the lines of their bodies and tags, and the lines that are no article's."""
    drafts = [_Draft(head, list(head.early)) for head in found]
    starts = [*(head.start for head in found), len(lines)]
    removed = list(lines[: starts[0]])
    for draft, end in zip(drafts, starts[1:], strict=True):
        removed += _gather(draft, lines[draft.head.end : end])
    return drafts, removed


def _gather(draft: _Draft, lines: Sequence[Line]) -> list[Line]:
    """Share the lines between two heads out to body and tags; return the others.

    A heading ends the body. One of related items, text under it and no other heading before, is the outlet's own words.
    Under the page's tools stands a paragraph that got there, or readers' comments whose heading is lost.
    """
    removed: list[Line] = []
    place = Kind.TEXT
    last_comments = max((at for at, line in enumerate(lines) if line.kind is Kind.COMMENTS), default=-1)
    for at, (line, after) in enumerate(zip_longest(lines, lines[1:])):
        inside = line.kind is Kind.RELATED and place is Kind.TEXT and after is not None and after.kind is Kind.TEXT
        if line.kind is not Kind.TEXT and not inside:
            place = line.kind
            removed.append(line)
        elif place is Kind.TAGS and may_be_tags(line):
            draft.tags.append(line)
        elif place in (Kind.TEXT, Kind.TAGS) or (place is Kind.TOOLS and at < last_comments):
            draft.body.append(line)
        else:
            removed.append(line)
    while draft.body and is_hashes(draft.body[-1]):
        draft.tags.insert(0, draft.body.pop())
    return removed


def _item(draft: _Draft, listing: Sequence[str]) -> Item:
    by_number = groupby(draft.body, key=lambda line: line.number)
    paragraphs = tuple(" ".join(line.text for line in part) for _, part in by_number)
    section, topics = section_and_topics(draft.tags)
    named = draft.head.outlet.section if draft.head.outlet else ""
    return Item(draft.head, paragraphs, named or section, tuple(dict.fromkeys([*topics, *listing])))
