"""How a stored text is shown: the outlet's words untouched, their spacing, paragraphs and directions made readable."""

from __future__ import annotations

import re
from html import escape, unescape

from generator import markup
from generator.text import isolate, normalize, punctuation, sentences

_ROOT_LINK = re.compile(r'(<a (?:[a-z]+="[^"]*" )*href=")/')
_NO_RUNNING_TEXT = re.compile(r"<(table|ul|ol|dl|pre|h[2-6])\b.*?</\1>", re.S)
_PLAIN_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")


def headline(text: str, quotes: bool) -> str:
    """Return a line of text as HTML, with its foreign and number runs isolated."""
    shown = normalize.repair_spacing(text)
    return isolate.isolate(punctuation.quotes(shown) if quotes else shown)


def body(html: str, base_path: str = "") -> str:
    """Return a sanitised body as a page shows it: long paragraphs parted at sentences, spacing mended, runs isolated.

    Links from the site's root begin at `base_path`, where the site lies under one.
    """
    shown = isolate.isolate_html(normalize.repair_html(_PLAIN_PARAGRAPH.sub(_readable, html)))
    return rooted(shown, base_path)


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
    text = " ".join(" ".join(markup.paragraphs(html)).split())
    least, most = words * 2 // 3, words * 4 // 3
    if len(text.split()) <= most:
        return html, True
    running = " ".join(" ".join(markup.paragraphs(_NO_RUNNING_TEXT.sub("", html))).split())
    cut = sentences.excerpt(running or text, words, least, most)
    return f"<p>{escape(cut, quote=False)}</p>", False
