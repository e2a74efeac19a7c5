"""Plain text made of lines: what hosts read beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def write(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return the page's lines, each ended; none give an empty file."""
    return "".join(f"{line}\n" for line in data["lines"]).encode()
