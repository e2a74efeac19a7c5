"""Files that are passed on as they are, and robots.txt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def copy(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return the bytes of the file that the page declares."""
    return bytes(data["file"])


def robots(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read, and where the sitemaps are.

    What must not be indexed says so in its own page; a robot that is kept out would never read that.
    """
    sitemaps = "".join(f"Sitemap: {address}\n" for address in data["sitemaps"])
    return f"User-agent: *\nAllow: /\n\n{sitemaps}".encode()
