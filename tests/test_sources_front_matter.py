"""Front matter: five ways to write it, one strict way to read it."""

from __future__ import annotations

import pytest

from generator.sources.front_matter import FrontMatterError, Looks, read


def mistake(text: str) -> FrontMatterError:
    with pytest.raises(FrontMatterError) as raised:
        read(text)
    return raised.value


def yaml(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "نص"])


@pytest.mark.parametrize(
    "text",
    [
        yaml("title: خبر", "tags: [أ, ب]"),
        '+++\ntitle = "خبر"\ntags = ["أ", "ب"]\n+++\nنص',
        '{"title": "خبر",\n "tags": ["أ", "ب"]}\n\nنص',
        yaml('"title": "خبر"', "tags:", "- أ", "- ب"),
        "\n\n" + yaml("title: خبر", "tags: [أ, ب]"),
    ],
)
def test_keys_and_lists_are_read(text: str) -> None:
    front = read(text)

    assert front.values["title"].text == "خبر"
    assert front.values["tags"].texts == ("أ", "ب")
    assert front.body == "نص"


def test_header_lines_are_read_up_to_the_first_blank_one() -> None:
    front = read("Title: خبر\nTags: أ, ب\nSummary: موجز\n    طويل\n\nنص: ليس ترويسة")

    assert {key: value.text for key, value in front.values.items()} == {
        "title": "خبر",
        "tags": "أ, ب",
        "summary": "موجز طويل",
    }
    assert front.body == "\nنص: ليس ترويسة"


@pytest.mark.parametrize(
    "text", ["نص فقط", "# عنوان\n\nنص", "Note: not a header", "{{< shortcode >}}\nنص", "--- ليس سياجا"]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    assert read(text).values == {}
    assert read(text).body == text


def test_the_body_knows_its_line() -> None:
    assert read(yaml("title: خبر", "date: 2025-05-11")).body_line == 5


@pytest.mark.parametrize(
    ("scalar", "looks"),
    [
        ("no", Looks.BOOLEAN),
        ("2026", Looks.NUMBER),
        ("1e3", Looks.NUMBER),
        ("12:30:45", Looks.SEXAGESIMAL),
        ("2025-05-11", Looks.TEXT),
        ('"no"', Looks.TEXT),
        ("'2026'", Looks.TEXT),
    ],
)
def test_a_scalar_is_the_text_that_was_written(scalar: str, looks: Looks) -> None:
    value = read(yaml(f"title: {scalar}")).values["title"]

    assert value.text == scalar.strip("\"'")
    assert value.looks is looks


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_nothing_is_no_text(empty: str) -> None:
    assert read(yaml(f"title: {empty}")).values["title"].texts == ()


def test_several_lines_fold_into_one_title() -> None:
    assert read(yaml("title: >-", "  سطر أول", "  وثان")).values["title"].text == "سطر أول وثان"


def test_values_know_their_lines() -> None:
    values = read(yaml("title: خبر", "tags:", "  - أ", "date: 2025-05-11")).values

    assert [value.line for value in values.values()] == [2, 3, 5]


def test_toml_values_know_their_lines_and_keep_their_spelling() -> None:
    values = read("+++\n# قول\ntitle = 'خبر'\ndate = 2025-05-11T08:00:00+03:00\ndraft = true\n+++\n").values

    assert {key: (value.line, value.text) for key, value in values.items()} == {
        "title": (3, "خبر"),
        "date": (4, "2025-05-11T08:00:00+03:00"),
        "draft": (5, "true"),
    }


@pytest.mark.parametrize("inside", ["", "\n", "# قول\n", "~\n"])
def test_front_matter_may_be_empty(inside: str) -> None:
    assert read(f"---\n{inside}---\nنص").values == {}


def test_a_list_of_people_is_their_names() -> None:
    assert read(yaml("author:", "- name: علي", "  email: a@a.example", "- name: سمر")).values["author"].texts == (
        "علي",
        "سمر",
    )


def test_keys_within_keys_are_a_table() -> None:
    cover = read(yaml("cover:", "  image: a.webp", "  alt: صورة")).values["cover"]

    assert {key: value.text for key, value in cover.table.items()} == {"image": "a.webp", "alt": "صورة"}


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("---\ntitle: خبر\n\nنص", "front-matter-open", 1, "not closed"),
        ("+++\ntitle = 'خبر'\n", "front-matter-open", 1, "not closed"),
        (yaml("a: 1", "title: عاجل: خبر"), "front-matter-unreadable", 3, "title"),
        (yaml("title: !!python/object/apply:os.system [x]"), "front-matter-tag", 2, "tag not allowed"),
        (yaml("title: !!str x"), "front-matter-tag", 2, "tag not allowed"),
        (yaml("a: &x خبر", "title: *x"), "front-matter-alias", 3, "alias not allowed: *x"),
        (yaml("title: أ", "b: c", "title: ب"), "front-matter-twice", 4, "first in line 2"),
        (yaml("- أ", "- ب"), "front-matter-unreadable", 2, "not a list of keys"),
        (yaml("? [a]", ": b"), "front-matter-unreadable", 2, "a key must be text"),
        (yaml("a: " + "[" * 50 + "]" * 50), "front-matter-unreadable", 2, "deep"),
        (yaml("title: خبر", "\tx: y"), "front-matter-unreadable", 3, ""),
        (yaml("a: b", "title: \x01"), "front-matter-unreadable", 3, "control characters"),
        ("+++\na = 1\ntitle = \n+++\n", "front-matter-unreadable", 3, "title"),
        ("+++\na = 1\na = 2\n+++\n", "front-matter-unreadable", 3, "overwrite"),
        ('{"title": "خبر",}\nنص', "front-matter-unreadable", 1, "JSON"),
        ('{"title": "خبر", "title": "ب"}\nنص', "front-matter-unreadable", 1, "twice"),
        ("Title: أ\nDate: 1\nTitle: ب\n\n", "front-matter-twice", 3, "first in line 1"),
        (yaml("x: " + "خ" * 70_000), "front-matter-unreadable", 1, "at most"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, code: str, line: int, words: str) -> None:
    error = mistake(text)

    assert (error.code, error.line) == (code, line)
    assert words in error.message


@pytest.mark.parametrize("bomb", ["a: " + "[" * 30_000, "a: " + "{b: " * 10_000, "a: b\n" * 9_000, "[" * 30_000])
def test_a_bomb_costs_no_time(bomb: str) -> None:
    assert mistake(yaml(bomb)).code.startswith("front-matter-")


def test_an_alias_bomb_is_not_expanded() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]

    assert mistake(yaml(*rows)).code == "front-matter-alias"
