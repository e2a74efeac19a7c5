"""XML as values: elements are built, never strings pasted, so that what we write is always well formed."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# XML 1.0, section 2.2: what no document may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element with its text and attributes and return it."""
    element = SubElement(parent, tag, {name.rstrip("_"): _legal(value) for name, value in attributes.items()})
    if text:
        element.text = _legal(text)
    return element


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def document(root: Element) -> bytes:
    """Return the document in UTF-8, one element a line, with a line end last."""
    indent(root, " ")
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
