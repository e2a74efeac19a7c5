"""Formats that are not HTML: each a function from a page's resolved data and the site to bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.outputs import api, atom, files, heartbeat, json_feed, lines, opml, rss, sitemap, web_manifest

Writer = Callable[[Mapping[str, Any], Mapping[str, Any]], bytes]  # (the page's data, the site) -> bytes

WRITERS: Mapping[str, Writer] = {
    "atom": atom.write,
    "rss": rss.write,
    "json-feed": json_feed.write,
    "opml": opml.write,
    "sitemap": sitemap.write_shard,
    "sitemap-index": sitemap.write_index,
    "sitemap-news": sitemap.write_news,
    "robots": files.robots,
    "heartbeat": heartbeat.write,
    "lines": lines.write,
    "web-manifest": web_manifest.write,
    "api-index": api.write_index,
    "api-articles": api.write_articles,
    "api-stories": api.write_stories,
    "file": files.copy,
}
