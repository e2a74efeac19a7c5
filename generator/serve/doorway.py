"""Who may come in: requests of this machine's own browser for this very site, and nothing else.

A page of another site that a browser shows could send requests to our port, or have its own name lead to 127.0.0.1
(rebinding). The names in Host and Origin tell such requests from ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NAMES = ("127.0.0.1", "localhost", "[::1]")
METHODS = ("GET", "HEAD")


class Refusal(NamedTuple):
    """Why a request is turned away, as a status and a sentence."""

    status: int
    why: str


def refusal(method: str, target: str, hosts: Sequence[str], origins: Sequence[str], port: int) -> Refusal | None:
    """Return why a request is turned away, or None; `hosts` and `origins` are all headers of those names."""
    ours = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())
    if len(hosts) != 1 or hosts[0].lower() not in ours:
        return Refusal(421, "this server answers to localhost and its own port only")
    if any(origin.lower() not in {f"http://{host}" for host in ours} for origin in origins):
        return Refusal(403, "requests of other sites' pages are not answered")
    if method not in METHODS:
        return Refusal(405, "there is nothing to be done here but to read")
    if not target.startswith("/"):
        return Refusal(400, "a path begins with a slash")
    return None
