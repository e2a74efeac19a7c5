"""Digits in three sets."""

from __future__ import annotations

from generator.text.numerals import ascii_digits, shape


def test_every_arabic_digit_is_read() -> None:
    assert ascii_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 12") == "0123456789 0123456789 12"


def test_digits_are_shaped_as_the_site_wants_them() -> None:
    assert shape("3 أخبار في 2025", "arab") == "٣ أخبار في ٢٠٢٥"
    assert shape("3 أخبار في 2025", "latn") == "3 أخبار في 2025"
