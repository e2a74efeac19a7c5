"""The hygiene gate, the folding key and the direction of a text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text import normalize

DATA = Path(__file__).parents[2] / "shared" / "data" / "text"


def rows(name: str) -> list[Any]:
    path = DATA / name
    if not path.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"{name} lies in ../shared, which is absent"))]
    lines = path.read_text("utf-8").split("\n")
    return [pytest.param(json.loads(line), id=f"{name}:{n}") for n, line in enumerate(lines, 1) if line]


@pytest.mark.parametrize("row", rows("sanitize_plain.jsonl"))
def test_the_gate_mends_every_known_case(row: dict[str, str]) -> None:
    assert normalize.clean_markup_text(row["in"]) == row["expected"], row["note"]


@pytest.mark.parametrize("row", rows("fold_key.jsonl"))
def test_the_key_of_every_known_case(row: dict[str, str]) -> None:
    assert normalize.fold(row["in"]) == row["expected"], row["note"]


@pytest.mark.parametrize("row", rows("direction_first_strong.jsonl"))
def test_the_direction_of_every_known_case(row: dict[str, str]) -> None:
    assert normalize.direction(row["in"]) == row["expected"]


CLEAN = [
    ("", ""),
    ("نص\u200bخفي\u00ad\u2060", "نصخفي"),
    ("كل\ufeffمة", "كلمة"),
    ("سطر\nأول\tوثانٍ\x85وثالث", "سطر أول وثانٍ وثالث"),
    ("اسم \ue000\ufdd0\U0001ffff\U000f0000\ud800خاص", "اسم خاص"),
    ("إنجلترا \U0001f3f4\U000e0067\U000e007f", "إنجلترا \U0001f3f4"),
    ("قلب \u2764\ufe0f ونص\ufe0f", "قلب \u2764\ufe0f ونص"),
    ("1\ufe0f\u20e3 أولًا", "1\ufe0f\u20e3 أولًا"),
    ("👨\u200d👩\u200d👧\u200d", "👨\u200d👩\u200d👧"),
    ("عا\u200dم", "عام"),
    ("قال \u200cأحمد\u200c", "قال أحمد"),
    ("11\u200f/5\u200f/2025\u200f", "11\u200f/5\u200f/2025"),
    ("2025\u200e-\u200e5", "2025-5"),  # each mark of a pair has no digit on one side
    ("ﻻ ﷺ \ufe76 \ufcf2 ﴾آية﴿", "لا ﷺ \u064e \u064e\u0651 ﴾آية﴿"),
    ("الـمـهـرجـان الســنوي", "المهرجان السنوي"),
    ("عاجلـــــ", "عاجل"),
    ('وصفها بـ"المفبركة" والـ«ناتو»', 'وصفها بـ"المفبركة" والـ«ناتو»'),
    ("طفل الـــ 71 والــBBC", "طفل الـ 71 والـBBC"),
    ("سنة 1446 هـ، وبعدها", "سنة 1446 هـ، وبعدها"),
    ("القاهرة ـ الأناضول ــ خاص", "القاهرة ـ الأناضول ـ خاص"),
    ("ألـَّف مـُحمد", "ألَّف مُحمد"),
    ("e\u0301 ا\u0653", "é آ"),
    ("ا" + "\u064e" * 9, "ا" + "\u064e" * 4),
    ("a" + "\u0301\u0489" * 20, "á\u0489\u0301\u0489\u0301"),
    ("نص \ufffd تالف", "نص \ufffd تالف"),
    ("5 &lt; 6", "5 &lt; 6"),
]


@pytest.mark.parametrize(("text", "expected"), CLEAN)
def test_the_gate_keeps_writing_and_drops_the_rest(text: str, expected: str) -> None:
    assert normalize.clean(text) == expected


def test_lines_stay_lines() -> None:
    assert normalize.clean_lines(" أ\u2028ب \r\n\n\tج  د\u2029") == "أ\nب\n\nج د\n"


NASTY = st.text(
    st.sampled_from(
        "اأآلهةوبعم 12٣/-ـ\u064e\u0651\u0653\u0654\u0301\u0338\u0345\u0489"
        "\u200c\u200d\u200e\u200f\u061c\u202e\u2066\u2069\ufe0f\u20e3"
        '\u200b\ufeff\u2194👨👩©#a\u00e9\u0130ßς"«\n\r\u2028\xa0\x00\ufb50\ufe70\ufe77\ufef5ﷲﷺ½ﬁ\u1fb3\u0f73'
    )
    | st.characters(),
    max_size=14,
)


@given(NASTY)
@example("5ــل")
@example("عـالـ ب")
@example("a\ufe0f\u200d👨")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = normalize.clean(text)
    lines = normalize.clean_lines(text)
    assert normalize.clean(once) == once
    assert normalize.clean_lines(lines) == lines
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(NASTY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = normalize.fold(text)
    assert normalize.fold(once) == once


@given(NASTY)
def test_what_is_clean_has_the_key_of_what_was_not(text: str) -> None:
    assert "ـ" not in normalize.fold(text)
    assert "\u202e" not in normalize.clean(text)


def test_a_long_run_of_one_letter_costs_no_more_than_its_length() -> None:
    assert normalize.clean("خ" * 20_000 + "ـ" * 20_000) == "خ" * 20_000
