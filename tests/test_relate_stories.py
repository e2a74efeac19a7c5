"""Articles of one event, from several outlets."""

from __future__ import annotations

import pytest
from relate_corpus import HOUR, NOON, candidate, corpus, text, words

from generator.model import ArticleId, Candidate, Story
from generator.relate import relate
from generator.relate import stories as module
from generator.relate.neighbours import months
from generator.relate.stories import LINK_HOURS, LONGEST_DAYS, links_of
from generator.relate.table import table
from generator.relate.weights import weights

EVENT = words("event", 60)


def report(identity: str, hours: float | None, *, outlet: str | None = None, span_hours: float = 0.0) -> Candidate:
    """Return an article on the event, in its own words and order."""
    own = words(identity, 20)
    body = text(*([*EVENT[n : n + 3], own[n // 3]] for n in range(0, 60, 3)))
    start = None if hours is None else NOON + hours * HOUR
    headline = text(EVENT[:4], own[:2])
    return candidate(identity, body, headline=headline, outlet=outlet or identity, start=start, span_hours=span_hours)


def stories(*candidates: Candidate) -> tuple[Story, ...]:
    return relate(candidates).stories


def members(*candidates: Candidate) -> list[tuple[str, ...]]:
    return [story.members for story in stories(*candidates)]


def test_reports_of_several_outlets_within_hours_are_one_story() -> None:
    assert members(report("b", 0), report("a", 2), report("c", 5)) == [("b", "a", "c")]


def test_a_story_is_named_by_its_earliest_member() -> None:
    assert [story.id for story in stories(report("b", 0), report("a", 2))] == ["b"]


def test_the_same_words_days_later_are_another_event() -> None:
    assert members(report("a", 0), report("b", 1), report("c", 60), report("d", 61)) == [("a", "b"), ("c", "d")]


def test_what_one_outlet_alone_reports_is_no_story() -> None:
    assert members(report("a", 0, outlet="وكالة"), report("b", 2, outlet="وكالة")) == []


def test_an_article_of_which_only_the_day_is_known_joins_the_story_of_that_day() -> None:
    assert members(report("a", 0), report("b", -12, span_hours=24), report("c", 11)) == [("b", "a", "c")]


def test_an_article_of_which_only_the_month_is_known_joins_none() -> None:
    assert members(report("a", 0), report("b", 0, span_hours=720)) == []


def test_an_undated_article_joins_none() -> None:
    assert members(report("a", 0), report("b", None)) == []


def test_copies_of_a_member_belong_to_its_story() -> None:
    original = report("a", 0)
    copy = Candidate(ArticleId(f"{original.id}2"), "آخر", "x", NOON + 40 * HOUR, original.features)
    undated = Candidate(ArticleId(f"{original.id}3"), "ثالث", "y", None, original.features)
    (story,) = stories(original, report("b", 1), copy, undated)

    assert story.members == ("a", "b", "a2", "a3")
    assert story.copies == (("a", "a2", "a3"),)


def test_undated_copies_at_two_outlets_are_a_story() -> None:
    original = report("a", None)
    (story,) = stories(original, Candidate(ArticleId(f"{original.id}2"), "آخر", "x", None, original.features))

    assert (story.members, story.copies) == (("a", "a2"), (("a", "a2"),))


def test_a_story_ends_a_fortnight_after_its_earliest_member() -> None:
    found = stories(*(report(f"{n:03}", n * 8) for n in range(60)))

    assert len(found) > 1
    assert all((int(story.members[-1]) - int(story.members[0])) * 8 <= LONGEST_DAYS * 24 for story in found)


def test_stories_are_disjoint() -> None:
    found = stories(*(report(f"{n:03}", n * 5) for n in range(60)))
    every = [member for story in found for member in story.members]

    assert len(every) == len(set(every))


def test_the_lead_tells_most_of_what_the_others_tell() -> None:
    parts = [
        candidate("a", text(EVENT[:30], words("a", 10)), outlet="a", start=NOON),
        candidate("b", text(EVENT, words("b", 5)), outlet="b", start=NOON + HOUR),
        candidate("c", text(EVENT[30:], EVENT[:10], words("c", 10)), outlet="c", start=NOON + 2 * HOUR),
    ]

    assert [(story.members, story.lead) for story in stories(*parts)] == [(("a", "b", "c"), "b")]


def test_of_two_members_the_longer_leads() -> None:
    short, long = text(EVENT[:50]), text(EVENT[:50], words("more", 40))

    assert stories(candidate("a", short, outlet="a"), candidate("b", long, outlet="b"))[0].lead == "b"


@pytest.mark.parametrize(("hours", "count"), [(LINK_HOURS - 1, 1), (LINK_HOURS + 1, 0)])
def test_links_reach_seventy_two_hours(monkeypatch: pytest.MonkeyPatch, hours: float, count: int) -> None:
    monkeypatch.setattr(module, "LEAST_LIKENESS", 0.01)
    rows = table([report("a", 0), report("b", hours)])
    weighed = weights(rows)
    links = [link for window, half in months(rows, 0, 5) for link in links_of(rows, window, weighed.of(half))]

    assert len(links) == count


@pytest.mark.parametrize("at_once", [1, 3])
def test_the_size_of_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    expected = relate(corpus()).stories
    monkeypatch.setattr(module, "_ROWS_AT_ONCE", at_once)

    assert relate(corpus()).stories == expected
