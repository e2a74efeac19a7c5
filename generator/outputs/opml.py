"""OPML 2.0 (http://opml.org/spec2.opml): a list of feeds to subscribe to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from generator.outputs.xml import add, document


def write(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return the list of `data`: `title`, and `outlines` with `name`, `feed` and `page` (addresses).

    It says no date: the only one there is would be the clock's.
    """
    root = Element("opml", version="2.0")
    head = add(root, "head")
    add(head, "title", data["title"])
    add(head, "ownerName", site["title"])
    add(head, "ownerId", f"{site['base_url']}/")
    body = add(root, "body")
    for outline in data["outlines"]:
        names = {"text": outline["name"], "title": outline["name"]}
        add(body, "outline", type="rss", xmlUrl=outline["feed"], htmlUrl=outline["page"], **names)
    return document(root)
