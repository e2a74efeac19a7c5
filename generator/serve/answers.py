"""What the preview answers a request with, and a small memory of pages rendered before."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Lock

from generator.digest import Digest
from generator.serve.keys import Key

_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".gz": "application/gzip",
    ".br": "application/octet-stream",
}
_PLAIN = "text/plain; charset=utf-8"  # files without a suffix are read by hosts: _headers, _redirects, CNAME
HTML = _MEDIA_TYPES[".html"]
REMEMBERED_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is told in HTTP; `location` is where a redirect leads."""

    status: int
    media_type: str
    data: bytes
    key: Key
    location: str = ""


def media_type(path: str) -> str:
    """Return the media type of a file of the site, by its suffix."""
    suffix = PurePosixPath(path).suffix.lower()
    return _MEDIA_TYPES.get(suffix, "application/octet-stream" if suffix else _PLAIN)


class Memory:
    """Rendered bytes by key, the latest used, up to a size; any thread may ask."""

    def __init__(self, size_bytes: int = REMEMBERED_BYTES) -> None:
        self._limit = size_bytes
        self._held: OrderedDict[Digest, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Digest) -> bytes | None:
        """Return what was rendered for a key, or None."""
        with self._lock:
            data = self._held.get(key)
            if data is not None:
                self._held.move_to_end(key)
            return data

    def put(self, key: Digest, data: bytes) -> None:
        """Keep what was rendered, and forget what was not asked for the longest."""
        with self._lock:
            self._size += len(data) - len(self._held.pop(key, b""))
            self._held[key] = data
            while self._size > self._limit and self._held:
                self._size -= len(self._held.popitem(last=False)[1])
