"""The hygiene gate that every text passes, the key that texts are compared by, and their direction.

    source text ── clean ──▶ shown and stored ── fold ──▶ compared, never shown

`clean` mends what is not writing (controls, direction overrides, decoration) and leaves every letter as written.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Literal

from generator.text.letters import HARAKAT, LETTER
from generator.text.spacing import repair_html, repair_spacing

__all__ = [
    "HARAKAT",
    "LETTER",
    "clean",
    "clean_lines",
    "clean_markup_text",
    "direction",
    "fold",
    "repair_html",
    "repair_spacing",
]

_TATWEEL = "ـ"
_STACKING = (
    f"{HARAKAT}\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_MARKS_ON_A_LETTER = 4

# Never part of a text: C0 and C1 (but for white space), invisible formatting, overrides and isolates, fillers,
# annotation anchors, private use, surrogates, noncharacters; beyond the basic plane tags too. Two classes, because
# the engine looks a character up in one step only where a class stays within the basic plane.
_GONE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
)
_GONE_BEYOND = (
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000))
    + "\U000e0000-\U0010ffff"
)
_JOINERS = "\u200c\u200d"
_DIRECTION_MARKS = "\u061c\u200e\u200f"
_SELECTORS = "\ufe00-\ufe0f"
_FORMS = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc"  # the word ligatures U+FDF0… are signs of their own
_SPACES = "\t\r\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)

_ODD_IN_LINES = re.compile(f"[{_GONE}{_JOINERS}{_DIRECTION_MARKS}{_SELECTORS}{_FORMS}{_SPACES}{_TATWEEL}]")
_ODD = re.compile(f"[\n{_ODD_IN_LINES.pattern[1:-1]}]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_GONE_CHAR = re.compile(f"[{_GONE}]")
_GONE_CHAR_BEYOND = re.compile(f"[{_GONE_BEYOND}]")
_FORM = re.compile(f"[{_FORMS}]")
_INVISIBLE = re.compile(f"[{_JOINERS}{_DIRECTION_MARKS}{_SELECTORS}]")
_MEANINGFUL_OR_NOT = re.compile(
    "("
    f"[{_EMOJI}]\ufe0f?(?:\u200d[{_EMOJI}]\ufe0f?)+"  # families, professions, flags
    f"|[{_EMOJI}][\ufe0e\ufe0f]"
    "|[0-9#*]\ufe0f(?=\u20e3)"  # keycaps
    f"|(?<=[{LETTER}{HARAKAT}])\u200c(?=[{LETTER}])"  # Persian and Urdu spell with it
    f"|(?<=\\d)[{_DIRECTION_MARKS}](?=[/-]\\d)|(?<=\\d[/-])[{_DIRECTION_MARKS}](?=\\d)"  # dates as CLDR writes them
    f")|{_INVISIBLE.pattern}"
)
_TATWEEL_INSIDE = re.compile(rf"ـ(?<![\dـ]ـ)ـ*+(?=[{HARAKAT}]*+[{LETTER}])")
_TATWEEL_RUN = re.compile("ــ*")
_JOINED_WORD = re.compile(rf"(?:^|[^{LETTER}{HARAKAT}])[وف]?(?:[بلك]?ال|لل|[{LETTER}])?[{HARAKAT}]*\Z")
_JOINED_TO = re.compile(r"[^\W_]|[\"'«»“”‘’„‚(\[{<#@%+$€£]")
_STACK = re.compile("(" + f"[{_STACKING}]" * _MARKS_ON_A_LETTER + f")[{_STACKING}]+")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return one line of text in NFC, free of all that is not writing; white space is single and trimmed.

    Out: controls, direction marks (but inside dates written with `/` or `-`), invisible formatting, private use, lone
    surrogates, decorative tatweel, more than four marks on a letter. Presentation forms become letters, U+FDF2 and
    its like stay. Entities are text here: `clean_markup_text` decodes them. Cleaning twice changes nothing.
    """
    if not _ODD.search(text) and _is_tidy(text):
        return text
    return " ".join(_mended(text).split())


def clean_lines(text: str) -> str:
    """Return `clean` of every line, line ends as LF; the number of lines stays."""
    if not _ODD_IN_LINES.search(text) and _is_tidy(text) and " \n" not in text and "\n " not in text:
        return text
    lines = _mended(_LINE_END.sub("\n", text)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def clean_markup_text(text: str) -> str:
    """Return `clean` of text taken out of markup, its character references decoded once."""
    return clean(html.unescape(text) if "&" in text else text)


def _is_tidy(text: str) -> bool:
    """Tell whether text without odd characters needs nothing else: no double or outer spaces, NFC, no stacked marks."""
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    if text.isascii():
        return True
    return unicodedata.is_normalized("NFC", text) and not _STACK.search(text) and not _BEYOND.search(text)


def _mended(text: str) -> str:
    """Return `text` without what the gate takes out; white space is left to the caller.

    The order makes it idempotent: what later steps look at is no longer touched by them.
    """
    text = unicodedata.normalize("NFC", _FORM.sub(_letters_of_form, _without_gone(text)))
    if _INVISIBLE.search(text):
        text = _MEANINGFUL_OR_NOT.sub(r"\1", text)
    if _TATWEEL in text:
        text = _TATWEEL_RUN.sub(_tatweel, _TATWEEL_INSIDE.sub("", text))
    return unicodedata.normalize("NFC", _STACK.sub(r"\1", text))


def _without_gone(text: str) -> str:
    text = _GONE_CHAR.sub("", text)
    return _GONE_CHAR_BEYOND.sub("", text) if _BEYOND.search(text) else text


def _letters_of_form(form: re.Match[str]) -> str:
    """Return the letters of one presentation form; a mark shown on a space or tatweel is just the mark."""
    letters = unicodedata.normalize("NFKC", form[0])
    return letters.lstrip(f" {_TATWEEL}") or letters


def _tatweel(match: re.Match[str]) -> str:
    """Keep one tatweel where it joins a particle to what no letter can join (الـ71, بـ«كذا», 1446 هـ) or is a dash."""
    before, after = match.string[max(0, match.start() - 8) : match.start()], match.string[match.end() : match.end() + 1]
    return _TATWEEL if _JOINED_WORD.search(before) or _JOINED_TO.match(after) else ""


# What readers take for one letter. The common ones are replaced one by one: measured three times as fast as a table.
_COMMON = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"))
_RARE = str.maketrans("ٱٲٳٵیېےۀہۂەھۃکڪ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااييي" + "هههههه" + "كك" + "0123456789" * 2)
_RARE_CHAR = re.compile(f"[{''.join(map(chr, _RARE))}]")
_DECORATION = re.compile(f"[{HARAKAT}{_TATWEEL}]")
_UNSEEN = re.compile(f"[{_JOINERS}{_DIRECTION_MARKS}{_SELECTORS}]")


def fold(text: str) -> str:
    """Return the key that texts are compared by, never to be shown: what readers take for the same spelling is one.

    Alef, ya, ta marbuta and kaf in one shape each, no harakat, tatweel or invisible characters, ASCII digits, NFKC,
    case folded, single spaces. Hamza on waw and ya stays: there it tells words apart. Folding twice changes nothing.
    """
    text = _UNSEEN.sub("", _without_gone(text))
    if text.isascii():
        return " ".join(text.casefold().split())
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFKC", _DECORATION.sub("", text))
    for shape, plain in _COMMON:
        text = text.replace(shape, plain)
    if _RARE_CHAR.search(text):
        text = text.translate(_RARE)
    return " ".join(text.split())


def direction(text: str) -> Literal["rtl", "ltr", "neutral"]:
    """Return the direction of the first strong character outside isolates (rule P2 of Unicode's UAX 9)."""
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "neutral"
