"""Digits: reading any Arabic set as ASCII, and shaping ASCII ones for readers, once, at the end."""

from __future__ import annotations

_ASCII = "0123456789"
_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
_EXTENDED = "۰۱۲۳۴۵۶۷۸۹"  # Persian and Urdu

_TO_ASCII = str.maketrans(_ARABIC_INDIC + _EXTENDED, _ASCII * 2)
_TO_ARABIC = str.maketrans(_ASCII, _ARABIC_INDIC)


def ascii_digits(text: str) -> str:
    """Return `text` with Arabic-Indic and extended Arabic-Indic digits as ASCII ones."""
    return text.translate(_TO_ASCII)


def shape(text: str, digits: str) -> str:
    """Return `text` with its ASCII digits in the set `digits`: `latn` or `arab`."""
    return text.translate(_TO_ARABIC) if digits == "arab" else text
