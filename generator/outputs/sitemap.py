"""Sitemaps (sitemaps.org 0.9): an index and its shards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from generator.outputs.xml import add, document

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
URLS_LIMIT = 50_000  # of one shard, by the protocol


def write_shard(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return a shard: every address with, where its source states one, the day or instant it last changed."""
    root = Element("urlset", xmlns=NAMESPACE)
    for url in data["urls"]:
        element = add(root, "url")
        add(element, "loc", url["loc"])
        if url["lastmod"]:
            add(element, "lastmod", url["lastmod"])
    return document(root)


def write_index(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return the index of the shards."""
    root = Element("sitemapindex", xmlns=NAMESPACE)
    for shard in data["shards"]:
        add(add(root, "sitemap"), "loc", shard)
    return document(root)
