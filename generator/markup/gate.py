"""The gate: nh3, given markup so that neither attack nor accident costs a reader words or time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import nh3

from generator.markup.elements import BLOCKS, BOUNDARIES, INLINE, SYNONYMS, VOID, escaped

NESTING_LIMIT = 500  # unclosed elements; a body beyond it keeps its words only (reading it takes quadratic time)
WORK_LIMIT = 2_000_000  # unclosed elements x tags: what a reader may have to open again at every paragraph

_ATTRIBUTES = {
    "*": {"dir", "id", "lang"},
    "a": {"href", "name", "title"},
    "abbr": {"title"},
    "acronym": {"title"},
    "blockquote": {"cite"},
    "ol": {"start"},
    "q": {"cite"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_GATE_TAGS = BLOCKS | INLINE | BOUNDARIES | VOID | SYNONYMS.keys()
_GATE = nh3.Cleaner(
    tags=set(_GATE_TAGS),
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,  # written when the body is built anew, for foreign addresses only
    strip_comments=True,
)

# Any other element gets a name that no parser knows: nh3 would drop the words of SVG's and MathML's elements with them,
# and read the insides of others (noscript, iframe, textarea, select) as raw text, tags and all.
_KNOWN = frozenset(
    [
        "area",
        "base",
        "body",
        "br",
        "col",
        "colgroup",
        "embed",
        "frame",
        "head",
        "hr",
        "html",
        "image",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "script",
        "source",
        "span",
        "style",
        "track",
        "wbr",
    ]
)
_STRANGE = re.compile(rf"<(/?)(?=[a-z])(?!(?:{'|'.join(sorted(_GATE_TAGS | _KNOWN))})[\s/>])", re.I)
_RAW = re.compile(r"<(script|style)(?=[\s/>])", re.I)
_RAW_END = re.compile(r"</(script|style)[^<>]*>", re.I)
_OPEN_END = re.compile(r"</([a-z][a-z0-9]*)(?=\s[^<>]*<)", re.I)  # an end tag that swallows words up to the next tag
# Text in SVG and MathML; elsewhere what a careless feed left. A reader must find its words, so only the marks go.
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.S)
_END = '<hr lang="x-end">'
_TAG_START = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ANY_TAG = re.compile(r"<[^<>]*>|<[^<>\n]*")
_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
ENDS_ITSELF = frozenset(
    [
        "area",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "td",
        "th",
        "tr",
        "wbr",
    ]
)


def is_too_deep(html: str) -> bool:
    """Tell whether reading the markup would take more than linear time: by what it leaves open, before reading it."""
    if html.count("<") < NESTING_LIMIT:
        return False
    depth = deepest = tags = 0
    for match in _TAG_START.finditer(html):
        tags += 1
        if match[2].lower() not in ENDS_ITSELF:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest > NESTING_LIMIT or deepest * tags > WORK_LIMIT


def gated(html: str) -> str:
    """Return what the gate lets through of all of `html`.

    An unclosed comment, script or quoted attribute swallows the rest, as in a browser. A body that was cut, or
    attacked, must not lose its words so: a mark at the end tells, and ways to close the gap are tried until it shows.
    """
    html = _CDATA.sub(r"\1", html)
    for attempt in _attempts(html):
        passed = _GATE.clean(_STRANGE.sub(r"<\1x-", attempt + _END))
        if _END in passed:
            return passed.replace(_END, "")
    return "".join(f"<p>{escaped(line)}</p>" for line in words(_without_unclosed(html)).split("\n"))


def _attempts(html: str) -> Iterator[str]:
    html = _OPEN_END.sub(r"</\1>", html)
    yield html
    html = _without_unclosed(html)
    yield html
    yield _without_last_tag(html)


def _without_unclosed(html: str) -> str:
    """Return markup in which nothing that has no end begins a comment, a script or a style."""
    comment = html.rfind("<!--")
    if html.find("-->", comment) < 0 <= comment:
        html = html.replace("<!--", "<x-c>").replace("-->", "")
    ends = {match[1].lower(): match.start() for match in _RAW_END.finditer(html)}
    return _RAW.sub(lambda m: m[0] if m.start() < ends.get(m[1].lower(), 0) else f"<x-{m[1]}", html)


def _without_last_tag(html: str) -> str:
    """Return markup up to its last tag, which has no end, and the words after it."""
    last = html.rfind("<")
    return html[:last] + escaped(words(html[last:]))


def words(html: str) -> str:
    """Return what markup says once every tag is a line end."""
    return unescape(_ANY_TAG.sub("\n", _SILENT.sub("\n", html)))
