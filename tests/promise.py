"""What a build promises of the output folder at every moment, told of trees of bytes.

Every file is whole: it has the bytes of the site before or of the site after. No page or feed that stood before the
build leads to a file that is not there yet, or no longer. Pages that the build takes away go last and may lead to
each other while they do: nothing that stays leads to them any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

BASE_URL = "https://news.example/"
READ = (".html", ".xml", ".json", ".opml", ".txt", ".css", ".webmanifest")
_ATTRIBUTE = re.compile(r"""\s(?:href|src|action|poster|data-src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_SRCSET = re.compile(r"""\ssrcset\s*=\s*"([^"]*)\"""", re.I)
_REFRESH = re.compile(r"""http-equiv="refresh"[^>]*?content="[^"]*?url=([^"]*)\"""", re.I)
_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')]+)""", re.I)
_ABSOLUTE = re.compile(re.escape(BASE_URL) + r"""[^\s"'<>\\)]*""")


@cache
def targets(path: str, data: bytes) -> frozenset[str]:
    """Return the files of the site that a file leads to, as paths below the output folder."""
    if not path.endswith(READ):
        return frozenset()
    text = data.decode()
    found: set[str] = set()
    if path.endswith(".html"):
        found |= {one or other for one, other in _ATTRIBUTE.findall(text)} | set(_REFRESH.findall(text))
        found |= {part.split()[0] for some in _SRCSET.findall(text) for part in some.split(",") if part.split()}
    elif path.endswith(".css"):
        found |= set(_CSS.findall(text))
    found |= set(_ABSOLUTE.findall(unescape(text)))
    here = BASE_URL + path
    files = (_file(urljoin(here, unescape(address))) for address in found)
    return frozenset(file for file in files if file)


def _file(address: str) -> str:
    """Return the file that serves an address of this site, "" for those of others, and for the mere mark in a page."""
    parts = urlsplit(address)
    if not address.startswith(BASE_URL):
        return ""
    path = unquote(parts.path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def torn(now: Mapping[str, bytes], *sites: Mapping[str, bytes]) -> list[str]:
    """Return the files that are those of none of the whole sites; what is only being written has a hidden name."""
    return sorted(
        path
        for path, data in now.items()
        if path != ".nashra-manifest" and not is_being_written(path) and all(s.get(path) != data for s in sites)
    )


def is_being_written(path: str) -> bool:
    """Tell whether a file is one that no reader is sent to, because its name begins with a dot."""
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(".new")


def dangling(tree: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """Return every pair of a file and another that it leads to and that is not there."""
    return {(path, target) for path, data in tree.items() for target in targets(path, data) if target not in tree}


class Moments:
    """A tree of bytes between two builds, changed a file at a time; it knows which links break the promise.

    What led nowhere before the build is none of its doing, and what leads nowhere after it neither.
    """

    def __init__(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        self.before = before
        self.after = after
        self.now = dict(before)
        self._known = dangling(before) | dangling(after)
        self._going = {path for path in before.keys() - after.keys() if path.endswith(READ) and ".css" not in path}
        self._leading: dict[str, set[str]] = {}
        for path, data in before.items():
            self._lead(path, data)

    def _lead(self, path: str, data: bytes) -> None:
        for target in targets(path, data):
            self._leading.setdefault(target, set()).add(path)

    def put(self, path: str, data: bytes | None) -> list[tuple[str, str]]:
        """Write a file, or take it away; return the links that now break the promise, of those that this touches."""
        for target in targets(path, self.now.get(path, b"")):
            self._leading[target].discard(path)
        if data is None:
            self.now.pop(path, None)
            touched = {(leading, path) for leading in self._leading.get(path, ())}
        else:
            self.now[path] = data
            self._lead(path, data)
            touched = {(path, target) for target in targets(path, data)}
        return sorted(pair for pair in touched - self._known if self._breaks(*pair))

    def _breaks(self, path: str, target: str) -> bool:
        going = path in self._going and target in self._going
        return path in self.before and target not in self.now and not going


def broken(before: Mapping[str, bytes], now: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return all links of a moment that break the promise while a build turns `before` into `after`."""
    moments = Moments(before, after)
    moments.now = dict(now)
    pairs = ((path, target) for path, data in now.items() for target in targets(path, data))
    return sorted({pair for pair in pairs if moments._breaks(*pair)} - moments._known)
