"""The text nodes of sanitised HTML, for those who mend text in place without building a tree.

Sanitised HTML is balanced, without comments, and quotes every attribute with `"`; a value may hold `>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*+>)')
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_OPAQUE = frozenset(["bdi", "bdo", "code", "kbd", "pre", "samp", "var"])
_LEFT_TO_RIGHT = re.compile(r'\sdir="ltr"', re.IGNORECASE)


def split(html: str) -> list[str]:
    """Return text nodes and tags of `html` in turn: text at even places, tags at odd ones; joined they are `html`."""
    return _TAG.split(html)


@lru_cache(maxsize=256)
def name(tag: str) -> str:
    """Return the element's name of a start or end tag, in lower case."""
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


def is_end(tag: str) -> bool:
    """Tell whether `tag` is an end tag."""
    return tag.startswith("</")


def open_places(pieces: list[str]) -> Iterator[int]:
    """Yield, in order, the places of tags and text that lie in no element which is code or isolated already.

    The tags of such an element are not yielded either, so that the text around it stays in one block.
    """
    inside, depth = "", 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not depth:
                yield place
        elif depth:
            depth += _step(piece, inside)
        elif not is_end(piece) and ((tag := name(piece)) in _OPAQUE or _LEFT_TO_RIGHT.search(piece)):
            inside, depth = tag, 1
        else:
            yield place


def _step(tag: str, inside: str) -> int:
    """Return by how much a tag changes the depth inside elements named `inside`."""
    if name(tag) != inside:
        return 0
    return -1 if is_end(tag) else 1
