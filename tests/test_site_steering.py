"""Relations × Decisions → Relations: the editor's word on top of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from generator.desk import Name
from generator.errors import Place
from generator.model import ArticleId, Neighbour, Relations, Story, StoryId
from generator.site.decisions import Decisions, Merged
from generator.site.steering import split_problems, steered


def ids(letters: str) -> tuple[ArticleId, ...]:
    return tuple(map(ArticleId, letters))


def story(letters: str, lead: str = "", copies: Sequence[str] = ()) -> Story:
    members = ids(letters)
    return Story(
        id=StoryId(letters[0]), lead=ArticleId(lead or letters[0]), members=members, copies=tuple(map(ids, copies))
    )


def merged(articles: str = "", stories: str = "", lead: str = "", headline: str = "") -> Merged:
    return Merged(ids(articles), ids(stories), ArticleId(lead) if lead else None, headline)


def leaving(letters: str) -> dict[ArticleId, Name]:
    return {ArticleId(letter): Name(letter, Place(number)) for number, letter in enumerate(letters, 1)}


def pairs(*groups: str) -> frozenset[tuple[ArticleId, ArticleId]]:
    return frozenset(
        (ArticleId(one), ArticleId(other)) for group in groups for one in group for other in group if one != other
    )


RELATIONS = Relations(
    copies=(ids("bcd"), ids("xy")),
    stories=(story("abcd", "c", ["bcd"]), story("mno", "n"), story("xy", "y", ["xy"])),
    related={
        ArticleId("a"): (Neighbour(ArticleId("m"), 0.5), Neighbour(ArticleId("x"), 0.4)),
        ArticleId("m"): (Neighbour(ArticleId("a"), 0.5),),
    },
)


def steer(**wanted: Any) -> Relations:
    return steered(RELATIONS, Decisions(**wanted), age=str)


def shape(relations: Relations) -> list[str]:
    """Return each story as its members, with its lead and copies: "abcd c bcd"."""
    return [" ".join(["".join(s.members), s.lead, *map("".join, s.copies)]) for s in relations.stories]


def test_without_a_wish_the_very_same_relations_come_back() -> None:
    assert steer() is RELATIONS


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("a", ["bcd c bcd", "mno n", "xy y xy"]),
        ("c", ["abd a bd", "mno n", "xy y xy"]),
        ("cd", ["ab a", "mno n", "xy y xy"]),
        ("x", ["abcd c bcd", "mno n"]),
        ("z", ["abcd c bcd", "mno n", "xy y xy"]),
    ],
)
def test_a_split_article_leaves_its_story(split: str, expected: list[str]) -> None:
    assert shape(steer(split=leaving(split))) == expected


def test_a_story_that_loses_its_earliest_article_has_the_next_ones_name() -> None:
    assert [s.id for s in steer(split=leaving("a")).stories] == ["b", "m", "x"]


@pytest.mark.parametrize(
    ("merges", "expected"),
    [
        ([merged(stories="am")], ["abcdmno c bcd", "xy y xy"]),
        ([merged(stories="mx")], ["abcd c bcd", "mnoxy n xy"]),
        ([merged(stories="m", articles="z", lead="z")], ["abcd c bcd", "mnoz z", "xy y xy"]),
        ([merged(articles="am")], ["am a", "bcd c bcd", "no n", "xy y xy"]),
        ([merged(articles="zq")], ["abcd c bcd", "mno n", "qz q", "xy y xy"]),
        ([merged(articles="z", stories="q")], ["abcd c bcd", "mno n", "qz q", "xy y xy"]),
        ([merged(stories="am"), merged(stories="mx")], ["abcdmno c bcd", "xy y xy"]),
        ([merged(articles="ab"), merged(stories="cm")], ["ab a", "cdmno c cd", "xy y xy"]),
    ],
)
def test_merged_articles_and_stories_are_one_story(merges: list[Merged], expected: list[str]) -> None:
    assert shape(steer(merged=tuple(merges))) == expected


def test_a_merged_story_is_the_editors_and_has_the_editors_headline() -> None:
    first, *others = steer(merged=(merged(stories="am", headline="قصة"),)).stories

    assert (first.headline, first.is_edited) == ("قصة", True)
    assert not any(other.is_edited or other.headline for other in others)


def test_a_merge_goes_before_a_split() -> None:
    assert shape(steer(merged=(merged(articles="am"),), split=leaving("am"))) == [
        "am a",
        "bcd c bcd",
        "no n",
        "xy y xy",
    ]


def test_of_a_pair_apart_neither_is_related_to_the_other() -> None:
    related = steer(apart=pairs("am")).related

    assert [near.id for near in related[ArticleId("a")]] == ["x"]
    assert related[ArticleId("m")] == ()


@pytest.mark.parametrize(
    ("apart", "stories", "copies"),
    [
        ("ac", ["abd a bd", "mno n", "xy y xy"], ["bcd", "xy"]),
        ("bd", ["abc c bc", "mno n", "xy y xy"], ["bc", "xy"]),
        ("bcd", ["ab a", "mno n", "xy y xy"], ["xy"]),
        ("xy", ["abcd c bcd", "mno n"], ["bcd"]),
    ],
)
def test_of_a_pair_apart_the_later_leaves_story_and_copies(apart: str, stories: list[str], copies: list[str]) -> None:
    found = steer(apart=pairs(apart))

    assert shape(found) == stories
    assert ["".join(group) for group in found.copies] == copies


def test_a_merge_holds_against_a_pair_apart() -> None:
    assert shape(steer(merged=(merged(articles="am"),), apart=pairs("am")))[0] == "am a"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"split": leaving("am")}, []),
        ({"split": leaving("e")}, []),
        ({"split": leaving("az")}, [("desk-no-effect", 2)]),
        ({"split": leaving("a"), "merged": (merged(articles="mx"),)}, []),
        ({"split": leaving("a"), "merged": (merged(articles="ax"),)}, [("desk-contradiction", 1)]),
        ({"split": leaving("a"), "merged": (merged(stories="dx"),)}, [("desk-contradiction", 1)]),
        ({"split": leaving("z"), "merged": (merged(articles="zx"),)}, [("desk-contradiction", 1)]),
    ],
)
def test_a_split_that_changes_nothing_is_told(wanted: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    found = split_problems(replace(RELATIONS, events=(ids("ef"),)), Decisions(**wanted), "content/desk.toml")

    assert [(problem.code, problem.line) for problem in found] == expected
