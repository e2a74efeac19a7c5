"""The theme: templates, static files and words, a site's own before the default ones, and the digests of all.

A template's digest covers its closure: itself and every template it extends, includes or imports. A static file is
served under a name that holds its digest, so that hosts may let it be cached for ever.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path, PurePosixPath

from generator import digest, interface
from generator.digest import Digest
from generator.errors import Problem, SiteError, error, warning
from generator.model import Permalink

STATIC_SUFFIXES = frozenset(
    {".css", ".js", ".woff2", ".svg", ".png", ".webp", ".ico", ".jpg", ".jpeg", ".gif", ".avif", ".txt", ".webmanifest"}
)
OTHER_SUFFIXES = frozenset({".htm", ".j2", ".jinja", ".jinja2", ".tmpl"})  # of templates elsewhere; ours are .html
CATALOGUES = "locale"  # a site's folder of .po files
_CATALOGUE = re.compile(r"[A-Za-z0-9-]+\.po")
_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%\}", re.S)
# All that may follow a name that is written out; anything else may compute another, and a backslash may spell one.
_PLAIN_NAME = re.compile(
    r"""\s*(["'])(?P<name>[^"'\\]+)\1\s*(?:import\b.*|as\b.*|ignore\s+missing\b.*|with(?:out)?\s+context\s*)?""", re.S
)
_CSS_URL = re.compile(
    r"""(?P<before>url\(\s*|@import\s+)(?P<quote>["']?)(?P<name>[^"')?#;\s]+)(?P<rest>[^"');\s]*)(?P=quote)""", re.I
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file as it is served: its hashed permalink, its bytes and their digest."""

    name: str  # logical: relative to the static folder
    permalink: Permalink
    data: bytes
    digest: Digest


@dataclass(frozen=True)
class Theme:
    """Templates by name and static files by logical name, overrides already in place; the site's own catalogues."""

    templates: Mapping[str, str]
    files: Mapping[str, bytes]
    catalogues: Mapping[str, bytes] = field(default_factory=dict)  # by language, as `locale/<language>.po` has them
    standard: frozenset[str] = frozenset()  # names of the default theme's templates, all that pages are made by
    own: frozenset[str] = frozenset()  # names of the site's own templates
    stray: tuple[str, ...] = ()  # files among them that are named like templates of other tools

    @cached_property
    def digest(self) -> Digest:
        """The digest of the whole theme."""
        files = {name: digest.of_bytes(data) for name, data in self.files.items()}
        return digest.of_value(
            (dict(self.templates), files, dict(self.catalogues), tuple(sorted(self.own)), tuple(self.stray))
        )

    def phrases(self, language: str) -> NullTranslations:
        """Return the interface's words in a language, the site's own before ours; raises SiteError for mistakes."""
        return interface.phrases(language, *self.catalogue(language))

    def catalogue(self, language: str) -> tuple[bytes, str]:
        """Return the site's own catalogue of a language, b"" where it has none, and its path."""
        name = language if language in self.catalogues else language.partition("-")[0]
        return self.catalogues.get(name, b""), f"{CATALOGUES}/{name}.po"

    def unspoken(self, language: str) -> list[Problem]:
        """Return a warning where neither we nor the site have words in a language, which then are English."""
        name = language.partition("-")[0]
        known = interface.languages()
        if name in known or not self.catalogues.keys().isdisjoint({name, language}):
            return []
        message = f"nobody has written the interface in “{language}”: it will be in English"
        hint = f"choose {' or '.join(known)}, or write {CATALOGUES}/{name}.po"
        return [warning("language-unspoken", "site.toml", message, hint, field="site.language")]

    @cached_property
    def closures(self) -> dict[str, Digest]:
        """The digest of every template's closure, by name."""
        return {
            name: digest.of_value({part: self.templates.get(part, "") for part in sorted(self.closure(name))})
            for name in sorted(self.templates)
        }

    def closure(self, name: str) -> set[str]:
        """Return a template's name and those of every template that it extends, includes or imports."""
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
        names = [_PLAIN_NAME.fullmatch(match[1]) for match in _REFERENCE.finditer(source)]
        if not all(names):
            return list(self.templates)
        return [name["name"] for name in names if name]

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """The static files as they are served, by logical name; style sheets use hashed names, too."""
        made: dict[str, Asset] = {}
        return {name: self._asset(name, made) for name in sorted(self.files)}

    def _asset(self, name: str, made: dict[str, Asset], inside: tuple[str, ...] = ()) -> Asset:
        """Return a static file as it is served; `inside` are the style sheets that are being linked to it."""
        if name not in made:
            data = self.files[name]
            if name.endswith(".css"):
                data = _linked(name, data, lambda used: self._used(used, made, (*inside, name)))
            made[name] = _asset(name, data)
        return made[name]

    def _used(self, name: str, made: dict[str, Asset], inside: tuple[str, ...]) -> Asset | None:
        # Two sheets that import each other have no digest before the other's: such a link keeps its plain name.
        return self._asset(name, made, inside) if name in self.files and name not in inside else None


def read(site_root: Path, default_templates: Path, default_static: Path) -> Theme:
    """Read the theme of a site: the default folders, over them `templates/` and `static/` of the site; its `locale/`.

    Raises OSError where a file cannot be read, SiteError where text of it is not UTF-8.
    """
    standard, own = _files(default_templates), _files(site_root / "templates")
    templates = standard | own
    static = _files(default_static) | _files(site_root / "static")
    catalogues = {name: path for name, path in _files(site_root / CATALOGUES).items() if _CATALOGUE.fullmatch(name)}
    return Theme(
        {name: _text(path) for name, path in sorted(templates.items()) if name.endswith(".html")},
        {name: _bytes(path) for name, path in sorted(static.items()) if PurePosixPath(name).suffix in STATIC_SUFFIXES},
        {name.removesuffix(".po"): path.read_bytes() for name, path in sorted(catalogues.items())},
        standard=frozenset(name for name in standard if name.endswith(".html")),
        own=frozenset(name for name in own if name.endswith(".html")),
        stray=tuple(sorted(name for name in own if PurePosixPath(name).suffix in OTHER_SUFFIXES)),
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


def _linked(sheet: str, data: bytes, asset_of: Callable[[str], Asset | None]) -> bytes:
    """Return a style sheet in which relative addresses of static files name them as they are served."""

    def hashed(match: re.Match[str]) -> str:
        target = asset_of(posixpath.normpath(posixpath.join(posixpath.dirname(sheet), match["name"])))
        if target is None:
            return match[0]
        up = "../" * sheet.count("/")
        quote = match["quote"] or '"'
        return f"{match['before']}{quote}{up}{target.permalink.removeprefix('/static/')}{match['rest']}{quote}"

    return _CSS_URL.sub(hashed, data.decode("utf-8")).encode()


def _text(path: Path) -> str:
    return _bytes(path, is_text=True).decode("utf-8")


def _bytes(path: Path, *, is_text: bool = False) -> bytes:
    """Return the bytes of a theme's file; a template or style sheet must be UTF-8."""
    data = path.read_bytes()
    if is_text or path.suffix == ".css":
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as cause:
            line = data.count(b"\n", 0, cause.start) + 1
            message = f"not UTF-8, byte {cause.start} (line {line})"
            raise SiteError([error("theme-not-utf8", str(path), message, "save it as UTF-8", line=line)]) from cause
    return data
