"""The editor's wishes compared with what the site holds: every name an article of it, every `until` against the clock.

Desk (names) ── the articles of the site, the moment ──▶ Decisions (ids), Problems
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import TypeVar

from generator.desk import Breaking, Choice, Desk, Hiding, Merging, Name, Parting, desk_problem
from generator.errors import Level, Problem
from generator.model import ArticleId
from generator.site.naming import Directory
from generator.site.visibility import NEVER, Gate, Holds, Seen
from generator.sources.fields import quoted

Pairs = frozenset[tuple[ArticleId, ArticleId]]
W = TypeVar("W", Choice, Hiding, Breaking, Merging, Parting)


@dataclass(frozen=True, slots=True)
class Alarm:
    """News above everything else: an article, and words in the place of its headline or ""."""

    article: ArticleId
    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """One story by the editor's word: these articles, and all of the stories that those in `stories` are of."""

    articles: tuple[ArticleId, ...]
    stories: tuple[ArticleId, ...]
    lead: ArticleId | None
    headline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What the editor decided, as it holds at one moment; `holds` says until which other."""

    lead: ArticleId | None = None
    pinned: tuple[ArticleId, ...] = ()
    hidden: Mapping[ArticleId, bool] = field(default_factory=dict)  # with whether a notice stands in its place
    alarms: tuple[Alarm, ...] = ()
    merged: tuple[Merged, ...] = ()
    split: frozenset[ArticleId] = frozenset()
    apart: Pairs = frozenset()  # each pair both ways
    holds: Holds = field(default_factory=Holds)
    problems: tuple[Problem, ...] = ()


def decisions(desk: Desk, directory: Directory, gate: Gate, seen: Seen) -> Decisions:
    """Return what the wishes of a desk come to; a wish for an article that there is not is left out with a Problem.

    `seen` says which articles cannot stand on the front page whatever the editor wishes.
    """
    deciding = _Deciding(desk, directory, gate, seen)
    hidden, apart = deciding.hidden(), deciding.apart()
    return Decisions(
        hidden=hidden,
        lead=deciding.lead(hidden),
        pinned=deciding.pinned(hidden),
        alarms=deciding.alarms(hidden),
        merged=deciding.merged(apart),
        split=frozenset(directory.articles(wish.article for wish in deciding.standing(desk.split))),
        apart=apart,
        holds=deciding.holds,
        problems=(*deciding.problems, *directory.problems),
    )


class _Deciding:
    """Compare wishes with articles and the clock; collects what is wrong and between which moments all of it holds."""

    def __init__(self, desk: Desk, directory: Directory, gate: Gate, seen: Seen) -> None:
        self.desk = desk
        self.directory = directory
        self.gate = gate
        self.holds = Holds()
        self.problems: list[Problem] = []
        kinds = (("a draft", seen.drafts), ("expired", seen.expired), ("withdrawn", seen.withdrawn))
        self._unseen = {entry.id: what for what, entries in kinds for entry in entries}

    def standing(self, wishes: Sequence[W]) -> list[W]:
        """Return the wishes whose end has not come; from it on, a wish is as if it had not been written."""
        now = self.gate.now.timestamp()
        ends = [wish.until.start(self.gate.zone).timestamp() if wish.until else NEVER for wish in wishes]
        self.holds = self.holds.cut((end for end in ends if end != NEVER), now)
        return [wish for wish, end in zip(wishes, ends, strict=True) if now < end]

    def hidden(self) -> dict[ArticleId, bool]:
        """Return the hidden articles, with whether a notice stands in the place of each."""
        found: dict[ArticleId, bool] = {}
        for wish in self.standing(self.desk.hide):
            identity = self.directory.article(wish.article)
            if identity is not None:
                found[identity] = found.get(identity, False) or wish.tombstone
        return found

    def shown(self, name: Name, hidden: Mapping[ArticleId, bool], what: str) -> ArticleId | None:
        """Return the article of a name that is to stand on the front page; where it cannot, say why."""
        identity = self.directory.article(name)
        if identity is not None and identity in hidden:
            self._contradiction(name, f"{quoted(name.text)} is {what}, and hidden at the same time; it stays hidden")
            return None
        if identity is not None and identity in self._unseen:
            message = f"{quoted(name.text)} is {what}, but it is {self._unseen[identity]}, so readers do not see it"
            self._warn("desk-not-shown", name, message, "take this line out, or let the article be seen")
        return identity

    def _contradiction(self, name: Name, message: str) -> None:
        self._warn("desk-contradiction", name, message, "take one of the two lines out")

    def _warn(self, code: str, name: Name, message: str, hint: str) -> None:
        self.problems.append(desk_problem(code, self.desk.path, name.place, message, hint, level=Level.WARNING))

    def lead(self, hidden: Mapping[ArticleId, bool]) -> ArticleId | None:
        """Return the article that leads the front page, None where the editor leaves that to the site."""
        standing = self.standing([self.desk.lead] if self.desk.lead else [])
        return self.shown(standing[0].article, hidden, "the lead") if standing else None

    def pinned(self, hidden: Mapping[ArticleId, bool]) -> tuple[ArticleId, ...]:
        """Return the articles to stand after the lead, in the order written."""
        found = [self.shown(wish.article, hidden, "pinned") for wish in self.standing(self.desk.pin)]
        return tuple(dict.fromkeys(identity for identity in found if identity is not None))

    def alarms(self, hidden: Mapping[ArticleId, bool]) -> tuple[Alarm, ...]:
        """Return the breaking news in the order written, each article once."""
        found: dict[ArticleId, Alarm] = {}
        for wish in self.standing(self.desk.breaking):
            identity = self.shown(wish.article, hidden, "breaking")
            if identity is not None:
                found.setdefault(identity, Alarm(identity, wish.text))
        return tuple(found.values())

    def merged(self, apart: Pairs) -> tuple[Merged, ...]:
        """Return the merges; an article that two of them name is of the first."""
        taken: dict[ArticleId, Merging] = {}
        found = []
        for wish in self.standing(self.desk.merge):
            named = [name for name in (wish.lead, *wish.articles) if name and self._claimed(name, wish, taken)]
            articles = self.directory.articles(named)
            stories = self.directory.articles(wish.stories)
            if len({*articles, *stories}) > 1:
                self._parted(wish, apart & set(permutations(articles, 2)))
                lead = articles[0] if wish.lead in named else None
                found.append(Merged(tuple(articles), tuple(stories), lead, wish.headline))
        return tuple(found)

    def _claimed(self, name: Name, wish: Merging, taken: dict[ArticleId, Merging]) -> bool:
        """Tell whether a merge may have an article: it names one, and no earlier merge does."""
        identity = self.directory.article(name)
        if identity is None:
            return False
        first = taken.setdefault(identity, wish)
        if first is not wish:
            what = f"{quoted(name.text)} is merged into another story already, in line {first.place.line}"
            self._contradiction(name, f"{what}; it stays there")
        return first is wish

    def _parted(self, wish: Merging, pairs: Pairs) -> None:
        if pairs:
            one, other = min(pairs)
            message = f"{quoted(one)} and {quoted(other)} are never related, and merged into one story; the merge holds"
            self._contradiction(Name("", wish.place), message)

    def apart(self) -> Pairs:
        """Return the pairs that are never related, both ways."""
        groups = (self.directory.articles(wish.articles) for wish in self.standing(self.desk.never_related))
        return frozenset(pair for group in groups for pair in permutations(group, 2))
