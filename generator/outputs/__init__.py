"""Formats that are not HTML: each a function from a page's resolved data and the site to bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.outputs import atom, files, heartbeat, lines, sitemap

Writer = Callable[[Mapping[str, Any], Mapping[str, Any]], bytes]  # (the page's data, the site) -> bytes

WRITERS: Mapping[str, Writer] = {
    "atom": atom.write,
    "sitemap": sitemap.write_shard,
    "sitemap-index": sitemap.write_index,
    "robots": files.robots,
    "heartbeat": heartbeat.write,
    "lines": lines.write,
    "file": files.copy,
}
