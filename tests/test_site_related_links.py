"""Which related links are shown, once it is known what readers may see."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.model import ArticleId, Neighbour
from generator.site.related_links import SHOWN, chosen


def shown(nearest: str, told: str = "", events: Sequence[str] = ()) -> str:
    group = {ArticleId(member): set(map(ArticleId, event)) for event in events for member in event}
    found = chosen(
        (Neighbour(ArticleId(letter), 0.5) for letter in nearest),
        set(map(ArticleId, told)),
        lambda identity: group.get(identity, set()),
    )
    return "".join(near.id for near in found)


@pytest.mark.parametrize(
    ("nearest", "told", "events", "expected"),
    [
        ("", "", [], ""),
        ("bcd", "a", [], "bcd"),
        ("bcd", "ac", [], "bd"),
        ("bcde", "a", ["bc", "de"], "bd"),
        ("cb", "a", ["bc"], "c"),
        ("bcdefgh", "a", [], "bcdef"),
        ("bcdefgh", "ab", ["cd"], "cefgh"),
    ],
)
def test_links_are_chosen_nearest_first_and_one_of_each_event(
    nearest: str, told: str, events: list[str], expected: str
) -> None:
    assert shown(nearest, told, events) == expected


def test_no_more_than_a_handful_is_shown() -> None:
    assert len(shown("bcdefghijkl")) == SHOWN
