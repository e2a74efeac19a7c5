"""The word somebody probably meant."""

from __future__ import annotations

import pytest

from generator.text.nearest import did_you_mean, nearest

KEYS = ("title", "tagline", "time_zone", "digits", "sections", "sources", "hijri_offset")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("timezone", "time_zone"),
        ("time-zone", "time_zone"),
        ("section", "sections"),
        ("hijrioffset", "hijri_offset"),
        ("colour", ""),
        ("", ""),
        ("عنوان", ""),
    ],
)
def test_the_nearest_word_is_found(word: str, meant: str) -> None:
    assert nearest(word, KEYS) == meant


def test_ties_do_not_depend_on_the_order_of_choices() -> None:
    assert nearest("cat", ["cats", "cate"]) == nearest("cat", ["cate", "cats"]) == "cate"


def test_the_hint_is_a_question_or_nothing() -> None:
    assert (did_you_mean("titel", KEYS), did_you_mean("colour", KEYS)) == ('did you mean "title"?', "")
