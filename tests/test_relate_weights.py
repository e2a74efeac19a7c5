"""How much a shared term tells, and what does not move it."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from relate_corpus import DAY, NOON, candidate, text, words

from generator.model import Candidate
from generator.relate import weights as module
from generator.relate.prior import EVERYWHERE, OFTEN, SELDOM, expected_share
from generator.relate.table import table
from generator.relate.weights import MIN_SAMPLE, half_year, weights
from generator.text.normalize import fold
from generator.text.terms import stem


def seconds(day: str) -> float:
    return datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()


def told(candidates: list[Candidate], half: int) -> dict[str, int]:
    """Return the weight of every stem for a half-year."""
    rows = table(candidates)
    return dict(zip(rows.stems, weights(rows).of(half).tolist(), strict=True))


def newsroom(count: int, *, start: float = NOON, seed: int = 0) -> list[Candidate]:
    """Return `count` articles an hour apart; each has the word every other has, and some of its own."""
    return [
        candidate(f"{seed}-{n}", text(["السدود"], words((seed, n), 9)), start=start + n * 3600) for n in range(count)
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("2025-06-30", "2025-07-01"), ("2025-12-31", "2026-01-01"), ("1969-12-31", "1970-01-01")]
)
def test_half_years_begin_in_january_and_july(before: str, after: str) -> None:
    assert half_year(seconds(after)) == half_year(seconds(before)) + 1


@pytest.mark.parametrize(
    ("before", "both", "size"),
    [
        (0, 0, 0),
        (0, 63, 0),
        (0, 64, 64),
        (0, 127, 64),
        (0, 16_434, 2048),
        (100, 5_000, 2048),
        (1_500, 1_800, 1024),
        (2_047, 2_048, 2048),
        (4_900, 4_901, 4096),
        (8_192, 20_000, 8192),
        (50_000, 50_001, 8192),
    ],
)
def test_the_sample_is_a_power_of_two_of_the_half_year_before_or_else_of_both(
    before: int, both: int, size: int
) -> None:
    assert module._sample_size(before, both) == size


def test_the_sample_begins_with_the_half_year_before() -> None:
    assert module._samples([4050] * 70 + [4051] * 200 + [4053] * 10) == {
        4050: range(64),
        4051: range(256),
        4053: range(270, 270),
    }


def test_a_word_of_every_text_weighs_nothing_and_a_rare_one_much() -> None:
    half, found = half_year(NOON), told(newsroom(128), half_year(NOON))

    assert half == half_year(NOON + 10 * DAY)
    assert found[stem("السدود")] == 0
    assert found[stem(words((0, 5), 9)[0])] >= 5 * module.STEPS


def test_a_new_article_changes_no_weight() -> None:
    half, old = half_year(NOON), newsroom(128)
    before = told(old, half)
    after = told([*old, candidate("new", text(["السدود"], words("new", 9)), start=NOON + 9 * DAY)], half)

    assert {name: after[name] for name in before} == before


def test_the_next_half_year_is_weighed_by_this_one() -> None:
    later = NOON + 182 * DAY
    old = newsroom(4096)
    few, many = (told([*old, *newsroom(n, start=later, seed=1)], half_year(later)) for n in (1, 300))

    assert {name: many[name] for name in few} == few


def test_a_late_article_moves_few_weights() -> None:
    old, half = newsroom(128), half_year(NOON)
    before = told(old, half)
    after = told([*old, candidate("late", text(["السدود"], words("late", 9)), start=NOON - DAY)], half)

    assert sum(after[name] != before[name] for name in before) <= 2 * 9


def test_below_the_least_sample_only_expectation_counts() -> None:
    small = told(newsroom((1 << MIN_SAMPLE) - 1), half_year(NOON))

    assert small[stem("السدود")] == round(-np.log2(SELDOM) * module.STEPS)


@pytest.mark.parametrize(
    ("word", "share"), [("الحكومة", EVERYWHERE), ("وأعلن", EVERYWHERE), ("البرلمان", OFTEN), ("المنارة", SELDOM)]
)
def test_words_of_the_news_are_expected_more_often_than_others(word: str, share: float) -> None:
    assert expected_share(stem(fold(word))) == share


def test_undated_articles_are_weighed_like_the_first_half_year_with_a_sample() -> None:
    first, later = newsroom(64), newsroom(256, start=NOON + 182 * DAY, seed=1)
    rows = table([*first, *later, candidate("undated", "السدود", start=None)])
    found = weights(rows)

    assert np.array_equal(found.undated, found.of(half_year(NOON)))


def test_a_site_without_dates_is_weighed_by_expectation() -> None:
    rows = table([candidate("undated", "السدود الحكومة", start=None)])

    assert dict(zip(rows.stems, weights(rows).undated.tolist(), strict=True))[stem(fold("الحكومة"))] == 0
