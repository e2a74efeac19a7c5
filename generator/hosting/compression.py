"""Compressed copies of files beside themselves, for servers that send such a file instead of compressing each time.

Which files get copies hangs on name and size alone, so what a build wants is known from its ledger. A copy's key is
the digest of what it holds: a page that comes out the same is not compressed again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from generator import digest
from generator.digest import Digest
from generator.errors import SiteError, error
from generator.settings import Encoding

SUFFIXES = (".css", ".html", ".js", ".json", ".opml", ".svg", ".txt", ".webmanifest", ".xml", ".xsl")
SMALLEST = 1024  # bytes; below it a copy saves no packet
_GZIP_WINDOW = 31  # zlib: the largest window, in a gzip frame, which then has mtime 0 and no name
# 10 ms a page at 11, 4 ms at 10, and 0.8 % between their sizes (measured on pages of 14 KB); 9 gives 11 % more bytes.
_BROTLI_QUALITY = 10


def names(path: str, encodings: Iterable[Encoding]) -> list[tuple[str, Encoding]]:
    """Return the copies that a file may have by its name, each with its coding."""
    return [(f"{path}.{encoding}", encoding) for encoding in encodings] if path.endswith(SUFFIXES) else []


def copies(path: str, size: int, encodings: Iterable[Encoding]) -> list[tuple[str, Encoding]]:
    """Return the copies that a file of `size` bytes has."""
    return names(path, encodings) if size >= SMALLEST else []


def key(content: Digest, encoding: Encoding) -> Digest:
    """Return the key of a copy: what it holds, and what compresses it."""
    return digest.of_value((content, encoding, _version(encoding)))


def versions(encodings: Sequence[Encoding]) -> tuple[str, ...]:
    """Return the versions of the compressors; raises SiteError where one is not installed."""
    return tuple(_version(encoding) for encoding in encodings)


@cache
def _version(encoding: Encoding) -> str:
    if encoding is Encoding.GZIP:
        return zlib.ZLIB_RUNTIME_VERSION
    try:
        return version("brotli")
    except PackageNotFoundError as cause:
        message = 'hosting.precompress names "br", and the package brotli is not installed'
        hint = 'pip install "nashra[brotli]", Debian: apt install python3-brotli; or leave "br" out'
        raise SiteError([error("brotli-missing", "site.toml", message, hint, field="hosting.precompress")]) from cause


def compressed(data: bytes, encoding: Encoding) -> bytes:
    """Return the bytes of a copy: the same for the same data and version."""
    if encoding is Encoding.GZIP:
        gzip = zlib.compressobj(9, zlib.DEFLATED, _GZIP_WINDOW)
        return gzip.compress(data) + gzip.flush()
    import brotli

    return bytes(brotli.compress(data, quality=_BROTLI_QUALITY))
