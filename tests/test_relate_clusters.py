"""Groups by average link."""

from __future__ import annotations

import random

import pytest
from relate_corpus import DAY, NOON, candidate

from generator.relate.clusters import groups
from generator.relate.table import Table, table

Links = list[tuple[int, int, int]]


@pytest.fixture(scope="module")
def rows() -> Table:
    """Return six rows, a day apart, and one undated."""
    dated = [candidate(str(n), "", start=NOON + n * DAY) for n in range(6)]
    return table([*dated, candidate("u", "", start=None)])


def grouped(rows: Table, links: Links, *, days: float = 14, together: tuple[tuple[int, ...], ...] = ()) -> object:
    return groups(rows, links, least_mean=50, longest_seconds=days * DAY, together=together)


def test_a_link_below_the_least_joins_nothing(rows: Table) -> None:
    assert grouped(rows, [(0, 1, 49), (2, 3, 50)]) == [(2, 3)]


def test_a_chain_of_single_links_is_not_one_group(rows: Table) -> None:
    assert grouped(rows, [(0, 1, 90), (1, 2, 80), (2, 3, 90)]) == [(0, 1), (2, 3)]


def test_links_below_the_least_count_in_the_mean(rows: Table) -> None:
    assert grouped(rows, [(0, 1, 90), (1, 2, 80), (0, 2, 20)]) == [(0, 1, 2)]
    assert grouped(rows, [(0, 1, 90), (1, 2, 80), (0, 2, 19)]) == [(0, 1)]


def test_of_equal_offers_the_oldest_are_taken_first(rows: Table) -> None:
    assert grouped(rows, [(1, 2, 60), (0, 1, 60)]) == [(0, 1)]


def test_no_group_spans_more_than_the_longest_time(rows: Table) -> None:
    links = [(0, 1, 90), (1, 2, 90), (0, 2, 90), (2, 6, 90), (1, 6, 90), (0, 6, 90)]

    assert grouped(rows, links, days=1) == [(0, 1, 6)]
    assert grouped(rows, links, days=2) == [(0, 1, 2, 6)]


def test_rows_that_belong_together_stay_together_and_count_each(rows: Table) -> None:
    assert grouped(rows, [], together=((1, 3),)) == [(1, 3)]
    assert grouped(rows, [(1, 2, 99)], together=((1, 3),)) == [(1, 3)]
    assert grouped(rows, [(1, 2, 99), (2, 3, 1)], together=((1, 3),)) == [(1, 2, 3)]


def test_the_order_of_links_does_not_matter(rows: Table) -> None:
    rng = random.Random(1)
    links = [(a, b, rng.randrange(100)) for a in range(7) for b in range(a + 1, 7)]
    expected = grouped(rows, links)

    assert all(grouped(rows, rng.sample(links, len(links))) == expected for _ in range(20))
