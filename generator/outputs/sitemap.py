"""Sitemaps (sitemaps.org 0.9): an index, its shards, and the one of Google News."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from generator.outputs.xml import add, document

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


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


def write_news(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return the sitemap of Google News: the articles of `data`, each with its date as exactly as it is known."""
    root = Element("urlset", {"xmlns": NAMESPACE, "xmlns:news": NEWS_NAMESPACE})
    for article in data["articles"]:
        element = add(root, "url")
        add(element, "loc", article["loc"])
        news = add(element, "news:news")
        publication = add(news, "news:publication")
        add(publication, "news:name", site["title"])
        add(publication, "news:language", site["language"].split("-")[0])
        add(news, "news:publication_date", article["published"])
        add(news, "news:title", article["headline"])
    return document(root)
