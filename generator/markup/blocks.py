"""Plain blocks built of what the gate lets through: the nesting on which all readers of HTML agree.

Running text stands in paragraphs, inline elements hold no blocks, nothing is empty, nothing is nested deeper than
`DEPTH_LIMIT`. Building twice gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from typing import NamedTuple

from generator.markup.elements import (
    BLOCKS,
    DEPTH_LIMIT,
    HEADINGS,
    IMPLIED,
    INLINE,
    LEAVES,
    PARENTS,
    SYNONYMS,
    WRAPPED,
    Node,
    escaped,
)
from generator.markup.links import link_address, web_address
from generator.markup.settling import written
from generator.text.normalize import clean

LINK_REL = "noopener nofollow ugc"

_VALUES = {
    "class": re.compile(r"to-center|to-end"),  # how a column is aligned; static/site.css knows them
    "colspan": re.compile(r"[1-9][0-9]?"),
    "datetime": re.compile(r"[0-9TZPWDHMSYtz:.+\- ]{1,40}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "start": re.compile(r"-?[0-9]{1,6}"),
}

_ATTRIBUTE = re.compile(r" ([^\s\"=>]+)=\"([^\"]*)\"")


class _Tag(NamedTuple):
    """What an opening tag says, ready for a node."""

    name: str
    attributes: str
    anchor: str
    target: str

    def node(self) -> Node:
        """Return a new node of this tag."""
        return Node(self.name, self.attributes, anchor=self.anchor, target=self.target)


class Builder:
    """Builds a body from the balanced tags and the text that the gate let through.

    `opened` is the path of open blocks; `inlines` are the inline elements that the source has open, which are written
    into a block only once there is a word to put into them; `drawn` are those written where the next word will stand.
    """

    def __init__(self, base: str, anchors: Collection[str] = ()) -> None:
        self.base = base
        self.anchors = anchors  # ids that the source has, to which links within it may lead
        self.root = Node("body")
        self.opened = [self.root]
        self.inlines: list[_Tag] = []
        self.drawn: list[Node] = []
        self.drawn_for: list[_Tag] = []
        self.ends: list[Node | str] = []  # what each open tag of the source has to undo
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
        if isinstance(what, Node):
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
        return written(self.root)

    def _place(self) -> list[Node | str]:
        """Return where the next word belongs, opening what it needs and writing the space or break before it."""
        self._ready_for_text()
        block = self.opened[-1]
        if self.breaks > 1 and block.name == "p":
            self._leave(block)
            self._ready_for_text()
        elif self.breaks and block.children:
            self._undraw(self._shared())
            self._innermost().append(Node("br"))
        elif self.space and block.children:
            self._undraw(self._shared())
            self._innermost().append(" ")
        self.space, self.breaks = False, 0
        self._draw()
        return self._innermost()

    def _innermost(self) -> list[Node | str]:
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
            node = inline.node()
            self._innermost().append(node)
            self.drawn.append(node)
            self.drawn_for.append(inline)

    def _ready_for_text(self) -> None:
        """Open what must stand between the innermost block and running text."""
        while (name := self.opened[-1].name) in IMPLIED:
            self._open(Node(IMPLIED[name], implied=True))
        if name in WRAPPED:
            self._open(Node("p", implied=True))

    def _open(self, node: Node) -> None:
        self.opened[-1].children.append(node)
        self.opened.append(node)
        self._begin_line()

    def _begin_line(self) -> None:
        self._undraw(0)
        self.space, self.breaks = False, 0

    def _close(self, node: Node) -> None:
        if node in self.opened:
            self._leave(node)

    def _leave(self, node: Node) -> None:
        del self.opened[self.opened.index(node) :]
        self._begin_line()

    def _may_open(self, name: str) -> bool:
        """Tell whether a block may stand here, after closing what stands between it and its parent."""
        top = self.opened[-1].name
        if top in LEAVES and top != "p" and (name == "p" or name in HEADINGS):
            return False
        needs = PARENTS.get(name)
        if needs is None:
            return len(self.opened) < DEPTH_LIMIT
        while self.opened[-1].implied:
            self._leave(self.opened[-1])
        return self.opened[-1].name in needs

    def _start_block(self, name: str, attributes: str) -> None:
        if self.opened[-1].name in LEAVES:
            self._leave(self.opened[-1])
        while name not in PARENTS and (top := self.opened[-1].name) in IMPLIED:
            self._open(Node(IMPLIED[top], implied=True))
        node = self._tag(name, attributes).node()
        self._open(node)
        self.ends.append(node)

    def _start_inline(self, name: str, attributes: str) -> None:
        tag = self._tag(name, attributes)
        is_no_link = name == "a" and not tag.target and "href=" not in tag.attributes
        if is_no_link or any(other.name == name for other in self.inlines):
            self.ends.append("")
            return
        self.inlines.append(tag)
        self.ends.append("inline")

    def _part(self) -> None:
        """Part the text before from the text after, as the border of a dropped block does."""
        block = self.opened[-1]
        if block.name == "p":
            self._leave(block)
        elif block.name in LEAVES:
            self.space = True
        elif block.children:
            self.breaks = max(1, self.breaks)

    def _rule(self) -> None:
        if self.opened[-1].name == "p":
            self._leave(self.opened[-1])
        if self.opened[-1].name in WRAPPED:
            self.opened[-1].children.append(Node("hr"))

    def _tag(self, name: str, attributes: str) -> _Tag:
        """Return what a tag says: the attributes that stay, in the order of their names, ready to be written."""
        kept, anchor, target = {}, "", ""
        for key, value in _ATTRIBUTE.findall(attributes):
            value = clean(unescape(value))
            if key in ("id", "name"):
                anchor = anchor or value
            elif key == "href" and value[:1] == "#" and value[1:] in self.anchors:
                target = value[1:]
            elif value := self._value(key, value):
                kept[key] = value
        if kept.get("href", "/")[0] != "/":
            kept["rel"] = LINK_REL
        ready = "".join(f' {key}="{escaped(kept[key]).replace(chr(34), "&quot;")}"' for key in sorted(kept))
        return _Tag(name, ready, anchor, target)

    def _value(self, key: str, value: str) -> str:
        if key == "href":
            return link_address(value, self.base)
        if key == "cite":
            return web_address(value)
        pattern = _VALUES.get(key)
        return value if pattern is None or pattern.fullmatch(value) else ""
