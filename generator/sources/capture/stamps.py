"""The times on a page: `١١-٠٥-٢٠٢٥`, `timeمنذ 2 ساعات`, `an hour ago`, alone on a line or glued to an outlet's name.

Only found and cut out here, never read: what they mean is for `dates.read`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.text.numerals import ascii_digits

STAMP_LIMIT = 120  # characters; a longer line is no time and no outlet with one

_MARK = "[\u200e\u200f\u061c]?"
_SEPARATOR = rf"\s?{_MARK}[-/.–]{_MARK}\s?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_NUMERIC = (
    rf"(?:{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}[12]\d{{3}}|[12]\d{{3}}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_DAY}"
    rf"|{_MONTH}{_SEPARATOR}(?:1[3-9]|2\d|3[01]){_SEPARATOR}[12]\d{{3}})"
)
_WEEKDAY = r"(?:(?:ال)?(?:أحد|احد|إثنين|اثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة|سبت)|[A-Z][a-z]{2,5}day)"
_WORD = r"[^\W\d_]+\.?"
_NAMED = (
    rf"(?:(?:{_WEEKDAY}[,،]?\s)?{_DAY}\s{_WORD}(?:(?:\s?/\s?|\s){_WORD})?[,،]?\s[12]\d{{3}}"
    rf"|[A-Z][a-z]{{2,8}}\.?\s{_DAY},?\s[12]\d{{3}})(?:\s?(?:م|هـ))?"
)
_HALF = r"(?:ص|م|صباح(?:ا|ًا|اً)|مساء(?:ً|ا)?|[AaPp]\.?[Mm]\.?)"
_CLOCK = (
    rf"(?:[\s,،T|–-]{{1,3}}(?:الساعة\s)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?{_HALF})?"
    r"(?:Z|\s?[+-]\d{2}:?\d{2}|\sGMT|\sUTC)?)?"
)
_ABOUT = r"(?:نحو|حوالي|أقل\sمن|اقل\sمن|أكثر\sمن|اكثر\sمن|بضعة?|عدة|about|a\sfew|less\sthan)"
_UNIT = (
    r"(?:ثوان[يٍ]?|ثانيتين|ثانية|لحظات|دقائق|دقيقتين|دقيقة|ساعات|ساعتين|ساعة|أيام|ايام|يومين|يوم(?:ا|ًا|اً)?|"
    r"أسابيع|اسابيع|أسبوعين|اسبوعين|أسبوع(?:ا|ًا|اً)?|اسبوع(?:ا|ًا|اً)?|أشهر|اشهر|شهور|شهرين|شهر(?:ا|ًا|اً)?|"
    r"سنوات|سنتين|سنة|أعوام|اعوام|عامين|عام(?:ا|ًا|اً)?|قليل)"
)
_NUMBER = r"(?:\d{1,4}|واحدة?|اثنتين|اثنين|ثلاثة?|أربعة?|اربعة?|خمسة?|ستة?|سبعة?|ثماني?ة?|تسعة?|عشرة?)"
_REST = r"(?:واحدة?|اثنين|اثنتين|ونصف(?:\sالساعة)?|تقريب(?:ا|ًا|اً))"
_AGO_ARABIC = rf"(?:منذ|قبل)\s(?:{_ABOUT}\s)?(?:{_NUMBER}\s)?{_UNIT}(?:\s{_REST})?"
_AGO_ENGLISH = (
    r"(?i:(?:about\s)?(?:an?|one|\d{1,4}|a\sfew)\s?"
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago)"
)
_AGO = rf"(?:{_AGO_ARABIC}|{_AGO_ENGLISH})"

_ALONE = re.compile(rf"(?:time)?\s*(?P<stamp>{_NUMERIC}{_CLOCK}|{_NAMED}{_CLOCK}|{_AGO}|just now|yesterday|أمس)")
_ALONE_AFTER_ICON = re.compile(r"time\s*(?P<stamp>\S.{0,40})")
_NOW = re.compile(r"time\s*(?P<stamp>الآن|now)")
_GLUED = re.compile(
    rf"(?P<outlet>\S.*?)(?P<gap>\s*)(?P<icon>(?:time)?)\s*(?P<stamp>{_NUMERIC}{_CLOCK}|{_NAMED}{_CLOCK}|{_AGO})"
)
_STAMP_AND_BULLET = re.compile(rf"(?P<stamp>(?:time)?\s*(?:{_NUMERIC}{_CLOCK}|{_AGO}))\s*(?P<bullet>[•·-]\s*\S.*)")
_AROUND_SEPARATOR = re.compile(r"(?<=\d)[\s\u200e\u200f\u061c]*([-/.–])[\s\u200e\u200f\u061c]*(?=\d)")
_STARTS_NUMERIC = re.compile(_NUMERIC)


@dataclass(frozen=True, slots=True)
class Glued:
    """An outlet's name and a time on one line.

    `joined`: no space between them. `tight`: written as no sentence would be.
    """

    outlet: str
    stamp: str
    joined: bool
    tight: bool


def stamp(text: str) -> str:
    """Return the words of the time that `text` is and nothing else, or ""; the icon's `time` is not one of them."""
    match = _whole(_ALONE, text) or _whole(_NOW, text)
    return text[match.start("stamp") :] if match else ""


def in_one_spelling(words: str) -> str:
    """Return the words of a time as part of a name: ASCII digits, no marks, nothing around what parts a date."""
    return _AROUND_SEPARATOR.sub(r"\1", ascii_digits(words))


def stamp_in_pieces(pieces: list[str]) -> str:
    """Return the words of the time in the few lines where it belongs, cut or not.

    What the icon marks is a time even where we do not know its words.
    """
    whole = next((words for words in map(stamp, pieces) if words), "")
    joined = (stamp(glue.join(pieces)) for glue in (" ", "")) if len(pieces) > 1 else ()
    marked = (_whole(_ALONE_AFTER_ICON, piece) for piece in pieces)
    return (
        whole
        or next((words for words in joined if words), "")
        or next((piece[match.start("stamp") :] for piece, match in zip(pieces, marked, strict=True) if match), "")
    )


def glued(text: str) -> Glued | None:
    """Return the outlet and the time that a line holds, or None.

    The longest time that leaves a name: `ليبانون 2411-05-2025` is ليبانون 24 on the eleventh.
    """
    match = _whole(_GLUED, text)
    if match is None or stamp(text):
        return None
    outlet = text[: match.end("outlet")].rstrip(" -–|،,")
    tight = not match["gap"] or bool(match["icon"]) or bool(_STARTS_NUMERIC.match(match["stamp"]))
    return Glued(outlet, text[match.start("stamp") :], not match["gap"], tight)


def stamp_and_bullet(text: str) -> list[str]:
    """Return a time and the bullet glued to it as two lines; any other text as it is."""
    match = _whole(_STAMP_AND_BULLET, text)
    return [text[: match.end("stamp")], text[match.start("bullet") :]] if match else [text]


def _whole(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Match all of `text`, its digits read in any set; places in the match are places in `text`."""
    return pattern.fullmatch(ascii_digits(text)) if len(text) <= STAMP_LIMIT else None
