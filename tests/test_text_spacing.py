"""Spaces on the wrong side of a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.normalize import repair_html, repair_spacing

MENDED = [
    ("بشار الأسد ، أحد أبناء", "بشار الأسد، أحد أبناء"),
    ('وأضاف :"لذا" و قال :كذا ،ثم ؟', 'وأضاف: "لذا" و قال: كذا، ثم؟'),
    ("المصدر : رويترز .", "المصدر: رويترز."),
    ("« كلمة » و( كلمة ) و“ نعم ”", "«كلمة» و(كلمة) و“نعم”"),
    ('تأسيس " حزب العدالة"، و"نعم "', 'تأسيس "حزب العدالة"، و"نعم"'),
    ("في عام ( 2012 ) . نعم !", "في عام (2012). نعم!"),
]
UNTOUCHED = [
    "خطة شاملة '. واستنكر",
    "النتيجة 5 : 3 و.NET و:) ثم ... كذا",
    "لـ»لفيفا» قال",
    'قال " نعم و"لا',
    'قال "نعم" و "لا"، ثم ""',
    "كلمة",
    "",
]


@pytest.mark.parametrize(("text", "expected"), MENDED)
def test_slips_are_mended(text: str, expected: str) -> None:
    assert repair_spacing(text) == expected


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_not_surely_a_slip_stays(text: str) -> None:
    assert repair_spacing(text) == text


def test_text_nodes_are_mended_but_not_code() -> None:
    html = '<p>بشار <a href="/x" title="أ ، ب">الأسد</a> ، أحد <code>أ ، ب</code></p>'
    assert repair_html(html) == '<p>بشار <a href="/x" title="أ ، ب">الأسد</a>، أحد <code>أ ، ب</code></p>'


@given(st.text("ابa1 ،:.!()«»“”\"'؟", max_size=16))
def test_only_spaces_change_and_only_once(text: str) -> None:
    once = repair_spacing(text)
    assert once.replace(" ", "") == text.replace(" ", "")
    assert repair_spacing(once) == once


@pytest.mark.parametrize("text", [" " * 30_000 + "،", "( " * 15_000, "« " * 15_000, '" ' * 15_000])
def test_hostile_runs_are_read_in_time(text: str) -> None:
    assert repair_spacing(text)
