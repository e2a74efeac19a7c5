"""Groups by average link: two groups join when their members are alike on average, not when one pair happens to be.

Joining by single pairs would chain a week of follow-ups into one story. The nearest groups join first, ties go to the
oldest, sums are of whole numbers: the same links give the same groups in whatever order they come.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.relate.table import Table


@dataclass(slots=True)
class _Group:
    members: list[int]
    links: dict[int, int] = field(default_factory=dict)  # other group → sum of the links between their members
    earliest: float = float("inf")
    latest: float = float("-inf")


def groups(
    table: Table,
    links: Iterable[tuple[int, int, int]],
    *,
    least_mean: int,
    longest_seconds: float,
    together: Iterable[Sequence[int]] = (),
) -> list[tuple[int, ...]]:
    """Return the groups of two and more rows, oldest first, members oldest first.

    `links` are (row, row, likeness), each pair once; pairs not among them count as 0. Groups whose mean link reaches
    `least_mean` join, nearest first, unless their dated members would then lie further apart than `longest_seconds`.
    Rows in `together` are disjoint groups from the start.
    """
    return _Grouping(table, list(links), least_mean, longest_seconds).run(together)


class _Grouping:
    """One run of grouping. A group is known by its first row; it keeps that number for as long as it lives."""

    def __init__(self, table: Table, links: list[tuple[int, int, int]], least_mean: int, longest: float) -> None:
        self._table, self._links, self._least, self._longest = table, links, least_mean, longest
        self._group: dict[int, _Group] = {}
        self._heap: list[tuple[float, int, int]] = []

    def run(self, together: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
        home = {row: min(rows) for rows in together for row in rows}
        for row in sorted({row for a, b, _ in self._links for row in (a, b)} | set(home)):
            self._add(home.get(row, row), row)
        for a, b, likeness in self._links:
            self._link(home.get(a, a), home.get(b, b), likeness)
        self._heap = [entry for number in self._group for entry in self._offers(number) if entry[1] == number]
        heapq.heapify(self._heap)
        while self._heap:
            self._join(*heapq.heappop(self._heap))
        return sorted(tuple(sorted(group.members)) for group in self._group.values() if len(group.members) > 1)

    def _add(self, number: int, row: int) -> None:
        group = self._group.setdefault(number, _Group([]))
        group.members.append(row)
        if row < self._table.dated:
            start = float(self._table.start[row])
            group.earliest, group.latest = min(group.earliest, start), max(group.latest, start)

    def _link(self, a: int, b: int, likeness: int) -> None:
        if a != b:
            for one, other in ((a, b), (b, a)):
                links = self._group[one].links
                links[other] = links.get(other, 0) + likeness

    def _offers(self, number: int) -> Iterator[tuple[float, int, int]]:
        """Yield what a group may join, as (−mean link, lower number, higher number)."""
        group = self._group[number]
        for other, total in group.links.items():
            mean = total / (len(group.members) * len(self._group[other].members))
            if mean >= self._least:
                yield -mean, min(number, other), max(number, other)

    def _join(self, negative_mean: float, low: int, high: int) -> None:
        """Join two groups if the offer still stands: both live, and neither changed since."""
        one, other = self._group.get(low), self._group.get(high)
        if not one or not other or -negative_mean != one.links[high] / (len(one.members) * len(other.members)):
            return
        earliest, latest = min(one.earliest, other.earliest), max(one.latest, other.latest)
        if latest - earliest > self._longest:
            return
        self._group[low] = _Group(one.members + other.members, one.links, earliest, latest)
        self._move_links(high, low)
        for offer in self._offers(low):
            heapq.heappush(self._heap, offer)

    def _move_links(self, gone: int, stays: int) -> None:
        """Add the links of a group that joined another to the other's, on both sides."""
        moved = self._group.pop(gone).links
        for number, total in moved.items():
            there = self._group[number].links
            there.pop(gone)
            if number != stays:
                there[stays] = there.get(stays, 0) + total
                self._group[stays].links[number] = there[stays]
