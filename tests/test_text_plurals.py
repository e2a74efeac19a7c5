"""Counted nouns, and how long ago something was."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from generator.text import plurals

DATA = Path(__file__).parents[2] / "shared" / "data"


def rows(name: str) -> list[Any]:
    path = DATA / name
    if not path.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"{name} lies in ../shared, which is absent"))]
    found = map(json.loads, path.read_text("utf-8").splitlines())
    return [pytest.param(row, id=f"{path.name}:{n}") for n, row in enumerate(found, 1)]


def test_the_category_of_every_known_number() -> None:
    path = DATA / "hijri" / "plural_ar.csv"
    if not path.exists():
        pytest.skip("plural_ar.csv lies in ../shared, which is absent")
    known = {int(row["n"]): row["category"] for row in csv.DictReader(path.read_text("utf-8").splitlines())}
    assert {n: plurals.category(n) for n in known} == known


@pytest.mark.parametrize("row", rows("text/counted_nouns.jsonl"))
def test_every_known_counted_noun(row: dict[str, Any]) -> None:
    assert plurals.category(row["n"]) == row["category"]
    assert plurals.counted(row["n"], row["noun"]) == row["expected"]


@pytest.mark.parametrize("row", rows("text/relative_mundhu.jsonl"))
def test_every_known_time_ago(row: dict[str, Any]) -> None:
    assert plurals.since(row["unit"], row["n"]) == row["expected"]


def test_the_rule_is_the_one_of_cldr() -> None:
    from babel import Locale

    rule = Locale.parse("ar").plural_form
    assert [plurals.category(n) for n in range(20_001)] == [rule(n) for n in range(20_001)]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("second", "منذ ثانيتين"),
        ("minute", "منذ دقيقتين"),
        ("hour", "منذ ساعتين"),
        ("day", "منذ يومين"),
        ("week", "منذ أسبوعين"),
        ("month", "منذ شهرين"),
        ("year", "منذ سنتين"),
    ],
)
def test_two_of_a_unit_is_a_genitive_dual(unit: str, expected: str) -> None:
    assert plurals.since(unit, 2) == expected
    assert plurals.since(unit, 0) == "الآن"


def test_a_dual_before_another_noun_loses_its_last_letter() -> None:
    assert plurals.counted(2, "دقيقة قراءة") == "دقيقتا قراءة"
    assert plurals.counted(1, "دقيقة قراءة") == "دقيقة قراءة واحدة"


@pytest.mark.parametrize("noun", plurals.NOUNS)
def test_every_noun_has_six_forms_that_agree_with_each_other(noun: str) -> None:
    forms = plurals.NOUNS[noun]
    feminine = noun.split()[0].endswith("ة")
    assert forms.other == noun
    assert forms.one == f"{noun} {'واحدة' if feminine else 'واحد'}"
    assert forms.none.startswith("لا ") or noun == "دقيقة قراءة"
    assert (forms.many == noun) == (feminine or noun == "فيديو")


def test_a_noun_that_the_table_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        plurals.counted(3, "قمر")
