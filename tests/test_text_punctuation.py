"""Arabic quotation marks and commas in place of Latin ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.punctuation import quotes

DATA = Path(__file__).parents[2] / "shared" / "data" / "text" / "quotes_punct.jsonl"


def rows() -> list[Any]:
    if not DATA.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"{DATA.name} lies in ../shared, which is absent"))]
    return [pytest.param(json.loads(line), id=line) for line in DATA.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", rows())
def test_every_known_case(row: dict[str, str]) -> None:
    assert quotes(row["in"]) == row["expected"], row["note"]


CASES = [
    ("“قال “نعم” أمس”", "«قال “نعم” أمس»"),
    ('«قال "نعم" أمس»', "«قال “نعم” أمس»"),
    ("وكالة 'الأناضول' التركية", "وكالة «الأناضول» التركية"),
    ('وصفها بـ"المفبركة"، مؤكدًا', "وصفها بـ«المفبركة»، مؤكدًا"),
    ('شاشة 55" جديدة و"نعم"', 'شاشة 55" جديدة و«نعم»'),
    ('فيلم "Titanic" الشهير', "فيلم «Titanic» الشهير"),
    ("هل وصل? نعم, وصل; ثم غادر", "هل وصل؟ نعم، وصل؛ ثم غادر"),
    ("في 2018, قال 1,000 شخص", "في 2018، قال 1,000 شخص"),
]
UNTOUCHED = [
    'قال "نعم ثم غادر',
    'He said "yes", really?',
    'أغنية rock "n" roll الشهيرة',
    "عند O'Brien و it's",
    "بلغ 3,5 و 2;3",
    "«نعم» و“لا",
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pairs_beside_arabic_become_arabic(text: str, expected: str) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_not_clear_stays(text: str) -> None:
    assert quotes(text) == text


@given(st.text("اب1a \"'“”‘’«»,;?", max_size=20))
def test_only_marks_change(text: str) -> None:
    bare = str.maketrans("", "", "\"'“”‘’«»,;?،؛؟")
    assert quotes(text).translate(bare) == text.translate(bare)
    assert len(quotes(text)) == len(text)


def test_a_long_row_of_marks_is_read_in_time() -> None:
    assert quotes("'a \"" * 10_000)
