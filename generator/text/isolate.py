"""Foreign words and numbers in Arabic text, isolated with <bdi> so that they are shown in their own order.

    فاز 2-1 على Real Madrid أمس   ──▶   فاز <bdi dir="ltr">2-1</bdi> على <bdi>Real Madrid</bdi> أمس

Wrapped are words of left-to-right scripts with what belongs to them (C++, AT&T, iPhone 15, @user, addresses), and
numbers that a right-to-left line would turn round: joined ones (2-1, 2024/2025, 14:30), signed ones, percentages,
prices, telephone numbers, measures in Latin letters (8 GB). A lone number reads well as it is. Text that is foreign as
a whole is one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import accumulate

from generator.text import nodes
from generator.text.normalize import direction

_L = "A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"  # foreign letters
_D = "0-9\u0660-\u0669\u06f0-\u06f9"
_SIGN, _PRICE = "+\\-−±", "$€£¥₪₺₹%٪"
_JOINT = ".,:/٫٬×*'’–—−\\-"

_NUMBER = f"[{_D}]++(?:[{_JOINT}][{_D}]++)*+"
_UNIT = rf"(?:[ \xa0]?[%٪‰](?:[–−-]{_NUMBER}[%٪‰]?+)?|°[CF]?|[$€£¥₪₺₹+](?!\w))?"
# Units of measure, money and the clock. Any word after a number is not its unit: of "2018 Apple" neither moves.
_METRIC = "[GKMTcdhkmnµμ]?(?:Hz|[Bb]ps|Wh?|Pa|bar|cal|eV|[ABJLNVbglms])"
_OTHER = (
    "mph|kph|rpm|dBm?|ft|in|yd|mi|lbs?|oz|psi|pp[bm]|px|dpi|MP|fps|h|min|sec|[AaPp]m|[AP]M|bn|mn|bit|"
    "USD|EUR|GBP|JPY|CNY|TRY|CHF|SAR|AED|QAR|KWD|BHD|OMR|EGP|JOD|LBP|SYP|IQD|MAD|TND|DZD|LYD|SDG|YER|ILS"
)
_MEASURE = f"(?:[ \xa0](?:(?:{_METRIC}|{_OTHER})[²³]?(?:/(?:{_METRIC}|h|min)[²³]?)?|°[CF])(?![{_L}{_D}_]))"
_WORD_REST = f"(?:[{_L}{_D}_\u0300-\u036f]|[{_JOINT}&@+=?~%]++(?=[{_L}{_D}]))*+[+#]*+"
_WORD = f"[{_L}]{_WORD_REST}"
_BETWEEN = "(?:[,.;:!?]? | [&|+/–—-] )"
_MORE = (
    f"(?:{_BETWEEN}{_WORD}|[ ]{_NUMBER}{_UNIT}(?!\\w)"
    rf"|[ ]\({_WORD}(?:{_BETWEEN}{_WORD}|[ ]{_NUMBER})*+\))*+"
)
_GROUP_END = f"(?![{_JOINT}]?[{_D}])"
_GROUPS = f"(?:[ \xa0.-][{_D}]{{1,7}}(?![{_D}]))"  # of a telephone number
# A sign after a word is a hyphen (كوفيد-19), but not after letters that are written together with any word (و-5, بـ-5).
_CLITICS = [f"{letters}{stroke}." for letters in ("[وفبلك]", "[وف][فبلك]") for stroke in ("", "ـ")]
_NO_HYPHEN = "(?:(?<!\\w.)|" + "|".join(f"(?<={before})(?<!\\w{before})" for before in _CLITICS) + ")"
# One class comes first, so that the engine leaps from candidate to candidate; which it was decides how to go on.
_RUN = re.compile(
    f"[{_L}{_D}{_SIGN}{_PRICE}@#](?:"
    r"(?<=[hw])(?:ttps?://|ww\.)[^\s<>«»،؛\"()]*[^\s<>«»،؛\"().,:;!?…]"  # a web address
    f"|(?<=[{_L}]){_WORD_REST}{_MORE}"
    f"|(?<=[0٠۰])(?=(?:[ \xa0.-]?[{_D}]){{6}})[{_D}]{{1,4}}{_GROUPS}{{1,5}}+"  # a telephone number
    f"|(?<=[{_D}])[{_D}]{{0,2}}(?:[ \xa0][{_D}]{{3}}{_GROUP_END})++(?:{_MEASURE}{_MORE}|{_UNIT})"  # 1 000 000
    f"|(?<=[{_D}])[{_D}]*+(?:[{_JOINT}][{_D}]++)*+(?:(?:{_MEASURE}|-?{_WORD}){_MORE}|{_UNIT})"  # 5G, any number
    f"|(?<=[@#])(?:[{_D}_]*+{_WORD}{_MORE}|{_NUMBER})"
    f"|(?<=\\+)(?<!\\w.)(?=(?:[ \xa0.()-]{{0,2}}[{_D}]){{7}})"  # the same from abroad
    f"[{_D}]++(?:[ -]?\\([{_D}]++\\))?{_GROUPS}{{1,6}}+(?![%٪‰])"
    f"|(?<=[{_SIGN}]){_NO_HYPHEN}[{_PRICE}]?{_NUMBER}(?:{_MEASURE}{_MORE}|{_UNIT})"
    f"|(?<=[{_PRICE}])(?<![{_D}].)[{_SIGN}]?{_NUMBER}(?:{_MEASURE}{_MORE}|{_UNIT}(?:[–−-][{_PRICE}]{_NUMBER}{_UNIT})?)"
    ")"
)
_CANDIDATE = re.compile(f"[{_L}{_D}]")
_PLAIN_NUMBER = re.compile(f"[{_D}]+(?:[.,٫٬][{_D}]+)*")
_JOINED = re.compile(f"[{_D}][/–−-][{_D}]")
_FOREIGN_LETTER = re.compile(f"[{_L}]")
_RTL_LETTER = re.compile("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_SHORT = 20  # characters
_NUMBER_STARTS = frozenset("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹+-−±$€£¥₪₺₹")
_MUCH_FOREIGN = 60  # letters from which a text with some Arabic in it may be foreign as a whole
_TIMES_AS_MUCH = 4  # if it has that many times as many as Arabic ones

_BLOCK_NAMES = """
address article aside blockquote body br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header
hr li main nav ol p section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())


def isolate(text: str) -> str:
    """Return plain `text` as HTML with its foreign and number runs wrapped in <bdi>, never nested.

    A text without Arabic letters (a headline in English), or a long one with hardly any, is wrapped whole.
    """
    if is_foreign(text):
        return f"<bdi>{escape(text, quote=False)}</bdi>"
    return _wrapped(text)


def isolate_html(html: str) -> str:
    """Return sanitised HTML with the runs of its text wrapped in <bdi>; a foreign paragraph gets dir="ltr" instead.

    Left alone is what is code, isolated or dir="ltr" already: nothing is ever nested.
    """
    pieces = nodes.split(html)
    block, texts = 0, list[int]()  # places of the innermost block's start tag (0: none) and of the text since then
    for place in nodes.open_places(pieces):
        piece = pieces[place]
        if place % 2 == 0:
            if piece and not piece.isspace():
                texts.append(place)
        elif nodes.name(piece) in _BLOCKS:
            closes = nodes.is_end(piece) and nodes.name(piece) == nodes.name(pieces[block])
            if texts:
                _settle(pieces, texts, block if closes else 0)
            block, texts = 0 if nodes.is_end(piece) else place, []
    _settle(pieces, texts, 0)
    return "".join(pieces)


def _settle(pieces: list[str], texts: list[int], block: int) -> None:
    """Isolate, in place, the runs of the text nodes of one block; `block` is its start tag where they are all of it."""
    whole = "".join([pieces[place] for place in texts])
    if not _CANDIDATE.search(whole):
        return
    if block and " dir=" not in pieces[block] and is_foreign(unescape(whole) if "&" in whole else whole):
        pieces[block] = f'{pieces[block][:-1]} dir="ltr">'
        return
    plain = [unescape(pieces[place]) if "&" in pieces[place] else pieces[place] for place in texts]
    for place, text, before, after in zip(texts, plain, *_around(plain), strict=True):
        if _CANDIDATE.search(text):
            pieces[place] = _wrapped(text, before, after).replace("\xa0", "&nbsp;")


def _around(texts: list[str]) -> tuple[list[str], list[str]]:
    """Return, for each of neighbouring texts, the last character before it and the first after it that are no space."""
    if len(texts) == 1:
        return [""], [""]
    before = accumulate(texts, lambda last, text: text.rstrip()[-1:] or last, initial="")
    after = accumulate(reversed(texts), lambda first, text: text.lstrip()[:1] or first, initial="")
    return list(before)[:-1], list(after)[-2::-1]


def is_foreign(text: str) -> bool:
    """Tell whether a text that begins left to right has no Arabic, or next to none."""
    if direction(text) != "ltr":
        return False
    if not _RTL_LETTER.search(text):
        return True
    foreign, arabic = len(_FOREIGN_LETTER.findall(text)), len(_RTL_LETTER.findall(text))
    return foreign >= max(_MUCH_FOREIGN, _TIMES_AS_MUCH * arabic)


def _wrapped(text: str, before: str = "", after: str = "") -> str:
    """Return plain `text` escaped, every one of its runs in <bdi>."""
    parts: list[str] = []
    at = 0
    for run in runs(text, before, after):
        parts += (escape(text[at : run.start()], quote=False), _isolated(run[0]))
        at = run.end()
    rest = escape(text[at:], quote=False)
    return "".join(parts) + rest if parts else rest


def runs(text: str, before: str = "", after: str = "") -> Iterator[re.Match[str]]:
    """Yield the runs of plain `text` that a right-to-left line would not show in their own order: no lone numbers.

    Words that go on in the text `before` or `after` (Real <b>Madrid</b>) are left to the line's own order: isolated
    one by one they would change places.
    """
    bare = text.strip()
    first = text.find(bare) if _are_foreign(before, bare[:1]) else -1
    end = len(text.rstrip()) if _are_foreign(bare[-1:], after) else -1
    for run in _RUN.finditer(text):
        goes_on = run.start() == first or run.end() == end
        if not (_PLAIN_NUMBER.fullmatch(run[0]) or (goes_on and not _JOINED.search(run[0]))):
            yield run


def is_number(run: str) -> bool:
    """Tell whether a run has digits and signs, and no letter."""
    return not _FOREIGN_LETTER.search(run)


def _isolated(run: str) -> str:
    """Return a run in <bdi>; numbers and measures say dir="ltr", by which a theme keeps 2024-2026 on one line."""
    direction_of = ' dir="ltr"' if is_number(run) or _would_be_torn(run) else ""
    return f"<bdi{direction_of}>{escape(run, quote=False)}</bdi>"


def _would_be_torn(run: str) -> bool:
    """Tell whether a short run with letters may end a line at its hyphen or before its unit: Wi-Fi, 437 MHz."""
    return len(run) <= _SHORT and (run[0] in _NUMBER_STARTS or ("-" in run and " " not in run))


def _are_foreign(*letters: str) -> bool:
    return all(map(_FOREIGN_LETTER.match, letters))
