"""Absolute addresses of what the site itself serves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generator.text.percent import percent_encoded


def absolute(permalink: str, site: Mapping[str, Any]) -> str:
    """Return the absolute, percent-encoded address of a permalink."""
    return f"{site['base_url']}{_quoted(permalink)}"


@lru_cache(maxsize=1 << 14)  # sections, outlets and icons stand on most pages
def _quoted(permalink: str) -> str:
    return percent_encoded(permalink)
