"""Plain blocks built of what the gate lets through: the nesting on which all readers of HTML agree.

Running text stands in paragraphs, inline elements hold no blocks, nothing is empty, nothing is nested deeper than
`DEPTH_LIMIT`. Building twice gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import groupby

from generator.markup.links import link_address, web_address
from generator.text.normalize import clean

DEPTH_LIMIT = 24  # blocks within blocks; deeper ones are flattened
LINK_REL = "noopener nofollow ugc"

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
BLOCKS = _LEAVES | _WRAPPED - {"body"} | _IMPLIED.keys() | _PARENTS.keys()
SYNONYMS = {"strike": "s", "del": "s", "ins": "u", "kbd": "code", "samp": "code", "tt": "code", "acronym": "abbr"}
INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "s", "small", "strong", "sub", "sup", "time", "u"]
)
BOUNDARIES = frozenset(
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
VOID = frozenset(("br", "hr"))
_VALUES = {
    "colspan": re.compile(r"[1-9]\d?"),
    "datetime": re.compile(r"[0-9TZPWDHMSYtz:.+\- ]{1,40}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "rowspan": re.compile(r"[1-9]\d?"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "start": re.compile(r"-?\d{1,6}"),
}

_ATTRIBUTE = re.compile(r" ([^\s\"=>]+)=\"([^\"]*)\"")


class _Node:
    """An element of the body that is being built; children are elements and text, not yet escaped."""

    __slots__ = ("attributes", "children", "implied", "name")

    def __init__(self, name: str, attributes: str = "", *, implied: bool = False) -> None:
        self.name = name
        self.attributes = attributes
        self.implied = implied  # the source has no tag for it
        self.children: list[_Node | str] = []


def escaped(text: str) -> str:
    """Return text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Builder:
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
        self.space = False
        self.breaks = 0

    def start(self, name: str, attributes: str) -> None:
        """Take an opening tag."""
        name = SYNONYMS.get(name, name)
        if name == "br" and self.opened[-1].name == "pre":
            self.opened[-1].children.append("\n")
        elif name == "br":
            self.breaks += 1
        elif name == "hr":
            self._rule()
        elif name in INLINE:
            self._start_inline(name, attributes)
        elif name in BLOCKS and self._may_open(name):
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
        self.root.children = _settled(self.root)
        _set_headings(self.root, [])
        return "\n".join(_written(node) for node in self.root.children if isinstance(node, _Node))

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
        node = _Node(name, self._attributes(name, attributes))
        self._open(node)
        self.ends.append(node)

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
        return "".join(f' {key}="{escaped(kept[key]).replace(chr(34), "&quot;")}"' for key in sorted(kept))

    def _value(self, key: str, value: str) -> str:
        if key == "href":
            return link_address(value, self.base)
        if key == "cite":
            return web_address(value)
        pattern = _VALUES.get(key)
        return value if pattern is None or pattern.fullmatch(value) else ""


def _settled(node: _Node, preformatted: bool = False) -> list[_Node | str]:
    """Return a node's children with neighbouring text joined and cleaned, and without those that say nothing."""
    settled: list[_Node | str] = []
    for child in _joined(_said(node, preformatted)):
        if isinstance(child, str):
            settled += filter(None, [_clean_inside(child, preformatted)])
        else:
            settled.append(child)
    if node.name == "pre":
        _trim_lines(settled)
    elif node.name not in INLINE:
        settled = _trimmed(settled)
    return settled if _says_something(settled) else []


def _said(node: _Node, preformatted: bool) -> Iterator[_Node | str]:
    """Yield text, and the elements that say something; an empty block between words still parts them."""
    for child in node.children:
        if isinstance(child, str):
            yield child
            continue
        child.children = _settled(child, preformatted or child.name == "pre")
        if child.children or child.name in VOID or child.name in ("td", "th"):
            yield child
        elif child.name not in INLINE:
            yield _Node("br")


def _trim_lines(children: list[_Node | str]) -> None:
    """Drop line ends at the start and end of preformatted text: a reader drops the first one itself."""
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip("\n")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip("\n")


def _trimmed(children: list[_Node | str]) -> list[_Node | str]:
    """Return a block's children without the spaces and breaks next to an edge of a block, and with single breaks."""
    trimmed: list[_Node | str] = []
    for is_block, group in groupby(children, _is_block):
        run = list(group)
        trimmed += run if is_block else _with_single_breaks(_without_edge(_without_edge(run, 0), -1))
    return trimmed


def _with_single_breaks(run: list[_Node | str]) -> list[_Node | str]:
    """Return a run of text and inline elements without breaks next to a break, and without spaces there."""
    single: list[_Node | str] = []
    for is_break, group in groupby(run, _is_break):
        part = list(group)
        if is_break:
            single = _without_edge(single, -1)
            single.append(part[0])
        else:
            single += _without_edge(part, 0) if single else part
    return single


def _is_break(child: _Node | str) -> bool:
    return isinstance(child, _Node) and child.name == "br"


def _is_block(child: _Node | str) -> bool:
    return isinstance(child, _Node) and child.name not in INLINE and child.name != "br"


def _without_edge(run: list[_Node | str], end: int) -> list[_Node | str]:
    """Return a run of text and inline elements without spaces and breaks at its start (`end` 0) or end (-1)."""
    while run:
        last = run[end]
        if isinstance(last, str):
            run[end] = last.rstrip(" ") if end else last.lstrip(" ")
        elif last.name in INLINE:
            last.children = _without_edge(last.children, end)
        if run[end] if isinstance(last, str) else last.children:
            break
        del run[end]
    return run


def _joined(children: Iterable[_Node | str]) -> Iterator[_Node | str]:
    """Yield children with runs of text as one."""
    for is_text, run in groupby(children, lambda child: isinstance(child, str)):
        if is_text:
            yield "".join(map(str, run))
        else:
            yield from run


def _says_something(children: list[_Node | str]) -> bool:
    return any(child.strip() if isinstance(child, str) else child.children for child in children)


def _clean_inside(text: str, preformatted: bool) -> str:
    """Return `clean` of a run of text, but keep the one space at its edges, or all white space where it shows."""
    if preformatted:
        return "".join(part if part.isspace() else clean(part) for part in re.split(r"([ \n\t]+)", text))
    cleaned = clean(text)
    if not cleaned:
        return " " if " " in text else ""
    return f"{' ' * text[:1].isspace()}{cleaned}{' ' * text[-1:].isspace()}"


def _set_headings(node: _Node, outline: list[int]) -> None:
    """Name the headings by their depth in the outline: a page has one h1, and it is not in the body.

    `outline` has the levels, as the source counts them, of the headings that this point is under.
    """
    for child in node.children:
        if isinstance(child, str):
            continue
        if child.name in _HEADINGS:
            level = int(child.name[1])
            while outline and outline[-1] >= level:
                outline.pop()
            outline.append(level)
            child.name = f"h{min(6, len(outline) + 1)}"
        _set_headings(child, outline)


def _written(node: _Node) -> str:
    if node.name in VOID:
        return f"<{node.name}>"
    inside = "".join(escaped(child) if isinstance(child, str) else _written(child) for child in node.children)
    return f"<{node.name}{node.attributes}>{inside}</{node.name}>"
