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
    line: int = 0  # of the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What the editor decided, as it holds at one moment; `holds` says until which other."""

    lead: ArticleId | None = None
    pinned: tuple[ArticleId, ...] = ()
    hidden: Mapping[ArticleId, bool] = field(default_factory=dict)  # with whether a notice stands in its place
    hidden_by: Mapping[ArticleId, Hiding] = field(default_factory=dict)  # the wish that holds longest
    alarms: tuple[Alarm, ...] = ()
    merged: tuple[Merged, ...] = ()
    split: Mapping[ArticleId, Name] = field(default_factory=dict)  # with how and where the desk names them
    apart: Pairs = frozenset()  # each pair both ways
    holds: Holds = field(default_factory=Holds)
    problems: tuple[Problem, ...] = ()


def decisions(desk: Desk, directory: Directory, gate: Gate, seen: Seen) -> Decisions:
    """Return what the wishes of a desk come to; a wish for an article that there is not is left out with a Problem.

    `seen` says which articles cannot stand on the front page whatever the editor wishes.
    """
    deciding = _Deciding(desk, directory, gate, seen)
    hidden_by, apart = deciding.hidden_by(), deciding.apart()
    hidden = {identity: any(wish.tombstone for wish in wishes) for identity, wishes in hidden_by.items()}
    lead = deciding.lead(hidden)
    return Decisions(
        hidden=hidden,
        hidden_by={identity: wishes[0] for identity, wishes in hidden_by.items()},
        lead=lead[0] if lead else None,
        pinned=deciding.pinned(hidden, lead),
        alarms=deciding.alarms(hidden),
        merged=deciding.merged(hidden, apart),
        split=deciding.split(hidden),
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
        ends = [self._end(wish) for wish in wishes]
        self.holds = self.holds.cut((end for end in ends if end != NEVER), now)
        return [wish for wish, end in zip(wishes, ends, strict=True) if now < end]

    def hidden_by(self) -> dict[ArticleId, list[Hiding]]:
        """Return the hidden articles, each with the wishes that hide it: that which holds longest first."""
        found: dict[ArticleId, list[Hiding]] = {}
        for wish in self.standing(self.desk.hide):
            identity = self.directory.article(wish.article)
            if identity is not None:
                found.setdefault(identity, []).append(wish)
        for wishes in found.values():
            wishes.sort(key=self._end, reverse=True)
        return found

    def _end(self, wish: Choice | Hiding | Breaking | Merging | Parting) -> float:
        return wish.until.start(self.gate.zone).timestamp() if wish.until else NEVER

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

    def _once(self, first: Choice | Breaking, wish: Choice | Breaking, what: str) -> None:
        """Tell of a wish that changes nothing because another one of the same article holds as long."""
        if first is not wish and self._end(first) >= self._end(wish):
            message = f"{quoted(wish.article.text)} {what}, by line {first.article.place.line}: this changes nothing"
            self._warn("desk-no-effect", wish.article, message, "take this out")

    def lead(self, hidden: Mapping[ArticleId, bool]) -> tuple[ArticleId, Choice] | None:
        """Return the article that leads the front page and the wish, None where the editor leaves that to the site."""
        for wish in self.standing([self.desk.lead] if self.desk.lead else []):
            identity = self.shown(wish.article, hidden, "the lead")
            if identity is not None:
                return identity, wish
        return None

    def pinned(self, hidden: Mapping[ArticleId, bool], lead: tuple[ArticleId, Choice] | None) -> tuple[ArticleId, ...]:
        """Return the articles to stand after the lead, in the order written."""
        found: dict[ArticleId, Choice] = {}
        for wish in self.standing(self.desk.pin):
            identity = self.shown(wish.article, hidden, "pinned")
            if identity is None:
                continue
            self._once(found.setdefault(identity, wish), wish, "is pinned already")
            if lead and identity == lead[0]:
                self._once(lead[1], wish, "is pinned, but leads the front page")
        return tuple(found)

    def alarms(self, hidden: Mapping[ArticleId, bool]) -> tuple[Alarm, ...]:
        """Return the breaking news in the order written, each article once."""
        found: dict[ArticleId, Breaking] = {}
        for wish in self.standing(self.desk.breaking):
            identity = self.shown(wish.article, hidden, "breaking")
            if identity is None:
                continue
            self._once(found.setdefault(identity, wish), wish, "is breaking news already")
        return tuple(Alarm(identity, wish.text) for identity, wish in found.items())

    def split(self, hidden: Mapping[ArticleId, bool]) -> dict[ArticleId, Name]:
        """Return the articles to leave their story, each with its name on the desk."""
        found: dict[ArticleId, Name] = {}
        for wish in self.standing(self.desk.split):
            identity = self.directory.article(wish.article)
            if identity is not None and identity in hidden:
                self._buried(wish.article, "is to leave its story")
            elif identity is not None:
                found.setdefault(identity, wish.article)
        return found

    def _buried(self, name: Name, what: str) -> None:
        self._contradiction(name, f"{quoted(name.text)} {what}, and is hidden at the same time; it stays hidden")

    def merged(self, hidden: Mapping[ArticleId, bool], apart: Pairs) -> tuple[Merged, ...]:
        """Return the merges; an article that two of them name is of the first."""
        taken: dict[ArticleId, Merging] = {}
        found = []
        for wish in self.standing(self.desk.merge):
            named = [name for name in (wish.lead, *wish.articles) if name and self._claimed(name, wish, taken)]
            for name in named:
                if self.directory.article(name) in hidden:
                    self._buried(name, "is merged into a story")
            articles = self.directory.articles(named)
            stories = self.directory.articles(wish.stories)
            if len({*articles, *stories}) > 1:
                self._parted(wish, apart & set(permutations(articles, 2)))
                lead = articles[0] if wish.lead in named else None
                found.append(Merged(tuple(articles), tuple(stories), lead, wish.headline, wish.place.line))
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
