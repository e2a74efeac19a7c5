"""Spaces on the wrong side of a mark, mended for display; the stored text keeps them as the outlet wrote them."""

from __future__ import annotations

import re

from generator.text import nodes
from generator.text.letters import LETTER

_SPACED_MARK = re.compile(r" (?<!  ) *+([،؛؟.:!)\]])")
_SPACED_BRACKET = re.compile(r"([(\[])(?<![:;].) ++(?=\S)")
_GUILLEMETS = re.compile("«([^«»]*+)»|“([^“”]*+)”")
_WORD = rf"[{LETTER}A-Za-z]"

# What surrounds the space and the mark where the space is surely a slip: not in 5 : 3, .NET, :) or an ellipsis.
_SLIPS = {
    ":": re.compile(rf"(?:[^\W\d]|[»”)\]\"'%]) :(?:\s|\Z|[\"'«“]|[{LETTER}])"),
    ".": re.compile(rf"[\w»”)\]\"'%] \.(?:\s|\Z|[\"'»”)\]]|[{LETTER}])"),
    "!": re.compile(rf"[\w»”)\]\"'%] !(?:\s|\Z|[\"'»”)\]]|[{LETTER}])"),
    ")": re.compile(r"[^\s:;(] \)"),
    "]": re.compile(r"[^\s:;\[] \]"),
}
_WORD_NEXT = {
    **dict.fromkeys("،؛؟:", re.compile(rf"[\"'«“(]?{_WORD}")),
    **dict.fromkeys(".!", re.compile(_WORD)),
}
_OPENS_AFTER = re.compile(r"(?:^|[\s(\[«“:،؛ـ–—-])[وفبلك]?\Z")
_CLOSES_BEFORE = re.compile(r"\Z|[\s.،؛:!؟…)\]»”–—-]")


def repair_spacing(text: str) -> str:
    """Return `text` with the spaces before ، ؛ ؟ . : ! ) and inside brackets and quotation marks gone.

    A space on the wrong side moves to the right one (`قال :كذا`). Only spaces change, and only where they are surely
    slips: quotation marks that do not pair, and single ones, which may be apostrophes, stay as they are.
    """
    if " " not in text:
        return text
    text = _SPACED_MARK.sub(_closed_up, text)
    if "( " in text or "[ " in text:
        text = _SPACED_BRACKET.sub(r"\1", text)
    if "«" in text or "“" in text:
        text = _GUILLEMETS.sub(lambda pair: pair[0][0] + pair[0][1:-1].strip(" ") + pair[0][-1], text)
    return _with_tight_quotes(text) if '"' in text else text


def repair_html(html: str) -> str:
    """Return sanitised HTML with `repair_spacing` done in every text node that is not code."""
    pieces = nodes.split(html)
    for place in nodes.open_places(pieces):
        if place % 2 == 0 and " " in pieces[place]:
            pieces[place] = repair_spacing(pieces[place])
    return "".join(pieces)


def _closed_up(match: re.Match[str]) -> str:
    """Return a mark without the space before it, and with one after it where a word follows at once."""
    mark, text, end = match[1], match.string, match.end()
    slip = _SLIPS.get(mark)
    around = f"{text[max(0, match.start() - 1) : match.start()]} {text[end - 1 : end + 1]}"
    if slip and not slip.match(around):
        return match[0]
    following = _WORD_NEXT.get(mark)
    return f"{mark} " if following and following.match(text, end) else mark


def _with_tight_quotes(text: str) -> str:
    """Return `text` without the spaces just inside its straight quotation marks, if all of them clearly pair."""
    parts = text.split('"')
    outside, inside = parts[::2], parts[1::2]
    if len(parts) % 2 == 0 or not any(quoted != quoted.strip(" ") for quoted in inside):
        return text
    if not all(map(_OPENS_AFTER.search, outside[:-1])) or not all(map(_CLOSES_BEFORE.match, outside[1:])):
        return text
    if all(tight := [quoted.strip(" ") for quoted in inside]):
        parts[1::2] = tight
    return '"'.join(parts)
