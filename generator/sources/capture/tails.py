"""What outlets append to their texts and is not the text: calls to follow them, and the credit of the agency.

Both are cut out at sentences; every other word of a body stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.text.normalize import HARAKAT, fold

_SENTENCE = re.compile(r"\S.*?(?:[.!؟?…]+[\"'»”’)]*(?=\s|$)|$)", re.S)
_SHORT = 6  # words of a sentence that goes with the calls around it

# All below is matched on folded text: bare alef, ha for ta marbuta, ya for alef maqsura.
_CALL = r"(?:انضم(?:وا|ي)?|اشترك(?:وا|ي)?|تابع(?:ونا|نا|وا|ي)?|حمل(?:وا)?|نزل(?:وا)?|زوروا?|اضغط(?:وا)?)"
_OURS = (
    r"(?:قناتنا|قنواتنا|صفحتنا|صفحاتنا|حسابنا|حساباتنا|مجموعتنا|مجموعاتنا|نشرتنا|تطبيقنا|موقعنا|منصاتنا|منصتنا|"
    r"خدمتنا|بثنا)"
)
_NETWORK = (
    r"(?:واتس ?[اأ]ب|تلي?[غجك]رام|تيلي?[غجك]رام|فيس ?بوك|تويتر|انست[غجك]رام|انستا|يوتيوب|تيك ?توك|سناب ?شات|"
    r"[غجك]و[غجك]ل نيوز|اخبار [غجك]و[غجك]ل|نبض|منصه (?:اكس|x)|whats ?app|telegram|facebook|twitter|youtube|instagram|"
    r"tik ?tok|snapchat|linkedin|threads|google news|rss)"
)
_EVERYWHERE = r"(?:وسائل|مواقع|منصات|شبكات) التواصل"
_PROMOS = tuple(
    re.compile(words)
    for words in (
        rf"و?{_CALL} .{{0,80}}{_OURS}",
        rf"و?(?:تابعونا|انضموا الينا|انضم الينا|تجدوننا|شاركونا) .{{0,40}}(?:{_NETWORK}|{_EVERYWHERE})",
        rf"تابعنا (?:علي|عبر) (?:{_NETWORK}|{_EVERYWHERE})(?: .{{0,60}})?$",
        rf"(?:لمتابعه|للمزيد|لمزيد|لمعرفه|ليصلك|لتصلك) .{{0,80}}(?:{_OURS}|اضغط|{_NETWORK})",
        r"(?:انضم|اشترك|سجل|تابعنا|تابعونا) (?:الان|معنا)(?: |[.!]|$)",
        r"(?:شاركنا|شاركونا) (?:رايك|رايكم|ارائكم|اراءكم)",
        r"كن اول من يعرف",
        r"لا تفوت(?:وا)? (?:اخر|اي خبر|متابعه)|لا (?:يفوتك|يفوتكم|تفوتكم)\b",
        r"(?:حمل|حملوا|نزل) (?:ال)?تطبيق.{0,30}(?:الان|مجانا|من (?:متجر|غوغل|جوجل|ابل))",
        rf"(?:{_NETWORK}[\s|،,/·•-]*){{2,}}$",
        r"(?:join|follow|subscribe to|sign up (?:for|to)|download|like|find) (?:us|our) .{0,60}"
        r"(?:whats ?app|telegram|channel|newsletter|app\b|facebook|twitter|instagram|youtube|google news|\bx\b)",
        r"(?:click|tap) here to (?:join|follow|subscribe|download|sign)",
    )
)
# A call that stands without a full stop before it; only so sure a form may begin within a sentence.
_INSIDE = re.compile(
    r"\s(?:انضم(?:وا)?\s(?:إلى|الى)|تابعونا\s(?:على|عبر)|اشترك(?:وا)?\s(?:في|ب))\s?(?:قناتنا|صفحتنا|نشرتنا|مجموعتنا)\s"
)

_QUOTES = "\"'«»“”‘’„"
_ENDED = re.compile(rf"[.!؟?…:{_QUOTES}]$")
_BRACKETED = re.compile(r"\s*\(\s*([^()]{2,40}?)\s*\)\s*[.]?$")
_SOURCE = re.compile(
    rf"(?:^|(?<=[.!؟?…{_QUOTES}])\s*)(?:المصدر|المصادر|مصدر الخبر|Sources?)\s?:\s?(\S.{{0,58}}?)\s*\.?$"
)
_KINDS = "موقع|صحيفة|وكالة|قناة|مجلة|شبكة|جريدة|إذاعة|تلفزيون|منصة"
_VERBS = "ذكرت?|أفادت?|نقلت?|نشرت?|أوردت?|كشفت?|قالت?"
_REPORTED = re.compile(rf"و?(?:{_VERBS})\s(?:{_KINDS})\s[{_QUOTES}]\s?([^{_QUOTES}]{{2,40}}?)\s?[{_QUOTES}]")
_MARKS = re.compile(f"[{HARAKAT}]")
_AGENCIES = re.compile(
    fold(
        "رويترز|أ ف ب|أ.ف.ب|فرانس برس|د ب أ|د.ب.أ|أ ب|أ.ب|الأناضول|سانا|وام|واس|بترا|وفا|قنا|كونا|سبوتنيك|شينخوا|تاس|"
        "(?:ال)?وكالات|AP|AFP|Reuters|dpa|Xinhua|TASS"
    )
)
_NO_CREDIT = re.compile(
    fold(
        "(?:بال)?صور|(?:بال)?فيديو|شاهد|انتهى|يتبع|تحديث|محدث|خاص|تابع|المزيد|أرشيف|أرشيفية|تعبيرية|"
        "photos?|video|end|more|updated|watch|exclusive"
    )
)
_CREDIT_WORDS = 5


def without_promos(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the paragraphs without calls to follow, join or download, and what was cut out."""
    kept, removed = [], []
    for paragraph in paragraphs:
        text, cut = _parted(paragraph)
        removed += [cut] if cut else []
        kept += [text] if text else []
    return kept, removed


def credited(paragraphs: Sequence[str], outlet: str) -> tuple[list[str], str]:
    """Return the paragraphs without the credit at their end, and all credits that the body gives, joined by `، `.

    `(عربي 21)` and `المصدر: AP` at the end leave the body. What stands within it stays: `المصدر: AP` on a line of its
    own, as under pictures, and `ذكر موقع "عربي 21"` at its start. An outlet does not credit itself.
    """
    kept, last = _without_last_credits(list(paragraphs))
    within = [match[1] for match in map(_SOURCE.match, kept) if match]
    names = [*_reported(kept), *within, *last]
    return kept, "، ".join(_distinct([name for name in names if fold(name) != fold(outlet)]))


def _distinct(names: Sequence[str]) -> list[str]:
    """Return each name once, and none that is part of another (الميناء, صحيفة منارة الصدف)."""
    keys = [f" {fold(name)} " for name in names]
    first = dict(zip(reversed(keys), reversed(names), strict=True))
    return [first[key] for key in dict.fromkeys(keys) if not any(key in other and key != other for other in keys)]


def _parted(paragraph: str) -> tuple[str, str]:
    """Return a paragraph's own words and its calls."""
    sentences = [part for match in _SENTENCE.finditer(paragraph) for part in _halves(match[0])]
    calls = _calls(sentences)
    if not any(calls):
        return paragraph, ""
    return (
        " ".join(text for text, call in zip(sentences, calls, strict=True) if not call),
        " ".join(text for text, call in zip(sentences, calls, strict=True) if call),
    )


def _halves(sentence: str) -> list[str]:
    """Part a sentence where a call begins within it, the full stop before it forgotten."""
    match = None if _is_call(sentence) else _INSIDE.search(sentence)
    return [sentence[: match.start()], sentence[match.end() - len(match[0].lstrip()) :]] if match else [sentence]


def _is_call(sentence: str) -> bool:
    words = fold(sentence)
    return any(promo.match(words) for promo in _PROMOS)


def _calls(sentences: Sequence[str]) -> list[bool]:
    """Tell of each sentence whether it is a call, or a few words that go with the call before them.

    Those stand between two calls, or between one and the end of the paragraph.
    """
    calls = [_is_call(text) for text in sentences]
    start = None  # after the last call, as long as only few words followed it
    for at, text in enumerate([*sentences, ""]):
        if at == len(sentences) or calls[at]:
            if start is not None:
                calls[start:at] = [True] * (at - start)
            start = at + 1
        elif len(text.split()) > _SHORT or text.startswith("("):
            start = None
    return calls


def _without_last_credits(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    names: list[str] = []
    while paragraphs:
        text = paragraphs[-1]
        match = _bracketed(text) or _SOURCE.search(text)
        if match is None:
            break
        names.insert(0, match[1])
        rest = text[: match.start()].rstrip()
        paragraphs = [*paragraphs[:-1], *([rest] if rest else [])]
    return paragraphs, names


def _bracketed(text: str) -> re.Match[str] | None:
    """Find the name in brackets that ends a text as its credit does: after a full stop, or a known agency's."""
    match = _BRACKETED.search(text)
    if match is None or not re.search(r"[^\W\d]", match[1]):
        return None
    name, before = fold(match[1]), text[: match.start()]
    if _NO_CREDIT.fullmatch(name) or len(name.split()) > _CREDIT_WORDS:
        return None
    return match if not before or _ENDED.search(before) or _AGENCIES.fullmatch(name) else None


def _reported(paragraphs: Sequence[str]) -> list[str]:
    """Return the outlet that the first sentence names as the one who reported."""
    match = _REPORTED.match(_MARKS.sub("", paragraphs[0])) if paragraphs else None
    return [match[1]] if match else []
