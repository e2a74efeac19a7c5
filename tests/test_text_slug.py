"""Slugs of headlines."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.slug import slug

SLUGS = [
    ("مُحَمَّدٌ في الـــقاهرة!", "محمد-في-القاهرة"),
    ("أزمة المياه: إلى أين؟", "أزمة-المياه-إلى-أين"),
    ("«المنتخب» يفوز ٢-١ على Real Madrid", "المنتخب-يفوز-2-1-على-real-madrid"),
    ("ﺍﻟﻌﺮﺑﻴﺔ الـ71", "العربية-ال71"),
    ("AT&amp;T و 50%", "at-amp-t-و-50"),
    ("می\u200cخواهم", "میخواهم"),
    ("../../etc/passwd", "etc-passwd"),
    ("🙂 — …", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), SLUGS)
def test_a_slug_is_what_people_read(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_long_slug_is_cut_at_a_word() -> None:
    assert slug("كلمة " * 40) == "-".join(["كلمة"] * 13)
    assert len(slug("كلمة " * 40).encode()) <= 120
    assert slug("خ" * 500) == "خ" * 60
    assert slug("سلام عليكم", limit_bytes=13) == "سلام"


ANY = st.text(
    st.sampled_from("اأةى\u064e\u0651ـ٢1aİßﬁ½ -_/.\\\u200c\u0301\u0345ⅷℵ\x00\n") | st.characters(), max_size=20
)


@given(ANY, st.integers(1, 40))
def test_a_slug_is_safe_in_a_path_and_its_own_slug(text: str, limit: int) -> None:
    made = slug(text, limit)
    assert slug(made, limit) == made
    assert len(made.encode()) <= limit
    assert unicodedata.is_normalized("NFC", made)
    assert not re.search(r"[/\\.\s\x00-\x1f_%?#]|--|^-|-$", made)
