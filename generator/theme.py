"""The theme: templates and static files, a site's own before the default ones, and the digests of both.

A template's digest covers its closure: itself and every template it extends, includes or imports. A static file is
served under a name that holds its digest, so that hosts may let it be cached for ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator import digest
from generator.digest import Digest
from generator.model import Permalink

STATIC_SUFFIXES = frozenset(
    {".css", ".js", ".woff2", ".svg", ".png", ".webp", ".ico", ".jpg", ".jpeg", ".gif", ".avif", ".txt", ".webmanifest"}
)
_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+(?:(["'])(?P<name>[^"']+)\1|(?P<other>[^\s%]))""")
_CSS_URL = re.compile(r"""url\(\s*(["']?)(?P<name>[^"')]+)\1\s*\)""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file as it is served: its hashed permalink, its bytes and their digest."""

    name: str  # logical: relative to the static folder
    permalink: Permalink
    data: bytes
    digest: Digest


@dataclass(frozen=True)
class Theme:
    """Templates by name and static files by logical name, overrides already in place."""

    templates: Mapping[str, str]
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> Digest:
        """The digest of the whole theme."""
        files = {name: digest.of_bytes(data) for name, data in self.files.items()}
        return digest.of_value((dict(self.templates), files))

    @cached_property
    def closures(self) -> dict[str, Digest]:
        """The digest of every template's closure, by name."""
        return {
            name: digest.of_value({part: self.templates.get(part, "") for part in sorted(self._closure(name))})
            for name in sorted(self.templates)
        }

    def _closure(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting += self._references(self.templates.get(current, ""))
        return found

    def _references(self, source: str) -> list[str]:
        """Return the templates a source names; one that it computes may be any, so then all of them."""
        matches = list(_REFERENCE.finditer(source))
        if any(match["other"] for match in matches):
            return list(self.templates)
        return [match["name"] for match in matches]

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """The static files as they are served, by logical name; style sheets use hashed names, too."""
        plain = {name: _asset(name, data) for name, data in self.files.items() if not name.endswith(".css")}
        sheets = {
            name: _asset(name, _linked(name, data, plain)) for name, data in self.files.items() if name.endswith(".css")
        }
        return dict(sorted((plain | sheets).items()))


def read(site_root: Path, default_templates: Path, default_static: Path) -> Theme:
    """Read the theme of a site: the default folders, and over them `templates/` and `static/` of the site.

    Raises OSError where a file cannot be read.
    """
    templates = _files(default_templates) | _files(site_root / "templates")
    static = _files(default_static) | _files(site_root / "static")
    return Theme(
        {name: path.read_text(encoding="utf-8") for name, path in sorted(templates.items()) if name.endswith(".html")},
        {
            name: path.read_bytes()
            for name, path in sorted(static.items())
            if PurePosixPath(name).suffix in STATIC_SUFFIXES
        },
    )


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    found = (path for path in folder.rglob("*") if path.is_file())
    relative = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path for name, path in relative.items() if not any(part.startswith(".") for part in name.split("/"))}


def _asset(name: str, data: bytes) -> Asset:
    content = digest.of_bytes(data)
    pure = PurePosixPath(name)
    return Asset(name, Permalink(f"/static/{pure.with_suffix('')}.{content[:10]}{pure.suffix}"), data, content)


def _linked(sheet: str, data: bytes, assets: Mapping[str, Asset]) -> bytes:
    """Return a style sheet with each relative url() that names a static file turned into that file's hashed name."""

    def hashed(match: re.Match[str]) -> str:
        target = assets.get(str(PurePosixPath(sheet).parent / match["name"]))
        if target is None:
            return match[0]
        up = "../" * sheet.count("/")
        return f'url("{up}{target.permalink.removeprefix("/static/")}")'

    return _CSS_URL.sub(hashed, data.decode("utf-8")).encode()
