"""Sentence ends, readable paragraphs, excerpts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.sentences import excerpt, readable, sentences

SHARED = Path(__file__).parents[2] / "shared"
DATA = SHARED / "data" / "text" / "sentence_split.jsonl"


def rows() -> list[Any]:
    if not DATA.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"{DATA.name} lies in ../shared, which is absent"))]
    return [pytest.param(json.loads(line), id=line) for line in DATA.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", rows())
def test_every_known_case(row: dict[str, Any]) -> None:
    assert sentences(row["in"]) == row["expected"], row["note"]


CASES = {
    "titles": ["قال أ.د. أحمد وم. علي ود. سعيد.", "ثم غادر."],
    "a full stop inside the quotation": ['قال: "انتهى."', "وغادر."],
    "brackets after the stop": ["وصل (حقًا!)", "ثم غادر «أمس.»", "نعم."],
    "numbers of a list": ["1. أولًا.", "2. ثانيًا.", "أ. ثالثًا."],
    "an era after a year": ["وُلد عام 622 م.", "وبعدها غادر سنة 1446 هـ.", "وعاد."],
    "a space before the stop": ["قال الرئيس .", "هل وصل ؟", "نعم !"],
    "Latin names": ["كتب J. K. Rowling و Dr. Who في U.S. News.", "نعم."],
    "marks in a row": ["حقًا؟!", "نعم… ربما.. غدًا؟", "لا."],
    "a no is no abbreviation": ["قال لا.", "ثم غادر."],
    "a post box": ["العنوان ص.ب. 123 القاهرة.", "انتهى."],
}


@pytest.mark.parametrize("expected", CASES.values(), ids=CASES)
def test_sentences_end_where_a_reader_sees_them_end(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("عنوان\nقال. نعم\n\n") == ["عنوان", "قال.", "نعم"]


@given(st.lists(st.text('ابد1a.!؟…،"»(', min_size=1, max_size=5), max_size=30).map(" ".join))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert " ".join(sentences(text)) == text


@given(st.lists(st.text("ابد.؟،؛…", min_size=1, max_size=4), min_size=1, max_size=400).map(" ".join))
def test_readable_paragraphs_joined_are_the_paragraph(text: str) -> None:
    assert " ".join(readable(text)) == text


def paragraph(*lengths: int, end: str = ".") -> str:
    return " ".join(" ".join(["كلمة"] * (length - 1) + [f"ختام{end}"]) for length in lengths)


def test_a_short_paragraph_stays() -> None:
    assert readable(paragraph(40, 40, 39)) == [paragraph(40, 40, 39)]
    assert readable("") == [""]


@pytest.mark.parametrize("lengths", [(30,) * 12, (8,) * 40, (25, 24, 60, 33, 21, 40, 18, 55, 70), (88, 90, 85)])
def test_a_long_paragraph_becomes_readable_ones(lengths: tuple[int, ...]) -> None:
    assert all(40 <= len(part.split()) <= 90 for part in readable(paragraph(*lengths)))


@pytest.mark.parametrize("end", ["؛", "..", "،"])
def test_a_giant_sentence_is_parted_at_its_pauses(end: str) -> None:
    parts = readable(paragraph(*(20,) * 18, end=end))
    assert all(40 <= len(part.split()) <= 90 and part.endswith(end) for part in parts)


def test_a_giant_sentence_without_pauses_stays() -> None:
    assert readable(paragraph(500)) == [paragraph(500)]


def test_the_long_paragraphs_of_a_real_capture_become_readable() -> None:
    seed = SHARED / "seeds" / "daily8-article.txt"
    if not seed.exists():
        pytest.skip("the capture lies in ../shared, which is absent")
    long = [line for line in seed.read_text("utf-8").splitlines() if len(line.split()) >= 300]
    for line in long:
        parts = readable(line)
        assert " ".join(parts) == line
        assert all(40 <= len(part.split()) <= 90 for part in parts)
    assert len(long) == 3


def test_an_excerpt_stops_at_the_sentence_nearest_to_its_length() -> None:
    assert excerpt(paragraph(30, 15, 20, 30)) == paragraph(30, 15, 20)
    assert excerpt(paragraph(45, 30, 30)) == paragraph(45, 30)[: len(paragraph(45))]


def test_an_excerpt_without_a_sentence_end_stops_at_its_length() -> None:
    words = ["كلمة،"] * 200
    assert excerpt(" ".join(words)) == " ".join(words[:60]).removesuffix("،") + "…"
    assert len(excerpt(paragraph(30, 70)).split()) == 60


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("سطر\nأول.") == "سطر أول."
    assert excerpt(paragraph(80)) == paragraph(80)
    assert excerpt("") == ""


@pytest.mark.parametrize("text", ["." * 30_000 + "x", ". " * 20_000, '؟"' * 20_000, "، " * 20_000])
def test_hostile_runs_are_read_in_time(text: str) -> None:
    assert readable(text)
    assert excerpt(text)
