"""What rules know besides the file at hand: the site's address and settings, which files there are, and the clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.config import SiteConfig
from generator.dates import write
from generator.digest import Digest
from generator.styles import style_of
from generator.text.nearest import did_you_mean

_PLAIN_HOST = re.compile(r"https?://([a-z0-9.:-]+)(?:[/?#]|\Z)", re.I | re.A)
_COMPARED = 500  # names in a folder that a misspelt one is still compared with


class Leads(StrEnum):
    """Where an address leads."""

    INSIDE = "inside"  # to a path of this site
    BESIDE = "beside"  # to this host, but not below the site's path
    OUTSIDE = "outside"  # to another host
    ELSEWHERE = "elsewhere"  # mailto:, tel:, data: and the like
    NOWHERE = "nowhere"  # it is no address


@dataclass(frozen=True, slots=True)
class Way:
    """An address taken apart. `path` is below the output folder, decoded; only of ways inside."""

    leads: Leads
    path: str = ""
    fragment: str = ""  # decoded
    scheme: str = ""


@dataclass(frozen=True)
class Grounds:
    """What rules know besides the file at hand."""

    config: SiteConfig
    now: datetime  # aware
    claimed: Mapping[str, Digest]  # the files that the manifest names
    sizes: Mapping[str, int]  # bytes of every file that there is, by path
    _ways: dict[str, Way] = field(default_factory=dict, repr=False)
    _near: dict[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def style(self) -> write.Style:
        """How the site writes dates."""
        return style_of(self.config)

    @cached_property
    def twins(self) -> Mapping[str, list[str]]:
        """The paths that some file systems take for one: by their NFC and case-folded form."""
        return twins(self.sizes)

    @cached_property
    def _host(self) -> str:
        return urlsplit(self.config.site.base_url).netloc.lower()

    def way(self, address: str, path: str) -> Way:
        """Return where an address in the file `path` leads."""
        address = address.strip()
        if address.startswith("#"):
            return Way(Leads.INSIDE, path.removesuffix("index.html"), unquote(address[1:]))
        elsewhere = _PLAIN_HOST.match(address)
        if elsewhere and elsewhere[1].lower() != self._host:  # seldom met twice: every page has its own to share it by
            return Way(Leads.OUTSIDE)
        if not address.startswith(("/", "http")):  # what hangs on the page itself
            return self._way(address, path)
        if address not in self._ways:
            self._ways[address] = self._way(address, path)
        return self._ways[address]

    def _way(self, address: str, path: str) -> Way:
        try:
            parts = urlsplit(self._whole(address, path))
            netloc = parts.netloc.lower()
        except ValueError:
            return Way(Leads.NOWHERE)
        if parts.scheme not in ("http", "https"):
            return Way(Leads.ELSEWHERE, scheme=parts.scheme)
        if netloc != self._host:
            return Way(Leads.OUTSIDE if netloc else Leads.NOWHERE)
        target, base = unquote(parts.path), self.config.base_path
        if target != base and not target.startswith(f"{base}/"):
            return Way(Leads.BESIDE, target)
        return Way(Leads.INSIDE, target[len(base) :].lstrip("/"), unquote(parts.fragment))

    def _whole(self, address: str, path: str) -> str:
        """Return an address in the file `path` with scheme and host."""
        if address.startswith("/") and not address.startswith("//") and "/." not in address:
            return f"{self._root}{address}"  # nearly every link; joining costs five times as much
        return urljoin(f"{self.config.base_url}/{quote(path.removesuffix('index.html'))}", address)

    @cached_property
    def _root(self) -> str:
        parts = urlsplit(self.config.site.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def file_of(self, path: str) -> str:
        """Return the file that a host serves for a path below the output folder, or "" where there is none."""
        whole = f"{path}index.html" if path == "" or path.endswith("/") else path
        return whole if whole in self.sizes else ""

    def folder_of(self, path: str) -> str:
        """Return the file of the folder that a path without its closing slash means, or ""."""
        return f"{path}/index.html" if f"{path}/index.html" in self.sizes else ""

    def twin_of(self, path: str) -> str:
        """Return the path of a file that differs in capitals or in Unicode form only, or ""."""
        whole = f"{path}index.html" if path == "" or path.endswith("/") else path
        return next((twin for twin in self.twins.get(_folded(whole), ()) if twin != whole), "")

    def near(self, path: str) -> str:
        """Return “did you mean” of the file in the same folder that a path which leads nowhere is most like, or ""."""
        if path not in self._near:
            beside = self._folders.get(_folder(path), ()) if path else ()
            self._near[path] = did_you_mean(path, beside) if len(beside) <= _COMPARED else ""
        return self._near[path]

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in (path.removesuffix("index.html") for path in self.sizes):
            found.setdefault(_folder(name), []).append(name)
        return found


def _folder(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]


def twins(paths: Iterable[str]) -> dict[str, list[str]]:
    """Group paths by what file systems without capitals, or with one Unicode form, make of them; each sorted."""
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        found.setdefault(_folded(path), []).append(path)
    return found


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
