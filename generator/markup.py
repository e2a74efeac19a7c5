"""Bodies: the one gate through which markup from outside passes, and plain text in and out of bodies.

A body is a sequence of block elements, one a line, of a short list of tags. `nh3` reads the hostile markup as a browser
would and lets through only harmless tags; what it leaves is then built anew, so that the nesting is plain enough for
every reader of HTML to agree on it: running text stands in paragraphs, inline elements hold no blocks, nothing is
empty, nothing is nested deeper than `DEPTH_LIMIT`. Building it twice gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import nh3

from generator.text.normalize import clean, clean_lines

DEPTH_LIMIT = 24  # blocks within blocks; deeper ones are flattened
NESTING_LIMIT = 500  # unclosed elements; a body beyond it keeps its words only (reading it takes quadratic time)
WORK_LIMIT = 2_000_000  # unclosed elements x tags: what a reader may have to open again at every paragraph
ADDRESS_LIMIT = 4096  # characters of a link
LINK_REL = "noopener nofollow ugc"
OWN_SITE = "/"  # as `base`: links from the site's root are the site's own

_SCHEMES = {"http", "https", "mailto"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAVES = frozenset(("p", "caption", "dt", "pre", *_HEADINGS))  # hold text and inline elements only
_WRAPPED = frozenset(("body", "blockquote", "figure"))  # hold blocks only: loose text becomes a paragraph
_IMPLIED = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tbody",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
    "tr": "td",
}
_PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "figcaption": {"figure"},
}
_BLOCKS = _LEAVES | _WRAPPED - {"body"} | _IMPLIED.keys() | _PARENTS.keys()
_SYNONYMS = {"strike": "s", "del": "s", "ins": "u", "kbd": "code", "samp": "code", "tt": "code", "acronym": "abbr"}
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "s", "small", "strong", "sub", "sup", "time", "u"]
)
_BOUNDARIES = frozenset(
    [
        "address",
        "article",
        "aside",
        "center",
        "details",
        "dir",
        "div",
        "fieldset",
        "footer",
        "form",
        "header",
        "hgroup",
        "legend",
        "main",
        "menu",
        "nav",
        "optgroup",
        "option",
        "section",
        "summary",
    ]
)  # dropped, but they part the text before from the text after
_VOID = frozenset(("br", "hr"))
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "acronym": {"title"},
    "blockquote": {"cite"},
    "ol": {"start"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_VALUES = {
    "colspan": re.compile(r"[1-9]\d?"),
    "datetime": re.compile(r"[0-9TZPWDHMSYtz:.+\- ]{1,40}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "rowspan": re.compile(r"[1-9]\d?"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "start": re.compile(r"-?\d{1,6}"),
}

_GATE_TAGS = _BLOCKS | _INLINE | _BOUNDARIES | _VOID | _SYNONYMS.keys()
_GATE = nh3.Cleaner(
    tags=set(_GATE_TAGS),
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
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
_END = '<hr lang="x-end">'
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [^\s\"=>]+=\"[^\"]*\")*)>|([^<]+)")
_ATTRIBUTE = re.compile(r" ([^\s\"=>]+)=\"([^\"]*)\"")
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
_BLOCK_EDGE = re.compile(
    rf"</?(?:{'|'.join(sorted((_BLOCKS | {'hr'}) - {'td', 'th'}, key=len, reverse=True))})(?: [^>]*)?>"
)
_GAP = re.compile(r"<(?:br|t[dh])(?: [^>]*)?>")
_INLINE_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<img\b([^<>]*)>", re.I)
_PICTURE_ATTRIBUTE = re.compile(r"\b(src|alt|width|height|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)


def sanitise(html: str, *, base: str = "") -> str:
    """Return hostile or merely untidy markup as a body: harmless block elements, one a line, "" when nothing is said.

    Relative links are resolved against `base`, the absolute address that the markup was found at; without one they are
    dropped, their words stay. With `OWN_SITE` as base, links from the site's root are kept as they are.
    """
    if "<" not in html and "&" not in html:
        return from_text(html)
    if _is_too_deep(html):
        return from_text(_words(html))
    builder = _Builder(base)
    for match in _TOKEN.finditer(_gated(html)):
        closing, name, attributes, text = match.groups()
        if text is not None:
            builder.text(unescape(text))
        elif closing:
            builder.end()
        else:
            builder.start(name, attributes)
    return builder.body()


def from_text(text: str) -> str:
    """Return plain text as a body: every line a paragraph, blank lines between them or not."""
    return _in_paragraphs(_escaped(clean_lines(text)).split("\n"))


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return lines of clean text as a body, a paragraph each; empty ones are left out."""
    return _in_paragraphs(map(_escaped, paragraphs))


def _in_paragraphs(escaped: Iterable[str]) -> str:
    return "\n".join([f"<p>{line}</p>" for line in escaped if line])


def paragraphs(body: str) -> list[str]:
    """Return the plain text of a body's blocks in order; a list item, a heading, a table row is one each."""
    pieces = (" ".join(_unmarked(piece).split()) for piece in _BLOCK_EDGE.split(body))
    return [piece for piece in pieces if piece]


def plain(body: str) -> str:
    """Return the plain text of a body, a block a line."""
    return "\n".join(paragraphs(body))


def picture_attributes(html: str) -> Iterator[dict[str, str]]:
    """Yield src, alt, title, width and height, as far as written, of the pictures that raw markup shows, in order."""
    for tag in _PICTURE.finditer(html):
        found = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _PICTURE_ATTRIBUTE.finditer(tag[1][:4096])}
        if found.get("src"):
            yield found


def web_address(address: str, *, base: str = "") -> str:
    """Return an http(s) address as a browser would follow it, resolved against `base`; "" for any other.

    White space and control characters are dropped as the URL standard does, so that no reader sees another scheme
    than this function did.
    """
    if _PLAIN_ADDRESS.fullmatch(address) and not base:
        return address
    link = _link(address, base)
    return link if link.startswith(("http://", "https://")) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unmarked(piece: str) -> str:
    if "<" in piece:
        piece = _INLINE_TAG.sub("", _GAP.sub(" ", piece))
    return unescape(piece) if "&" in piece else piece


def _is_too_deep(html: str) -> bool:
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


def _gated(html: str) -> str:
    """Return what the gate lets through of all of `html`.

    An unclosed comment, script or quoted attribute swallows the rest, as in a browser. A body that was cut, or
    attacked, must not lose its words so: a mark at the end tells, and ways to close the gap are tried until it shows.
    """
    for attempt in _attempts(html):
        gated = _GATE.clean(_STRANGE.sub(r"<\1x-", attempt + _END))
        if _END in gated:
            return gated.replace(_END, "")
    return from_text(_words(_without_unclosed(html)))


def _attempts(html: str) -> Iterator[str]:
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
    return html[:last] + _escaped(_words(html[last:]))


def _words(html: str) -> str:
    """Return what markup says once every tag is a line end."""
    return unescape(_ANY_TAG.sub("\n", _SILENT.sub("\n", html)))


_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w/.~%?&=,;:+@!$*()'-]{0,1000})?")
_URL_NOISE = re.compile("[\t\n\r]")
_URL_EDGES = "".join(map(chr, range(0x21)))
_UNSAFE_IN_URL = re.compile('[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\\\\"<>`]')


def _link(address: str, base: str) -> str:
    """Return the address that a link may have, or ""."""
    address = _URL_NOISE.sub("", address).strip(_URL_EDGES)
    try:
        if base and base != OWN_SITE:
            address = urljoin(base, address)
        parts = urlsplit(address)
    except ValueError:
        return ""
    if len(address) > ADDRESS_LIMIT:
        return ""
    scheme = parts.scheme.lower()
    if scheme in ("http", "https"):
        rest = _UNSAFE_IN_URL.sub(_percent, address[len(scheme) + 1 :])
        return f"{scheme}:{rest}" if rest.startswith("//") and parts.hostname else ""
    if scheme == "mailto":
        return f"mailto:{_UNSAFE_IN_URL.sub(_percent, address[7:])}" if "@" in address else ""
    is_own = base == OWN_SITE and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return _UNSAFE_IN_URL.sub(_percent, address) if is_own else ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


class _Node:
    """An element of the body that is being built; children are elements and text, not yet escaped."""

    __slots__ = ("attributes", "children", "implied", "name")

    def __init__(self, name: str, attributes: str = "", *, implied: bool = False) -> None:
        self.name = name
        self.attributes = attributes
        self.implied = implied  # the source has no tag for it
        self.children: list[_Node | str] = []


class _Builder:
    """Builds a body from the balanced tags and the text that the gate let through.

    `opened` is the path of open blocks; `inlines` are the inline elements that the source has open, which are written
    into a block only once there is a word to put into them; `drawn` are those written where the next word will stand.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.root = _Node("body")
        self.opened = [self.root]
        self.inlines: list[tuple[str, str]] = []
        self.drawn: list[_Node] = []
        self.drawn_for: list[tuple[str, str]] = []
        self.ends: list[_Node | str] = []  # what each open tag of the source has to undo
        self.outline: list[int] = []  # levels of the headings above this point
        self.space = False
        self.breaks = 0

    def start(self, name: str, attributes: str) -> None:
        """Take an opening tag."""
        name = _SYNONYMS.get(name, name)
        if name == "br":
            self.breaks += 1
        elif name == "hr":
            self._rule()
        elif name in _INLINE:
            self._start_inline(name, attributes)
        elif name in _BLOCKS and self._may_open(name):
            self._start_block(name, attributes)
        else:
            self._part()
            self.ends.append("boundary")

    def end(self) -> None:
        """Take the closing tag of what was opened last."""
        what = self.ends.pop() if self.ends else ""
        if isinstance(what, _Node):
            self._close(what)
        elif what == "inline":
            self.inlines.pop()
        elif what == "boundary":
            self._part()

    def text(self, text: str) -> None:
        """Take text, its character references decoded."""
        if self.opened[-1].name == "pre":
            self._place().append(text)
            return
        words = " ".join(text.split())
        if not words or not clean(words):
            self.space = self.space or bool(text)
            return
        self.space = self.space or text[0].isspace()
        place = self._place()
        place.append(words)
        self.space = text[-1].isspace()

    def body(self) -> str:
        """Return what was built."""
        return "\n".join(_written(node) for node in _settled(self.root) if isinstance(node, _Node))

    def _place(self) -> list[_Node | str]:
        """Return where the next word belongs, opening what it needs and writing the space or break before it."""
        self._ready_for_text()
        block = self.opened[-1]
        if self.breaks > 1 and block.name == "p":
            self._leave(block)
            self._ready_for_text()
        elif self.breaks and block.children:
            self._undraw(self._shared())
            self._innermost().append(_Node("br"))
        elif self.space and block.children:
            self._undraw(self._shared())
            self._innermost().append(" ")
        self.space, self.breaks = False, 0
        self._draw()
        return self._innermost()

    def _innermost(self) -> list[_Node | str]:
        return (self.drawn[-1] if self.drawn else self.opened[-1]).children

    def _shared(self) -> int:
        """Return how many of the drawn inline elements are still open in the source."""
        pairs = zip(self.drawn_for, self.inlines, strict=False)
        return next((i for i, (a, b) in enumerate(pairs) if a is not b), min(len(self.drawn), len(self.inlines)))

    def _undraw(self, kept: int) -> None:
        del self.drawn[kept:], self.drawn_for[kept:]

    def _draw(self) -> None:
        self._undraw(self._shared())
        for inline in self.inlines[len(self.drawn) :]:
            node = _Node(*inline)
            self._innermost().append(node)
            self.drawn.append(node)
            self.drawn_for.append(inline)

    def _ready_for_text(self) -> None:
        """Open what must stand between the innermost block and running text."""
        while (name := self.opened[-1].name) in _IMPLIED:
            self._open(_Node(_IMPLIED[name], implied=True))
        if name in _WRAPPED:
            self._open(_Node("p", implied=True))

    def _open(self, node: _Node) -> None:
        self.opened[-1].children.append(node)
        self.opened.append(node)
        self._begin_line()

    def _begin_line(self) -> None:
        self._undraw(0)
        self.space, self.breaks = False, 0

    def _close(self, node: _Node) -> None:
        if node in self.opened:
            self._leave(node)

    def _leave(self, node: _Node) -> None:
        del self.opened[self.opened.index(node) :]
        self._begin_line()

    def _may_open(self, name: str) -> bool:
        """Tell whether a block may stand here, after closing what stands between it and its parent."""
        top = self.opened[-1].name
        if top in _LEAVES and top != "p" and (name == "p" or name in _HEADINGS):
            return False
        needs = _PARENTS.get(name)
        if needs is None:
            return len(self.opened) < DEPTH_LIMIT
        while self.opened[-1].implied:
            self._leave(self.opened[-1])
        return self.opened[-1].name in needs

    def _start_block(self, name: str, attributes: str) -> None:
        if self.opened[-1].name in _LEAVES:
            self._leave(self.opened[-1])
        while name not in _PARENTS and (top := self.opened[-1].name) in _IMPLIED:
            self._open(_Node(_IMPLIED[top], implied=True))
        node = _Node(self._heading(name) if name in _HEADINGS else name, self._attributes(name, attributes))
        self._open(node)
        self.ends.append(node)

    def _heading(self, name: str) -> str:
        """Return the heading's element by its depth in the outline: a page has one h1, and it is not in the body."""
        level = int(name[1])
        while self.outline and self.outline[-1] >= level:
            self.outline.pop()
        self.outline.append(level)
        return f"h{min(6, len(self.outline) + 1)}"

    def _start_inline(self, name: str, attributes: str) -> None:
        written = self._attributes(name, attributes)
        if any(open_name == name for open_name, _ in self.inlines) or (name == "a" and "href=" not in written):
            self.ends.append("")
            return
        self.inlines.append((name, written))
        self.ends.append("inline")

    def _part(self) -> None:
        """Part the text before from the text after, as the border of a dropped block does."""
        block = self.opened[-1]
        if block.name == "p":
            self._leave(block)
        elif block.name in _LEAVES:
            self.space = True
        elif block.children:
            self.breaks = max(1, self.breaks)

    def _rule(self) -> None:
        if self.opened[-1].name == "p":
            self._leave(self.opened[-1])
        if self.opened[-1].name in _WRAPPED:
            self.opened[-1].children.append(_Node("hr"))

    def _attributes(self, name: str, written: str) -> str:
        """Return the attributes that stay, in the order of their names, ready to be written."""
        kept = {}
        for key, value in _ATTRIBUTE.findall(written):
            value = self._value(key, clean(unescape(value)))
            if value:
                kept[key] = value
        if kept.get("href", "/")[0] != "/":
            kept["rel"] = LINK_REL
        return "".join(f' {key}="{_escaped(kept[key]).replace(chr(34), "&quot;")}"' for key in sorted(kept))

    def _value(self, key: str, value: str) -> str:
        if key == "href":
            return _link(value, self.base)
        if key == "cite":
            return web_address(value)
        pattern = _VALUES.get(key)
        return value if pattern is None or pattern.fullmatch(value) else ""


def _settled(node: _Node) -> list[_Node | str]:
    """Return a node's children with neighbouring text joined and cleaned, and without those that say nothing."""
    settled: list[_Node | str] = []
    for child in _joined(node.children):
        if isinstance(child, str):
            text = _clean_inside(child, node.name == "pre")
            if text:
                settled.append(text)
            continue
        child.children = _settled(child)
        if child.name == "pre":
            _trim_lines(child.children)
        if child.children or child.name in _VOID or child.name in ("td", "th"):
            settled.append(child)
    return settled if _says_something(settled) else []


def _trim_lines(children: list[_Node | str]) -> None:
    """Drop line ends at the start and end of preformatted text: a reader drops the first one itself."""
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip("\n")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip("\n")


def _joined(children: list[_Node | str]) -> Iterator[_Node | str]:
    """Yield children with runs of text as one."""
    run: list[str] = []
    for child in children:
        if isinstance(child, str):
            run.append(child)
            continue
        if run:
            yield "".join(run)
            run.clear()
        yield child
    if run:
        yield "".join(run)


def _says_something(children: list[_Node | str]) -> bool:
    return any(isinstance(child, str) or child.children for child in children)


def _clean_inside(text: str, preformatted: bool) -> str:
    """Return `clean` of a run of text, but keep the one space at its edges, or all white space where it shows."""
    if preformatted:
        return "".join(part if part.isspace() else clean(part) for part in re.split(r"([ \n\t]+)", text))
    cleaned = clean(text)
    if not cleaned:
        return " " if " " in text else ""
    return f"{' ' * text[:1].isspace()}{cleaned}{' ' * text[-1:].isspace()}"


def _written(node: _Node) -> str:
    if node.name in _VOID:
        return f"<{node.name}>"
    inside = "".join(_escaped(child) if isinstance(child, str) else _written(child) for child in node.children)
    return f"<{node.name}{node.attributes}>{inside}</{node.name}>"
