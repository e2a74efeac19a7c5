"""Other generators' calls in Markdown: Hugo's shortcodes, Jekyll's Liquid tags, kramdown's and Hugo's attributes.

    {{< figure src="sea.webp" alt="البحر" >}}   ──▶   ![البحر](<sea.webp>)
    {% include video.html %}                    ──▶
    {{% notice %}} نص {{% /notice %}}           ──▶   نص
    ## عنوان {#mark}                            ──▶   ## عنوان

They ask for what another generator's theme has, so they are taken out; what stands between two of them stays. Code is
left as it is, so is `{{ … }}`, which may be words, and no line changes its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LONGEST = 2000  # characters of one call
_SIGN = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)|(?P<tick>`)|(?P<line>\n)|(?P<call>\{\{[<%]|\{%)"
    r"|(?P<attributes>\{:[ \t]*[#.]?[A-Za-z][^{}\n]{0,200}\}|\{[#.][A-Za-z][^{}\n]{0,200}\}(?=[ \t]*$))",
    re.M,
)
_ENDS = {"{{<": ">}}", "{{%": "%}}", "{%": "%}"}
_EXPLAINED = re.compile(r"/\*(.*)\*/", re.S)  # Hugo's way to write about a shortcode
_NAME = re.compile(r"[-\s]*(/?[\w./-]*)")
_ARGUMENT = re.compile(r"(?<!\w)(\w++)\s*+=\s*(?:\"([^\"]*)\"|`([^`]*)`|'([^']*)'|([^\s\"'`]+))")
_PICTURES = frozenset(("figure", "img", "image"))


class Call(NamedTuple):
    """A shortcode or tag that was taken out: the line of its first use, counted from 1, and how often it is used."""

    name: str
    line: int
    times: int = 1


class _Found(NamedTuple):
    start: int
    end: int
    name: str = ""  # "" for what nobody need be told of
    shown: str = ""  # what stands in its place


def without_calls(text: str) -> tuple[str, tuple[Call, ...]]:
    """Return Markdown without the calls and attributes of other generators, and the calls, each once, in order."""
    if "{" not in text:
        return text, ()
    pieces, at, line = [], 0, 1
    calls: dict[str, Call] = {}
    for found in _found(text):
        pieces += [text[at : found.start], found.shown]
        line += text.count("\n", at, found.start)
        if found.name and not found.name.startswith(("/", "end")):
            first = calls.get(found.name)
            calls[found.name] = first._replace(times=first.times + 1) if first else Call(found.name, line)
        line += text.count("\n", found.start, found.end)
        at = found.end
    return "".join([*pieces, text[at:]]), tuple(calls.values())


def _found(text: str) -> Iterator[_Found]:
    """Yield what is to be replaced: calls and attributes outside code, comments with all that they enclose."""
    at, fence, in_code = 0, "", False
    pair: tuple[str, int] | None = None  # the end that is waited for, and where its tag begins
    while match := _SIGN.search(text, at):
        at = match.end()
        if match["fence"]:
            fence = _fence_after(fence, match["fence"], match["info"])
        elif match["tick"]:
            in_code = not in_code
        elif match["line"]:
            in_code = False
        elif not (fence or in_code) and (found := _call(text, match)):
            at = found.end
            if pair is None and found.name in ("comment", "raw") and match["call"] == "{%":
                pair = (f"end{found.name}", match.start())
                if found.name == "raw":
                    yield found._replace(name="")
            elif pair is None:
                yield found
            elif found.name == pair[0]:
                start = match.start() if pair[0] == "endraw" else pair[1]
                yield _Found(start, at, shown="\n" * text.count("\n", start, at))
                pair = None


def _fence_after(fence: str, mark: str, info: str) -> str:
    """Return the fence that is open after a line with a fence."""
    if not fence:
        return mark
    return "" if mark.startswith(fence) and not info.strip() else fence


def _call(text: str, sign: re.Match[str]) -> _Found | None:
    """Return the call or the attributes that begin at `sign`, None where a call has no end in sight."""
    if sign["attributes"]:
        return _Found(sign.start(), sign.end())
    close = _ENDS[sign[0]]
    end = text.find(close, sign.end(), sign.end() + _LONGEST)
    inner = text[sign.end() : end]
    if end < 0 or "\n\n" in inner:
        return None
    if words := _EXPLAINED.fullmatch(inner.strip()):
        shown = f"{sign[0]} {words[1].strip()} {close}".replace("<", "&lt;").replace(">", "&gt;")
        return _Found(sign.start(), end + len(close), shown=shown)
    match = _NAME.match(inner)
    name = match[1] if match and match[1] else sign[0]
    shown = _picture(inner) if name in _PICTURES else ""
    return _Found(sign.start(), end + len(close), name, shown + "\n" * inner.count("\n"))


def _picture(inner: str) -> str:
    """Return the picture that a call shows, as Markdown; "" where it names none."""
    said = {match[1].lower(): next(filter(None, match.groups()[1:]), "") for match in _ARGUMENT.finditer(inner)}
    source = said.get("src", "")
    if not source or re.search(r"[\s<>]", source):
        return ""
    words = re.sub(r"[\[\]\\\s]+", " ", said.get("alt") or said.get("caption", "")).strip()
    title = re.sub(r"[\"\\\s]+", " ", said.get("caption") or said.get("title", "")).strip()
    return f'![{words}](<{source}> "{title}")' if title else f"![{words}](<{source}>)"
