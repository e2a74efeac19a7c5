"""The elements that a body may have, where each may stand, and the node that one is while a body is built."""

from __future__ import annotations

DEPTH_LIMIT = 24  # blocks within blocks; deeper ones are flattened

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LEAVES = frozenset(("p", "caption", "dt", "pre", *HEADINGS))  # hold text and inline elements only
WRAPPED = frozenset(("body", "blockquote", "figure"))  # hold blocks only: loose text becomes a paragraph
IMPLIED = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tbody",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
    "tr": "td",
}
PARENTS = {
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
BLOCKS = LEAVES | WRAPPED - {"body"} | IMPLIED.keys() | PARENTS.keys()
SYNONYMS = {"strike": "s", "ins": "u", "kbd": "code", "samp": "code", "tt": "code", "acronym": "abbr"}
_INLINE_NAMES = "a abbr b bdi cite code del em i mark q s small strong sub sup time u"
INLINE = frozenset(_INLINE_NAMES.split())
_BOUNDARY_NAMES = """
address article aside center details dir div fieldset footer form header hgroup legend main menu nav optgroup option
section summary
"""
BOUNDARIES = frozenset(_BOUNDARY_NAMES.split())  # dropped, but they part the text before from the text after
VOID = frozenset(("br", "hr"))


class Node:
    """An element of the body that is being built; children are elements and text, not yet escaped.

    `anchor` is the id that the source gives it, `target` the id of the element that it leads to, "" for none.
    """

    __slots__ = ("anchor", "attributes", "children", "implied", "name", "target")

    def __init__(self, name: str, attributes: str = "", *, anchor: str = "", target: str = "", implied: bool = False):
        self.name = name
        self.attributes = attributes
        self.anchor = anchor
        self.target = target
        self.implied = implied  # the source has no tag for it
        self.children: list[Node | str] = []


def escaped(text: str) -> str:
    """Return text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
