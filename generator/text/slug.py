"""Slugs: what people read of a headline in an address."""

from __future__ import annotations

import re
import unicodedata

from generator.text.letters import HARAKAT
from generator.text.numerals import ascii_digits

LIMIT_BYTES = 120
"""Of the slug in UTF-8: three times as much once percent-encoded, and with a folder around still a file name."""

_UNSPOKEN = re.compile(f"[{HARAKAT}ـ\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")


def slug(text: str, limit_bytes: int = LIMIT_BYTES) -> str:
    """Return `text` as lower-case words joined by dashes, at most `limit_bytes` of UTF-8, cut at a word.

    Letters stay as written (أ, ة, ى: slugs are for people); harakat and tatweel go, digits are ASCII. Empty when
    nothing in `text` can be read aloud (dashes, emoji): the short id beside it in a permalink then stands alone.
    """
    from slugify import slugify

    plain = ascii_digits(_UNSPOKEN.sub("", unicodedata.normalize("NFKC", text)))
    return _cut(slugify(plain, allow_unicode=True, entities=False, decimal=False, hexadecimal=False), limit_bytes)


def _cut(words: str, limit: int) -> str:
    """Return the first words of a slug that fit in `limit` bytes, or the letters that do of a first word too long."""
    data = words.encode()
    if len(data) <= limit:
        return words
    head = data[: limit + 1].rpartition(b"-")[0] or data[:limit]
    return head.decode(errors="ignore").strip("-")
