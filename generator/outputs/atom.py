"""Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from generator.outputs.feeds import content, entries, writers
from generator.outputs.xml import add, document

NAMESPACE = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00Z"  # of a feed without entries: `updated` is obligatory and never the clock


def write(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return an Atom feed; `outputs.feeds` says what is in `data`.

    Dates come from the entries, which must be dated. An entry's `updated` is the start of the stated span where no
    instant is known, and then it has no `published`: that would pretend to a midnight.
    """
    found = entries(data)
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": site["language"], "xml:base": site["base_url"] + "/"})
    add(root, "id", data["id"])
    add(root, "title", data["title"])
    if data["description"]:
        add(root, "subtitle", data["description"])
    add(root, "updated", max((entry["updated"] for entry in found), default=EPOCH))
    add(root, "link", rel="self", type="application/atom+xml", href=data["self"])
    add(root, "link", rel="alternate", type="text/html", href=data["home"])
    add(add(root, "author"), "name", site["title"])
    add(root, "generator", "Nashra")
    for entry in found:
        _entry(root, entry, site["base_url"])
    return document(root)


def _entry(root: Element, entry: Mapping[str, Any], base_url: str) -> None:
    element = add(root, "entry")
    add(element, "id", entry["id"])
    add(element, "title", entry["headline"], type="text")
    add(element, "link", rel="alternate", type="text/html", href=entry["link"])
    if entry["url"]:
        add(element, "link", rel="via", href=entry["url"])
    add(element, "updated", entry["updated"])
    if entry["published"]:
        add(element, "published", entry["published"])
    for name in writers(entry):
        add(add(element, "author"), "name", name)
    for name in entry["categories"]:
        add(element, "category", term=name)
    if entry["summary"]:
        add(element, "summary", entry["summary"], type="text")
    html = content(entry, base_url)
    if html:
        add(element, "content", html, type="html")
