"""How much a shared term tells: counted for each calendar half-year over a sample that new articles do not touch.

    half-year before + this one, oldest first ──▶ the oldest 2^k articles ──▶ share of texts with a term ──▶ weight

k is the largest that fits, at most 13 while all of the sample lies in the half-year before, else at most 11. So a
newly published article changes no weight until the sample doubles, and a late or corrected one changes the few weights
that stand at a border: weights come in half-bit steps. What is not counted yet is expected: PRIOR_TEXTS imaginary
texts in which common words of the news are common (`prior`) stand beside the sample, and alone where the sample is
smaller than 2^MIN_SAMPLE, so a site of four articles is compared by expectation only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from generator.relate.prior import expected_share
from generator.relate.table import Floats, Ints, Longs, Table

SAMPLE_BEFORE = 13
SAMPLE_OWN = 11
MIN_SAMPLE = 6
"""Samples hold 2 to the power of these many articles."""
PRIOR_TEXTS = 64
COMMON_SHARE = 0.15
"""A term in more texts than this tells nothing of what a text is about, and weighs nothing."""
STEPS = 2
"""Weights are whole numbers of 1/STEPS bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of every stem, in 1/STEPS bits: for each half-year that has articles, and for what has no date."""

    by_half_year: Mapping[int, Ints]
    undated: Ints

    def of(self, half: int) -> Ints:
        """Return the weights for articles of a half-year."""
        return self.by_half_year[half]

    def between(self, table: Table, row: int, to: int) -> Ints:
        """Return the weights that compare `to` for the list of `row`."""
        return self.undated if max(row, to) >= table.dated else self.of(half_year(table.start[row]))


def half_year(seconds: float) -> int:
    """Return the number of the calendar half-year (UTC) that an instant lies in; the following one is one more."""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return when.year * 2 + (when.month > 6)


def weights(table: Table) -> Weights:
    """Count the weights of every half-year that has articles.

    Undated articles are weighed like the site's first half-year that has a sample, because that one moves least.
    """
    expected = np.array([expected_share(name) for name in table.stems], np.float64)
    samples = _samples([half_year(start) for start in table.start[: table.dated]])
    counted = {half: _weighed(_texts_with(table, rows), len(rows), expected) for half, rows in samples.items()}
    none = _weighed(np.zeros(len(table.stems), np.int64), 0, expected)
    return Weights(counted, next((counted[half] for half in sorted(counted) if samples[half]), none))


def _samples(half_years: list[int]) -> dict[int, range]:
    """Return the rows that are counted for each half-year; `half_years` is that of every dated row, ascending."""
    found: dict[int, range] = {}
    for half in dict.fromkeys(half_years):
        begin = half_years.index(half - 1) if half - 1 in found else half_years.index(half)
        before = half_years.count(half - 1)
        found[half] = range(begin, begin + _sample_size(before, before + half_years.count(half)))
    return found


def _sample_size(before: int, both: int) -> int:
    """Return how many articles are counted where `before` lie in the half-year before, and `both` there and in this."""
    fits = min(SAMPLE_BEFORE, before.bit_length() - 1)
    if fits < SAMPLE_OWN:
        fits = min(SAMPLE_OWN, both.bit_length() - 1)
    return 1 << fits if fits >= MIN_SAMPLE else 0


def _texts_with(table: Table, rows: range) -> Longs:
    """Return in how many of `rows` each stem occurs."""
    terms = table.terms[table.first[rows.start] : table.first[rows.stop]]
    return np.bincount(terms, minlength=len(table.stems))


def _weighed(texts: Longs, sample: int, expected: Floats) -> Ints:
    """Return the weight of each stem: the information in meeting it, 0 for what is met everywhere."""
    share = (texts + PRIOR_TEXTS * expected) / (sample + PRIOR_TEXTS)
    weight = np.rint(-np.log2(share) * STEPS).astype(np.int32)
    return np.where(share > COMMON_SHARE, 0, weight).astype(np.int32)
