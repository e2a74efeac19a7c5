"""Language and direction: what a page says of itself, paragraphs that run the other way, numbers that turn round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from generator.check.findings import error, shortened, warning
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage, attribute
from generator.config import Site, SiteConfig
from generator.errors import Problem
from generator.text import isolate
from generator.text.normalize import direction

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LONG = 60  # letters from which a paragraph of the other direction also stands on the wrong side


def language(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages that do not say in which language they are, or that say a direction which is not its."""
    html = page.by_tag["html"][0]
    tongue, written = attribute(html, "lang"), attribute(html, "dir").lower()
    place = page.place(html)
    if not _LANGUAGE.fullmatch(tongue):
        message = f"<html> says no language: lang is “{shortened(tongue)}”"
        hint = f'write lang="{grounds.config.site.language}": screen readers choose their voice by it'
        yield error("check-language", page.path, place, message, hint)
        tongue = grounds.config.site.language
    elif tongue.split("-")[0].lower() != grounds.config.site.language.split("-")[0]:
        message = f"<html> says “{tongue}”, the site's language is “{grounds.config.site.language}”"
        yield warning("check-language", page.path, place, message, "mend the template, or language in site.toml")
    wanted = SiteConfig(site=Site(language=tongue.lower())).direction
    if written != wanted and (written or wanted == "rtl"):
        message = f"<html> says dir=“{written}”, and “{tongue}” is written {wanted}"
        yield error("check-language", page.path, place, message, f'write dir="{wanted}"')


def number_runs(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find numbers that a right-to-left line shows in another order than they are written: 2-1 as 1-2."""
    for line in page.prose:
        texts = [passage.text for passage in line]
        for number, passage in enumerate(line):
            if passage.direction != "rtl":
                continue
            before = texts[number - 1].rstrip()[-1:] if number else ""
            after = texts[number + 1].lstrip()[:1] if number + 1 < len(texts) else ""
            for run in isolate.runs(passage.text, before, after):
                if isolate.is_number(run[0]):
                    message = f"“{run[0]}” stands in a right-to-left line without isolation, and may show turned round"
                    hint = "in templates write it with |isolate, or put it in <bdi>"
                    place = page.place_in(passage.element, run[0])
                    yield error("check-number-run", page.path, place, message, hint)


def directions(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find paragraphs of the other direction that do not say so: their full stop stands at the wrong end."""
    for line in page.prose:
        text = " ".join("".join(passage.text for passage in line).split())
        base = line[0].direction
        if _is_upset(text, base):
            other = "ltr" if base == "rtl" else "rtl"
            message = f"“{shortened(text, 50)}” is {other} text in a paragraph that runs {base}"
            hint = f'give its element dir="{other}", or in templates use |isolate'
            yield warning("check-direction", page.path, page.place(line[0].element), message, hint)


def _is_upset(text: str, base: str) -> bool:
    """Tell whether a text as a whole has the other direction than its line, so that a reader sees it in disorder.

    Words alone read well in any line. What goes wrong is their ends (a full stop, a bracket) and the side that a long
    one stands on.
    """
    if base == "rtl":
        foreign = isolate.is_foreign(text)
    else:
        foreign = base == "ltr" and direction(text) == "rtl" and not _has_latin(text)
    return foreign and (_has_loose_ends(text) or sum(map(str.isalpha, text)) >= _LONG)


def _has_latin(text: str) -> bool:
    return any(unicodedata.bidirectional(char) == "L" for char in text)


def _has_loose_ends(text: str) -> bool:
    return not (_is_firm(text[:1]) and _is_firm(text[-1:]))


def _is_firm(chars: Iterable[str]) -> bool:
    return all(unicodedata.bidirectional(char) in ("L", "R", "AL", "EN", "AN", "NSM") for char in chars)
