"""Near-identical texts."""

from __future__ import annotations

import time

import pytest
from relate_corpus import DAY, NOON, candidate, text, words

from generator.model import Candidate
from generator.relate import copies as module
from generator.relate import masses, relate
from generator.relate.copies import FEW_SHINGLES, LONGEST_DAYS

BODY = words("body", 100)


def groups(*candidates: Candidate) -> list[set[str]]:
    return [set(map(str, group)) for group in relate(candidates).copies]


def edited(seed: object, changed: int) -> list[str]:
    """Return the body with every so many-th word changed; each change breaks three shingles."""
    other = words(seed, changed)
    step = len(BODY) // changed
    return [other[n // step] if n % step == 0 and n // step < changed else word for n, word in enumerate(BODY)]


def test_a_text_with_small_edits_is_a_copy() -> None:
    assert groups(candidate("a", text(BODY)), candidate("b", text(edited("b", 5)))) == [{"a", "b"}]


def test_a_text_rewritten_by_half_is_no_copy() -> None:
    assert groups(candidate("a", text(BODY)), candidate("b", text(edited("b", 25)))) == []


def test_copies_of_one_outlet_are_copies_too() -> None:
    made = [candidate("a", text(BODY), outlet="وكالة"), candidate("b", text(BODY), outlet="وكالة")]

    assert groups(*made) == [{"a", "b"}]


def test_a_shortened_text_is_a_copy_under_nearly_the_same_headline_only() -> None:
    long = candidate("a", text(BODY, words("more", 150)), headline="افتتاح سد الوادي الكبير")
    same = candidate("b", text(BODY[:60]), headline="افتتاح سد الوادي الكبير رسميا")
    other = candidate("c", text(BODY[:60]), headline="مزارعون يحتفلون")

    assert groups(long, same) == [{"a", "b"}]
    assert groups(long, other) == []


def test_texts_of_a_few_words_are_copies_under_nearly_the_same_headline_only() -> None:
    short = text(words("soon", FEW_SHINGLES))
    first = candidate("a", short, headline="افتتاح السد")

    assert groups(first, candidate("b", short, headline="مقتل عامل")) == []
    assert groups(first, candidate("b", short, headline="افتتاح السد")) == [{"a", "b"}]


def test_articles_without_a_text_are_no_copies() -> None:
    assert groups(candidate("a", ""), candidate("b", "")) == []


@pytest.mark.parametrize(("days", "changed", "found"), [(2, 8, True), (5, 8, False), (5, 1, True), (15, 1, False)])
def test_the_further_apart_the_more_must_be_shared(days: int, changed: int, found: bool) -> None:
    made = candidate("a", text(BODY)), candidate("b", text(edited("b", changed)), start=NOON + days * DAY)

    assert bool(groups(*made)) is found


def test_copies_are_found_across_the_end_of_a_month() -> None:
    made = candidate("a", text(BODY), start=NOON + 21 * DAY), candidate("b", text(BODY), start=NOON + 23 * DAY)

    assert groups(*made) == [{"a", "b"}]


def test_an_undated_copy_is_found_among_all_dated_ones() -> None:
    others = [candidate(f"x{n}", text(words(n, 80)), start=NOON + n * 40 * DAY) for n in range(9)]
    made = candidate("a", text(BODY), start=NOON - 700 * DAY), candidate("u", text(BODY), start=None, path="u")

    assert groups(*others, *made) == [{"a", "u"}]


def test_undated_copies_of_different_files_are_found() -> None:
    made = candidate("u", text(BODY), start=None, path="u"), candidate("v", text(BODY), start=None, path="v")

    assert groups(*made) == [{"u", "v"}]


def test_an_undated_copy_does_not_bring_together_what_lies_far_apart() -> None:
    made = [candidate(name, text(BODY), start=NOON + days * DAY) for name, days in (("a", 0), ("b", LONGEST_DAYS + 1))]
    found = groups(*made, candidate("u", text(BODY), start=None))

    assert found == [{"a", "u"}]


def test_groups_do_not_chain() -> None:
    steps = [candidate(str(n), text(BODY[n * 20 :], words(n, n * 20))) for n in range(4)]

    assert all(len(group) == 2 for group in groups(*steps))


def test_boilerplate_alone_makes_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [candidate(str(n), text(words(n, 40), BODY[:30])) for n in range(9)]

    assert groups(*made) == []
    monkeypatch.setattr(module, "_BOILERPLATE", 5)
    assert groups(*made) == []


def test_a_mass_of_copies_is_one_group_and_found_in_time() -> None:
    made = [candidate(f"{n:04}", text(edited(n, 6)), start=NOON + n * 90) for n in range(1500)]
    others = [candidate("y", text(BODY), start=NOON + 99), candidate("z", text(words("z", 100)), start=NOON + 9)]
    began = time.process_time()
    found = groups(*made, *others)

    assert found == [{*(f"{n:04}" for n in range(1500)), "y"}]
    assert time.process_time() - began < 10


def test_a_mass_is_grouped_as_pairs_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [candidate(f"a{n}", text(edited(n, 1 + n % 6)), start=NOON + n * DAY / 40) for n in range(60)]
    made += [candidate(f"b{n}", text(words("b", 90), words(n, 9)), start=NOON + n * DAY / 30) for n in range(60)]
    made += [candidate(f"c{n}", text(BODY[:50], words(n, 9)), start=NOON + n, headline="عنوان واحد") for n in range(9)]
    by_leaders = groups(*made)
    monkeypatch.setattr(masses, "MASS", 1000)

    assert by_leaders == groups(*made)
    assert sum(map(len, by_leaders)) > 100


def test_a_mass_ends_after_a_fortnight() -> None:
    made = [candidate(f"{n:03}", text(BODY), start=NOON + n * DAY / 5) for n in range(150)]
    found = groups(*made)

    assert [len(group) for group in found] == [71, 71, 8]


def test_members_stand_oldest_first_and_undated_last() -> None:
    made = [candidate("u", text(BODY), start=None)]
    made += [candidate(name, text(BODY), start=NOON + n) for n, name in enumerate(("c", "a", "b"))]

    assert relate(made).copies == (("c", "a", "b", "u"),)
