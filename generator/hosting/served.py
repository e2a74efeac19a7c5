"""What the configuration of a web server is made of."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.hosting.redirects import Redirect
from generator.settings import Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A built site and where a server shows it."""

    base_url: str  # without a slash at its end, encoded
    base_path: str  # "" or "/sub", unencoded
    root: str  # the output folder, absolute
    encodings: tuple[Encoding, ...] = ()
    redirects: tuple[Redirect, ...] = ()  # the permanent ones: what changes with every build is no configuration
    listen: str = ""  # an address instead of the usual one

    @property
    def host(self) -> str:
        """Return the name of the host, without a port."""
        return urlsplit(self.base_url).hostname or ""
