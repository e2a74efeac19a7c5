"""desk.toml: what an editor may write, and what is said of the rest."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.desk import FIELDS, KEYS, Choice, Desk, Name, desk_path, read_desk
from generator.errors import Level, Place, Problem
from generator.model import Moment, Precision

PATH = "content/desk.toml"
DOCS = Path(__file__).parent.parent / "docs"


def read(text: str) -> tuple[Desk, list[Problem]]:
    return read_desk(text.encode(), PATH, ZoneInfo("Asia/Beirut"))


def desk(text: str) -> Desk:
    found, problems = read(text)
    assert problems == []
    return found


def told(text: str) -> list[tuple[str, int, int, str]]:
    return [(problem.code, problem.line, problem.column, problem.field) for problem in read(text)[1]]


def names(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.article.text for choice in choices]


def test_the_desk_lies_in_the_first_source_folder() -> None:
    assert desk_path(("content", "seeds")) == "content/desk.toml"


def test_an_empty_desk_wishes_nothing() -> None:
    assert desk("# nothing\n") == Desk(path=PATH)


def test_names_have_their_places() -> None:
    found = desk('lead = "أ"\npin = ["ب",\n  "ج"]\n')

    assert found.lead == Choice(article=Name("أ", Place(1, 1)))
    assert [choice.article for choice in found.pin] == [Name("ب", Place(2, 8)), Name("ج", Place(3, 3))]


@pytest.mark.parametrize("key", ["pin", "hide", "split"])
@pytest.mark.parametrize(
    "form", ['{0} = ["أ", "ب"]', '{0} = ["أ", {{article = "ب"}}]', '[[{0}]]\narticle = "أ"\n[[{0}]]\narticle = "ب"']
)
def test_a_list_of_articles_has_three_forms(key: str, form: str) -> None:
    assert names(getattr(desk(form.format(key)), key)) == ["أ", "ب"]


@pytest.mark.parametrize("text", ['never_related = [["أ", "ب"]]', '[[never_related]]\narticles = ["أ", "ب"]'])
def test_pairs_have_two_forms(text: str) -> None:
    (parting,) = desk(text).never_related

    assert [name.text for name in parting.articles] == ["أ", "ب"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-23T18:00:00+03:00", Moment("2026-11-23T18:00:00+03:00", Precision.SECOND)),
        ("2026-11-23T18:00:00Z", Moment("2026-11-23T18:00:00+00:00", Precision.SECOND)),
        ("2026-11-23 18:00:00.5", Moment("2026-11-23T18:00:00+02:00", Precision.SECOND)),
        ("2026-07-23T18:00:00", Moment("2026-07-23T18:00:00+03:00", Precision.SECOND)),
        ("2026-11-23", Moment("2026-11-23", Precision.DAY)),
    ],
)
def test_an_end_is_a_time_or_a_day_and_in_the_sites_zone(written: str, expected: Moment) -> None:
    (news,) = desk(f'[[breaking]]\narticle = "أ"\nuntil = {written}\n').breaking

    assert news.until == expected


def test_a_merge_names_articles_stories_lead_and_headline() -> None:
    (merge,) = desk(
        '[[merge]]\narticles = ["أ"]\nstories = ["/stories/x/"]\nlead = "ب"\nheadline = " قصة\\n واحدة "\n'
    ).merge

    assert ([n.text for n in merge.articles], [n.text for n in merge.stories]) == (["أ"], ["/stories/x/"])
    assert merge.lead and merge.lead.text == "ب"
    assert (merge.headline, merge.place) == ("قصة واحدة", Place(1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('leed = "أ"', ("desk-unknown-key", 1, 1, "leed")),
        (
            '[[breaking]]\narticle = "أ"\nuntil = 2026-11-23\ntekst = "ب"',
            ("desk-unknown-key", 4, 1, "breaking[0].tekst"),
        ),
        ('[[split]]\narticle = "أ"\nhide = ["ب"]', ("desk-unknown-key", 3, 1, "split[0].hide")),
        ("lead = 3", ("desk-value", 1, 1, "lead")),
        ('lead = ""', ("desk-value", 1, 1, "lead")),
        ('pin = "أ"', ("desk-value", 1, 1, "pin")),
        ('pin = ["أ", 3]', ("desk-value", 1, 13, "pin[1]")),
        ('pin = ["أ", {until = 2026-11-23}]', ("desk-value", 1, 13, "pin[1]")),
        ('hide = [{article = "أ", tombstone = "yes"}]', ("desk-value", 1, 25, "hide[0].tombstone")),
        ('[[breaking]]\narticle = "أ"', ("desk-value", 1, 1, "breaking[0]")),
        ('[[breaking]]\narticle = "أ"\nuntil = "غدا"', ("desk-value", 3, 1, "breaking[0].until")),
        ('[[breaking]]\narticle = "أ"\nuntil = 18:00:00', ("desk-value", 3, 1, "breaking[0].until")),
        ('[[breaking]]\narticle = "أ"\nuntil = 2026-11-23\ntext = ""', ("desk-value", 4, 1, "breaking[0].text")),
        ('[[merge]]\narticles = ["أ"]', ("desk-value", 1, 1, "merge[0]")),
        ('[[merge]]\narticles = ["أ", "أ"]', ("desk-value", 1, 1, "merge[0]")),
        ('[[merge]]\narticles = "أ"\nstories = ["ب", "ج"]', ("desk-value", 2, 1, "merge[0].articles")),
        ('never_related = [["أ"]]', ("desk-value", 1, 18, "never_related[0]")),
        ('never_related = ["أ", "ب"]', ("desk-value", 1, 18, "never_related[0]")),
        ("section_order = [1]", ("desk-value", 1, 18, "section_order[0]")),
        ("lead = \n", ("desk-syntax", 1, 8, "")),
        ('pin = ["أ"]\npin = ["ب"]\n', ("desk-syntax", 2, 12, "")),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, expected: tuple[str, int, int, str]) -> None:
    assert told(text)[0] == expected


def test_every_mistake_is_told_and_the_rest_holds() -> None:
    text = 'leed = "x"\nlead = "أ"\npin = [1, "ب", {}]\nhide = [{article = "ج", untill = 2026-11-23}]\n'

    found, problems = read(text)

    assert [(problem.code, problem.line) for problem in problems] == [
        ("desk-unknown-key", 1),
        ("desk-value", 3),
        ("desk-value", 3),
        ("desk-unknown-key", 4),
    ]
    assert (found.lead and found.lead.article.text, names(found.pin)) == ("أ", ["ب"])
    assert [hiding.article.text for hiding in found.hide] == ["ج"], "in doubt it stays hidden"
    assert all(problem.level is Level.ERROR and problem.hint for problem in problems)


def test_a_key_below_a_table_is_said_to_belong_above() -> None:
    (problem,) = read('[[split]]\narticle = "أ"\nhide = ["ب"]')[1]

    assert "at the top of the file" in problem.hint


@pytest.mark.parametrize(("key", "meant"), [("leed", "lead"), ("never-related", "never_related"), ("hides", "hide")])
def test_an_unknown_key_is_answered_with_the_nearest(key: str, meant: str) -> None:
    (problem,) = read(f'{key} = "أ"')[1]

    assert problem.hint == f'did you mean "{meant}"?'


def test_what_is_no_text_is_told_with_its_line() -> None:
    found, (problem,) = read_desk(b'lead = "a"\n# \xff\n', PATH, ZoneInfo("UTC"))

    assert (found, problem.code, problem.line) == (Desk(path=PATH), "desk-syntax", 2)


def test_nesting_without_end_is_told() -> None:
    assert told("x = " + "[" * 5000)[0][0] == "desk-syntax"


def test_files_of_windows_are_read() -> None:
    found = read_desk('\ufefflead = "أ"\r\npin = ["ب"]\r\n'.encode(), PATH, ZoneInfo("UTC"))

    assert (names(found[0].pin), found[1]) == (["ب"], [])


def test_the_reference_explains_every_key() -> None:
    page = (DOCS / "reference/desk-toml.md").read_text("utf-8")
    keys = {*KEYS, *(key for fields in FIELDS.values() for key in fields)}

    assert sorted(key for key in keys if not re.search(rf"`[^`]*\b{key}\b[^`]*`", page)) == []


def test_the_examples_of_the_documentation_are_sound() -> None:
    pages = [DOCS / "how-to/desk.md", DOCS / "reference/desk-toml.md", *sorted(DOCS.glob("problems/desk-*.md"))]
    blocks = [block for page in pages for block in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.S)]

    assert len(blocks) >= 4
    for block in blocks:
        assert desk(block) != Desk(path=PATH)
