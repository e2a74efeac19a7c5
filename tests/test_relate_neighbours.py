"""Which articles are nearest, and what the score of a pair hangs on."""

from __future__ import annotations

import pytest
from relate_corpus import DAY, HOUR, NOON, candidate, corpus, text, words

from generator.model import ArticleId, Candidate, Neighbour
from generator.relate import neighbours as module
from generator.relate import relate
from generator.relate.neighbours import AHEAD_DAYS, BACK_DAYS, KEPT, LISTED, files, months
from generator.relate.table import table

SHARED = words("shared", 30)


def alike(identity: str, days: float | None, *, path: str = "a.jsonl", span_hours: float = 0.0) -> Candidate:
    """Return an article that shares most of its words with all others made so."""
    start = None if days is None else NOON + days * DAY
    return candidate(identity, text(SHARED, words(identity, 20)), start=start, path=path, span_hours=span_hours)


def near(candidates: list[Candidate], identity: str) -> dict[str, float]:
    """Return the neighbours of an article with their scores."""
    return {str(n.id): n.score for n in relate(candidates).neighbours.by_id().get(ArticleId(identity), ())}


def test_the_nearer_in_time_of_two_equal_texts_is_the_nearer() -> None:
    found = near([alike("a", 0), alike("b", 1), alike("c", 20)], "a")

    assert list(found) == ["b", "c"]
    assert found["b"] > found["c"] > found["b"] / 2


def test_neighbours_lie_ninety_days_back_and_thirty_ahead() -> None:
    at = {"a": 0, "b": -BACK_DAYS, "c": -BACK_DAYS - 0.01, "d": AHEAD_DAYS, "e": AHEAD_DAYS + 0.01}

    assert set(near([alike(name, days) for name, days in at.items()], "a")) == {"b", "d"}


def test_an_article_is_no_neighbour_of_its_own() -> None:
    assert "a" not in near([alike("a", 0), alike("b", 0)], "a")


def test_texts_without_a_word_in_common_are_no_neighbours() -> None:
    assert near([candidate("a", text(words("a", 30))), candidate("b", text(words("b", 30)))], "a") == {}


def test_equal_scores_are_ordered_by_id() -> None:
    body = text(SHARED)
    made = [candidate(name, body, start=NOON) for name in ("z", "m", "b", "a")]

    assert list(near(made, "m")) == ["a", "b", "z"]


def test_lists_are_twenty_deep_and_distinct() -> None:
    found = relate([alike(f"{n:03}", n / 50) for n in range(KEPT + 20)]).neighbours.by_id()

    assert all(len(ranking) == LISTED == len({n.id for n in ranking}) for ranking in found.values())


def test_an_article_of_which_only_the_day_is_known_is_near_to_all_of_that_day() -> None:
    day = alike("day", -0.5, span_hours=24)

    assert (
        near([day, alike("hour", 0.3)], "hour")["day"] == near([alike("day", 0.3), alike("hour", 0.3)], "hour")["day"]
    )


def test_undated_articles_are_near_within_their_file_only() -> None:
    made = [alike("u", None, path="x"), alike("v", None, path="x"), alike("w", None, path="y"), alike("a", 0, path="x")]
    made.append(alike("b", 0, path="z"))

    assert set(near(made, "u")) == {"v", "a"}
    assert near(made, "w") == {}
    assert set(near(made, "a")) == {"u", "v", "b"}


def test_a_new_article_moves_no_other_pair() -> None:
    old = corpus()
    before = relate(old).neighbours.by_id()
    new = candidate("new", text(SHARED, ["السد", "الزيتون"]), start=old[0].start)
    after = relate([*old, new]).neighbours.by_id()

    assert {i: tuple(n for n in ranking if n.id != "new") for i, ranking in after.items() if i != "new"} == dict(before)


@pytest.mark.parametrize("cells", [1, 7, 50])
def test_the_size_of_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    undated = [alike(f"u{n}", None, path=f"file{n % 3}") for n in range(9)]
    expected = relate([*corpus(), *undated])
    monkeypatch.setattr(module, "_CELLS_AT_ONCE", cells)

    assert relate([*corpus(), *undated]) == expected


def test_small_files_share_a_window_and_large_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CELLS_AT_ONCE", 16)
    made = [
        alike(f"{path}{n}", None, path=path) for path, count in (("a", 2), ("b", 2), ("c", 5)) for n in range(count)
    ]

    assert [window.rows.tolist() for window in files(table(made))] == [[0, 1, 2, 3], [4, 5, 6, 7, 8]]


def test_windows_are_calendar_months_with_their_surroundings() -> None:
    rows = table([alike(str(n), days) for n, days in enumerate((-60, -20, 0, 21, 24, 200))])
    found = [(window.rows.tolist(), window.columns.tolist()) for window, _ in months(rows, 30, 10)]

    assert found == [([0], [0]), ([1], [1]), ([2, 3], [1, 2, 3, 4]), ([4], [2, 3, 4]), ([5], [5])]


def test_scores_are_told_with_four_decimals() -> None:
    made = [alike("a", 0), alike("b", 3), alike("c", 5 * HOUR / DAY)]

    assert all(
        isinstance(n, Neighbour) and n.score == round(n.score, 4)
        for ranking in relate(made).neighbours.by_id().values()
        for n in ranking
    )
