"""A capture cut into its lines, each looked at by itself: what it says, and whether the page or an outlet says it.

    bytes ── text_of ──▶ text ── lines_of ──▶ Lines (blank ones and the page's decoration gone)

The page is an aggregator's, flattened to text: its buttons, counters and the descriptions of its pictures stand between
the articles as lines of their own. They are known by what they say, never by where they stand, because captures lose
and shuffle lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from generator.sources.capture.stamps import stamp_and_bullet
from generator.sources.decode import decode
from generator.text.normalize import clean_markup_text, fold

HEADLINE_LIMIT = 400  # characters; headlines have 160 at most, but some outlets put a whole post there
NAME_LIMIT = 60  # characters of an outlet's name


class Kind(Enum):
    """What a line is, judged by itself."""

    TEXT = auto()
    NOISE = auto()  # decoration that may stand anywhere
    LISTING = auto()  # "latest news with #…": the page lists articles and is none itself
    TAGS = auto()  # the headings that end an article's body
    TOOLS = auto()
    COMMENTS = auto()
    RELATED = auto()
    APP = auto()


@dataclass(frozen=True)
class Line:
    """A line that says something, past the hygiene gate."""

    number: int  # in the file, counted from 1
    text: str

    @cached_property
    def loose(self) -> str:
        """Return the letters and digits alone, folded: two copies of a headline have the same."""
        return loose(self.text)

    @cached_property
    def bullet(self) -> str:
        """Return what stands after a list mark, or "" where the line has none."""
        match = _BULLET.match(self.text)
        return match[1] if match else ""

    @cached_property
    def kind(self) -> Kind:
        """Return what the line is, judged by itself."""
        return _kind(self.text)


_BULLET = re.compile(r"[•·●▪◦‣∙*\-–—]\s*(\S.*)")
_LINE_END = re.compile("\r\n|[\r\n]")
_NOT_WORD = re.compile(r"[\W_]+")
_POINTS = re.compile(r"[\s.:…،,؛;!؟?()«»\"'|+#&*_–-]+")  # what may part the words of a heading; a bracket is markup
_UTF_16_SHARE = 50  # one byte in so many is NUL where text is UTF-16: spaces and line ends alone are more

# Descriptions of the page's icons, in the page's own spelling: "TIME" is an outlet.
_ICONS = re.compile(r"#|logo|time|image|img|icon|avatar|app-store(?:play-store)?|play-store")

_PHRASES: tuple[tuple[Kind, str], ...] = (
    (Kind.NOISE, r"(orange|blue|green|white|black|gradient) background"),
    (Kind.TOOLS, r"جرب ميزات الذكاء الاصطناعي( لدينا)?|try our ai features?"),
    (Kind.TOOLS, r"اكتشف ما يمكن ان يفعله .{1,60}|explore what .{1,60} can do for you"),
    (Kind.NOISE, r"لا (يوجد|توجد) تعليقات( بعد| حتي الان)?|no comments( yet)?|be the first to comment|كن اول من يعلق"),
    (Kind.NOISE, r"اعلان|advertisement|share|copy link|نسخ الرابط"),
    (Kind.TAGS, r"هاشتا[غج](ز|ات)?|(ال)?وسوم|hashtags?|tags"),
    (Kind.COMMENTS, r"(ال)?تعليقات( \d+)?|comments?( \d+)?"),
    (Kind.RELATED, r"(اخبار|مقالات|مواضيع) ذات (ال)?صله|related( (news|articles|stories|posts))?"),
    (Kind.APP, r"(حمل|تحميل|نزل|تنزيل) (ال)?تطبيق( الان)?( وابدا باستخدامه( الان)?)?"),
    (Kind.APP, r"(get started now )?(download|get) (the|our|daily8) app( now)?( and .{1,60})?"),
    (Kind.APP, r"مستعد ل.{1,80}حمل التطبيق.{1,200}"),
    (Kind.APP, r"ready to .{1,120} (download|get) .{1,30}app.{1,200}"),
)
_PHRASE = re.compile("|".join(f"(?P<p{i}>(?:{words}))" for i, (_, words) in enumerate(_PHRASES)))
_PHRASE_LIMIT = 400
_LISTING = re.compile(r"(?:أحدث الأخبار مع|Latest news with) #\S.{0,80}")
_TAGS_AT_ONCE = re.compile(r"((?:هاشتا[غج]\w*|الوسوم|Hashtags?):?)\s?(#.*)")


def text_of(data: bytes) -> str:
    """Return the capture as text, whatever its charset.

    UTF-16 without a byte-order mark is told by its NULs, all in even or all in odd places: unlike markup, a capture
    has no `<` at its start to be known by.
    """
    nuls = data.count(0)
    if nuls * _UTF_16_SHARE > len(data):
        if not data[0::2].count(0):
            return data.decode("utf-16-le", "replace")
        if not data[1::2].count(0):
            return data.decode("utf-16-be", "replace")
    return decode(data).text


def lines_of(text: str) -> list[Line]:
    """Return the lines that say something, in order; two that are glued where nobody would write so are parted."""
    said = ((number, clean_markup_text(raw)) for number, raw in enumerate(_LINE_END.split(text), 1))
    return [Line(number, part) for number, line in said if line for part in _parts(line)]


def _parts(text: str) -> list[str]:
    """Return a heading and the tags glued to it, or a time and its bullet, as two lines; any other text as one."""
    tags = _TAGS_AT_ONCE.fullmatch(text)
    return [tags[1], tags[2]] if tags else stamp_and_bullet(text)


def loose(text: str) -> str:
    """Return the letters and digits of `text` alone, folded; of a text without any, all that it has."""
    folded = fold(text)
    return _NOT_WORD.sub("", folded) or folded


def _kind(text: str) -> Kind:
    if _ICONS.fullmatch(text):
        return Kind.NOISE
    if len(text) > _PHRASE_LIMIT:
        return Kind.TEXT
    if _LISTING.fullmatch(text):
        return Kind.LISTING
    match = _PHRASE.fullmatch(_POINTS.sub(" ", fold(text)).strip())
    return _PHRASES[int(match.lastgroup[1:])][0] if match and match.lastgroup else Kind.TEXT
