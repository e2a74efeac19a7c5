"""RSS 2.0, with Atom's link to itself, Dublin Core's creators, texts in content:encoded and pictures as Media RSS."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from generator.outputs.feeds import content, entries, writers
from generator.outputs.xml import add, document

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def write(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return an RSS feed; `outputs.feeds` says what is in `data`.

    An item whose source does not state the minute has no pubDate: the format knows instants only.
    """
    found = entries(data)
    root = Element("rss", {"version": "2.0", **NAMESPACES})
    channel = add(root, "channel")
    add(channel, "title", data["title"])
    add(channel, "link", data["home"])
    add(channel, "description", _html(data["description"] or data["title"]))
    add(channel, "language", site["language"])
    add(channel, "atom:link", rel="self", type="application/rss+xml", href=data["self"])
    add(channel, "generator", "Nashra")
    newest = max((max(entry["modified"], entry["published"]) for entry in found), default="")
    if newest:
        add(channel, "lastBuildDate", rfc822(newest))
    for entry in found:
        _item(channel, entry, site["base_url"])
    return document(root)


def rfc822(instant: str) -> str:
    """Return an RFC 3339 instant in UTC as RFC 822 has it: `Sun, 11 May 2025 11:30:00 GMT`."""
    return format_datetime(datetime.fromisoformat(instant), usegmt=True)


def _item(channel: Element, entry: Mapping[str, Any], base_url: str) -> None:
    item = add(channel, "item")
    add(item, "title", entry["headline"])
    add(item, "link", entry["link"])
    add(item, "guid", entry["id"], isPermaLink="false")
    if entry["published"]:
        add(item, "pubDate", rfc822(entry["published"]))
    for name in writers(entry):
        add(item, "dc:creator", name)
    for name in entry["categories"]:
        add(item, "category", name)
    if entry["summary"]:
        add(item, "description", _html(entry["summary"]))
    html = content(entry, base_url)
    if html:
        add(item, "content:encoded", html)
    picture = entry["picture"]
    if picture:
        size = {"width": str(picture["width"]), "height": str(picture["height"])}
        add(item, "media:content", url=picture["url"], medium="image", **size)


def _html(text: str) -> str:
    """Return plain text as the HTML that a description is (RSS 2.0, "entity-encoded HTML is allowed")."""
    return escape(text, quote=False)
