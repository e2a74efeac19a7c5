"""A tree of blocks brought to its final form: cleaned text, nothing empty, headings by their place in the outline.

Links within the body lead to anchors, which are the ids that the source gave to elements: those that a link leads to
are named anew, `body-1` and so on, so that they are the page's only ones and name nothing that a script might look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from generator.markup.elements import HEADINGS, INLINE, VOID, Node, escaped
from generator.text.normalize import clean

ANCHOR = "body-"


def written(root: Node) -> str:
    """Return the blocks of a tree as a body, one a line. The tree is changed on the way."""
    root.children = _settled(root)
    if any(node.target for node in _nodes(root)):
        _lead(root)
        root.children = _settled(root)
    _set_headings(root, [])
    return "\n".join(_written(node) for node in root.children if isinstance(node, Node))


def _nodes(node: Node) -> Iterator[Node]:
    """Yield the elements under a node, in the order of the text."""
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from _nodes(child)


def _lead(root: Node) -> None:
    """Name the anchors that links lead to; of links that lead nowhere the words stay."""
    wanted = {node.target for node in _nodes(root)} - {""}
    names: dict[str, str] = {}
    for node in _nodes(root):
        if node.anchor in wanted and node.anchor not in names:
            names[node.anchor] = f"{ANCHOR}{len(names) + 1}"
            node.attributes += f' id="{names[node.anchor]}"'
    _aim(root, names)


def _aim(node: Node, names: dict[str, str]) -> None:
    aimed: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node):
            _aim(child, names)
            if child.target and child.target not in names:
                aimed += child.children
                continue
            if child.target:
                child.attributes = f' href="#{names[child.target]}"{child.attributes}'
        aimed.append(child)
    node.children = aimed


def _settled(node: Node, preformatted: bool = False) -> list[Node | str]:
    """Return a node's children with neighbouring text joined and cleaned, and without those that say nothing."""
    settled: list[Node | str] = []
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


def _said(node: Node, preformatted: bool) -> Iterator[Node | str]:
    """Yield text, and the elements that say something; an empty block between words still parts them."""
    for child in node.children:
        if isinstance(child, str):
            yield child
            continue
        child.children = _settled(child, preformatted or child.name == "pre")
        if child.children or child.name in VOID or child.name in ("td", "th"):
            yield child
        elif child.name not in INLINE:
            yield Node("br")


def _trim_lines(children: list[Node | str]) -> None:
    """Drop line ends at the start and end of preformatted text: a reader drops the first one itself."""
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip("\n")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip("\n")


def _trimmed(children: list[Node | str]) -> list[Node | str]:
    """Return a block's children without the spaces and breaks next to an edge of a block, and with single breaks."""
    trimmed: list[Node | str] = []
    for is_block, group in groupby(children, _is_block):
        run = list(group)
        trimmed += run if is_block else _with_single_breaks(_without_edge(_without_edge(run, 0), -1))
    return trimmed


def _with_single_breaks(run: list[Node | str]) -> list[Node | str]:
    """Return a run of text and inline elements without breaks next to a break, and without spaces there."""
    single: list[Node | str] = []
    for is_break, group in groupby(run, _is_break):
        part = list(group)
        if is_break:
            single = _without_edge(single, -1)
            single.append(part[0])
        else:
            single += _without_edge(part, 0) if single else part
    return single


def _is_break(child: Node | str) -> bool:
    return isinstance(child, Node) and child.name == "br"


def _is_block(child: Node | str) -> bool:
    return isinstance(child, Node) and child.name not in INLINE and child.name != "br"


def _without_edge(run: list[Node | str], end: int) -> list[Node | str]:
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


def _joined(children: Iterable[Node | str]) -> Iterator[Node | str]:
    """Yield children with runs of text as one."""
    for is_text, run in groupby(children, lambda child: isinstance(child, str)):
        if is_text:
            yield "".join(map(str, run))
        else:
            yield from run


def _says_something(children: list[Node | str]) -> bool:
    return any(child.strip() if isinstance(child, str) else child.children for child in children)


def _clean_inside(text: str, preformatted: bool) -> str:
    """Return `clean` of a run of text, but keep the one space at its edges, or all white space where it shows."""
    if preformatted:
        return "".join(part if part.isspace() else clean(part) for part in re.split(r"([ \n\t]+)", text))
    cleaned = clean(text)
    if not cleaned:
        return " " if " " in text else ""
    return f"{' ' * text[:1].isspace()}{cleaned}{' ' * text[-1:].isspace()}"


def _set_headings(node: Node, outline: list[int]) -> None:
    """Name the headings by their depth in the outline: a page has one h1, and it is not in the body.

    `outline` has the levels, as the source counts them, of the headings that this point is under.
    """
    for child in node.children:
        if isinstance(child, str):
            continue
        if child.name in HEADINGS:
            child.name = heading_at(int(child.name[1]), outline)
        _set_headings(child, outline)


def heading_at(level: int, outline: list[int]) -> str:
    """Return the name of a heading, and note it in the outline."""
    while outline and outline[-1] >= level:
        outline.pop()
    outline.append(level)
    return f"h{min(6, len(outline) + 1)}"


def _written(node: Node) -> str:
    if node.name in VOID:
        return f"<{node.name}>"
    inside = "".join(escaped(child) if isinstance(child, str) else _written(child) for child in node.children)
    return f"<{node.name}{node.attributes}>{inside}</{node.name}>"
