"""Bytes to text for sources that lie about their charset, as Arabic feeds and pages do.

The order is that of the design's findings: a byte-order mark or the UTF-16 pattern of `<`; UTF-8 wherever the bytes
are UTF-8, whatever the label says; the label, where it is one that nobody writes by habit; what the letters look like.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

LABEL_BYTES = 16_384  # where a declaration is looked for
FEW_PER_10_000 = 5  # bytes that may be broken in UTF-8 text before the label is asked

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF_16_LE = re.compile(rb"(?:[\t\n\r ]\0){0,16}<\0[!?a-zA-Z]\0")
_UTF_16_BE = re.compile(rb"(?:\0[\t\n\r ]){0,16}\0<\0[!?a-zA-Z]")
_LABEL = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)|<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
_BROKEN = re.compile("[\udc80-\udcff]+")  # bytes that are not UTF-8, as "surrogateescape" keeps them
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_HABIT = frozenset(("utf-8", "iso8859-1", "cp1252", "ascii"))  # what software declares without having looked
_LABELS = re.compile(r"iso8859-\d+|cp\d+|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620")
_SUSPECTS = ["utf_8", "cp1256", "iso8859_6"]
_ARABIC_DEFAULT = "cp1256"


class Decoded(NamedTuple):
    """Text, the codec that made it, and how many bytes had to be replaced or guessed."""

    text: str
    codec: str
    mended: int = 0


def decode(data: bytes) -> Decoded:
    """Return `data` as text; never fails, at worst it is nonsense. No byte-order mark is left at its start."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _forced(data, codec)
    for pattern, codec in ((_UTF_16_LE, "utf-16-le"), (_UTF_16_BE, "utf-16-be")):
        if pattern.match(data):
            return _forced(data, codec)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _nearly_utf_8(data) or _as_labelled(data) or _as_it_looks(data)


def declared(data: bytes) -> str:
    """Return the codec that an XML declaration or a meta element names, as Python spells it, or ""."""
    match = _LABEL.search(data[:LABEL_BYTES])
    try:
        return codecs.lookup((match[1] or match[2]).decode("ascii")).name if match else ""
    except LookupError:
        return ""


def _forced(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text, codec, text.count("\ufffd"))


def _nearly_utf_8(data: bytes) -> Decoded | None:
    """Read UTF-8 with broken places: a few lost bytes stay marked as lost, a pasted run of cp1256 is read as that.

    Arabic in cp1256 is hardly ever valid UTF-8, so where more letters are valid than bytes are not, it is UTF-8.
    """
    text = data.decode("utf-8", "surrogateescape")
    broken = sum(map(len, _BROKEN.findall(text)))
    if broken * 10_000 <= FEW_PER_10_000 * len(data):
        return Decoded(data.decode("utf-8", "replace"), "utf-8", broken)
    letters = sum(len(run) for run in _FOREIGN.findall(text)) - broken
    return Decoded(_BROKEN.sub(_mended, text), "utf-8", broken) if letters > broken else None


def _mended(run: re.Match[str]) -> str:
    raw = run[0].encode("utf-8", "surrogateescape")
    return raw.decode(_ARABIC_DEFAULT, "replace") if len(raw) > 1 else "\ufffd"


def _as_labelled(data: bytes) -> Decoded | None:
    label = declared(data)
    if label in _HABIT or not _LABELS.fullmatch(label):
        return None
    decoded = _forced(data, label)
    return decoded if decoded.mended * 100 <= len(decoded.text) else None


def _as_it_looks(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_SUSPECTS).best()
    return _forced(data, best.encoding if best else _ARABIC_DEFAULT)
