"""How a stored text is shown: the outlet's words untouched, their spacing, paragraphs and directions made readable."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby

from generator import markup
from generator.text import isolate, normalize, numerals, punctuation, sentences

_ROOT_LINK = re.compile(r'(<a (?:[a-z]+="[^"]*" )*href=")/')
_NO_RUNNING_TEXT = re.compile(r"<(table|ul|ol|dl|pre|h[2-6])\b.*?</\1>", re.S)
_PLAIN_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
_ITEM = re.compile(r"<p>([*•●▪◦‣∙]|[-–—])[ \xa0]+(\S.*)</p>")
_TAG = re.compile(r"<[^>]*>")
_TABLE = re.compile(r"<table\b|</table>")
_BLOCK = re.compile(r"<(p|li|h[2-6]|blockquote|t[dh]|d[dt])>")
_NUMBERED = re.compile(r'<ol(?=[ >])|(<sup[^<>]*><a href="#body-[0-9]+">)([0-9]+)(?=</a></sup>)')  # lists and notes
_JOINED = re.compile(r"(?<![\w&#])[0-9]+(?:[-–/:][0-9]+)+(?!\w)")
_RTL = re.compile("[\u05d0-\u05ea\u0620-\u065f\u066e-\u06d3\ufb1d-\ufdff\ufe70-\ufefc]+")  # words
_LTR = re.compile("[A-Za-z\xc0-\u02af\u0370-\u03ff\u0400-\u052f]+")


def headline(text: str, quotes: bool, page: str = "rtl") -> str:
    """Return a line of text as HTML, with its foreign and number runs isolated.

    In a page that runs from left to right an Arabic line is isolated whole.
    """
    shown = normalize.repair_spacing(text)
    shown = punctuation.quotes(shown) if quotes else shown
    if page == "ltr" and not _RTL.search(shown):
        return _JOINED.sub(r'<bdi dir="ltr">\g<0></bdi>', escape(shown, quote=False))  # 2-1 stays on one line
    line = isolate.isolate(shown)
    return f'<bdi lang="ar">{line}</bdi>' if page == "ltr" and running(shown, page) == "rtl" else line


def running(text: str, page: str) -> str:
    """Return the direction that a text, or HTML, is set in on a page that runs `page`: rtl or ltr.

    It is the page's own unless the text clearly runs the other way: in an Arabic page next to no letter of it is
    Arabic; in another most words are, or half of them and the first.
    """
    words = _TAG.sub("", text)
    if page == "rtl":
        return "ltr" if isolate.is_foreign(words) else "rtl"
    arabic, others = len(_RTL.findall(words)), len(_LTR.findall(words))
    return "rtl" if arabic > others or (arabic == others and normalize.direction(words) == "rtl") else "ltr"


def foreign(text: str, page: str) -> str:
    """Return the attributes of an element whose text, or HTML, runs against its page: ` dir="ltr" lang="en"`, else "".

    Its language is a guess from its letters; nothing is said of those with accents, which many languages have.
    """
    if running(text, page) == page:
        return ""
    if page == "ltr":
        return ' dir="rtl" lang="ar"'
    return ' dir="ltr" lang="en"' if all(map(str.isascii, _LTR.findall(_TAG.sub("", text)))) else ' dir="ltr"'


def body(html: str, base_path: str = "", page: str = "rtl", table: str = "", digits: str = "latn") -> str:
    """Return a sanitised body as a page shows it: long paragraphs parted at sentences, spacing mended, runs isolated.

    Links from the site's root begin at `base_path`, where the site lies under one. The element around it is set as
    `foreign` says. A table stands in a box of its own, called `table` for those who hear it, so that a wide one moves
    alone. The numbers of lists and notes are the page's own and have its `digits`.
    """
    shown = isolate.isolate_html(normalize.repair_html(_PLAIN_PARAGRAPH.sub(_readable, listed(html))))
    direction = running(html, page)
    if direction == "ltr" and _RTL.search(shown):
        shown = _BLOCK.sub(r'<\1 dir="auto">', shown)
    if digits == "arab" and direction == "rtl":
        shown = _NUMBERED.sub(_in_arabic, shown)
    return rooted(_boxed(shown, table) if "<table" in shown else shown, base_path)


def _in_arabic(match: re.Match[str]) -> str:
    return match[1] + numerals.shape(match[2], "arab") if match[1] else '<ol class="arab"'


def listed(html: str) -> str:
    """Return a body whose paragraphs with a list's mark are lists: captures and plain text have no other ones.

    Dashes are marks beside others only; by themselves they are who speaks.
    """
    if not _ITEM.search(html):
        return html
    shown: list[str] = []
    for is_item, group in groupby(html.split("\n"), lambda line: bool(_ITEM.fullmatch(line))):
        lines = list(group)
        items = [match for line in lines if (match := _ITEM.fullmatch(line))]
        if is_item and not all(item[1] in "-–—" for item in items):
            lines = [f"<ul>{''.join(f'<li>{item[2]}</li>' for item in items)}</ul>"]
        shown += lines
    return "\n".join(shown)


def _boxed(html: str, name: str) -> str:
    box = f'<div class="wide" role="group" aria-label="{escape(name)}" tabindex="0">'
    return _TABLE.sub(lambda tag: f"{tag[0]}</div>" if tag[0].startswith("</") else box + tag[0], html)


def rooted(html: str, base: str) -> str:
    """Return a body whose links from the site's root begin with `base`."""
    return _ROOT_LINK.sub(lambda link: f"{link[1]}{escape(base)}/", html) if base else html


def _readable(paragraph: re.Match[str]) -> str:
    text = unescape(paragraph[1])
    parts = sentences.readable(text)
    if len(parts) <= 1:
        return paragraph[0]
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in parts)


def excerpt(html: str, words: int) -> tuple[str, bool]:
    """Return the first `words` words or so of a body, and whether that is all of it.

    A body that is no longer stays as it is. Else the running text is cut at a sentence and made one paragraph: rows
    of a table and items of a list say little without their order.
    """
    html = listed(html)
    text = " ".join(" ".join(markup.paragraphs(html)).split())
    least, most = words * 2 // 3, words * 4 // 3
    if len(text.split()) <= most:
        return html, True
    running = " ".join(" ".join(markup.paragraphs(_NO_RUNNING_TEXT.sub("", html))).split())
    cut = sentences.excerpt(running or text, words, least, most)
    return f"<p>{escape(cut, quote=False)}</p>", False
