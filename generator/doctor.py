"""What a site needs of the machine it is built on: each need looked at, told as fine, doubtful or failing.

A check looks at one thing and never fails itself: what it cannot look at, it says so. Nothing is written.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from generator import theme, writing
from generator.code import DEPENDENCIES
from generator.config import SiteConfig
from generator.errors import SiteError
from generator.order import STATE
from generator.settings import Encoding
from generator.store import SCHEMA
from generator.theme_files import theme_root

MEGABYTE = 1 << 20
_LITTLE_SPACE = 500 * MEGABYTE
_EXAMPLES = ("example.org", "example.com", "example.net", "localhost", "127.0.0.1")
_NEEDED_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة٠١٢٣٤٥٦٧٨٩0123456789«»،؛؟٪%()-–.:"
_FONT_FACE = re.compile(r"@font-face\s*\{(?P<rules>[^}]*)\}", re.I)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?(?P<name>[^;\"']+)", re.I)
_FONT_FILE = re.compile(r"url\(\s*[\"']?(?P<name>[^\"')?#]+)", re.I)


class Status(StrEnum):
    """How a need is met."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one need is met, and what to do where it is not."""

    topic: str
    status: Status
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The site and the machine as the command line knows them; without a site only the machine is looked at."""

    root: Path
    output: Path
    config: SiteConfig | None
    now: datetime  # aware


def _ok(topic: str, message: str) -> Finding:
    return Finding(topic, Status.OK, message)


def _warn(topic: str, message: str, hint: str) -> Finding:
    return Finding(topic, Status.WARN, message, hint)


def _fail(topic: str, message: str, hint: str) -> Finding:
    return Finding(topic, Status.FAIL, message, hint)


def examine(around: Surroundings) -> list[Finding]:
    """Return the findings of every check, in the order of the table."""
    checks = (*MACHINE, *(SITE if around.config else ()))
    return [finding for check in checks for finding in check(around)]


# ---- the machine


def python(around: Surroundings) -> Iterator[Finding]:
    """Say which Python runs; an older one would not have come this far."""
    yield _ok("python", f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}")


def packages(around: Surroundings) -> Iterator[Finding]:
    """Look for the libraries whose versions decide what is written."""
    missing = [name for name in DEPENDENCIES if not _version(name)]
    if missing:
        hint = f"pip install {' '.join(missing)}, or install nashra anew"
        yield _fail("packages", f"not installed: {', '.join(missing)}", hint)
    else:
        yield _ok(
            "packages", ", ".join(f"{name} {_version(name)}" for name in ("babel", "jinja2", "hijridate", "tzdata"))
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def clock(around: Surroundings) -> Iterator[Finding]:
    """Hold the clock against the youngest file of Nashra itself: a clock behind it is wrong."""
    newest = max(path.stat().st_mtime for path in Path(__file__).parent.rglob("*.py"))
    installed = datetime.fromtimestamp(newest, around.now.tzinfo)
    shown = around.now.isoformat(timespec="seconds")
    if around.now < installed - timedelta(days=1):
        message = f"it says {shown}, and Nashra was installed {installed:%Y-%m-%d}"
        yield _fail("clock", message, "set it: articles are hidden or shown by it")
    else:
        yield _ok("clock", shown)


def pictures(around: Surroundings) -> Iterator[Finding]:
    """Say what Pillow can do where it is there; Nashra copies pictures as they are and does not need it."""
    if find_spec("PIL") is None:
        yield _ok("pillow", "not installed, and not needed: pictures go online as they are")
        return
    from PIL import features

    formats = [name for name in ("jpg", "webp", "avif") if features.check(name)]
    shapes = bool(features.check("raqm") and features.check("fribidi"))
    words = f"{_version('pillow')}: {', '.join(formats) or 'no formats'}"
    if shapes:
        yield _ok("pillow", f"{words}; joins Arabic letters")
    else:
        hint = "only for scripts that draw words into pictures: apt install libfribidi0 libraqm0"
        yield _warn("pillow", f"{words}; draws Arabic letters one by one, from left to right", hint)


def version_control(around: Surroundings) -> Iterator[Finding]:
    """Look for git: CI builds what is committed."""
    program = shutil.which("git")
    if program is None:
        yield _warn("git", "not installed", "needed where CI builds the site: apt install git")
        return
    inside = subprocess.run(
        [program, "-C", str(around.root), "rev-parse", "--is-inside-work-tree"],
        capture_output=True,
        text=True,
        check=False,
    )
    if inside.returncode == 0:
        yield _ok("git", "the site is in a repository")
    else:
        yield _warn("git", "the site is in no repository", "git init: so that nothing is lost, and CI can build it")


def watching(around: Surroundings) -> Iterator[Finding]:
    """Hold the kernel's limit of watched folders against those that `nashra serve` watches."""
    try:
        limit = int(Path("/proc/sys/fs/inotify/max_user_watches").read_text("ascii"))
    except (OSError, ValueError):
        return  # not Linux: other kernels have no such limit
    paths = around.config.sources.paths if around.config else ("content",)
    folders = sum(1 for path in (*paths, "templates", "static") for _ in _folders(around.root / path))
    if folders > limit // 2:
        message = f"{folders:,} folders to watch, and the kernel allows {limit:,} for all programs"
        yield _warn("watching", message, "sysctl fs.inotify.max_user_watches=524288, for nashra serve")
    else:
        yield _ok("watching", f"{folders:,} folders of at most {limit:,}")


def _folders(top: Path) -> Iterator[str]:
    for folder, _, _ in os.walk(top):
        yield folder


# ---- the site


def address(around: Surroundings) -> Iterator[Finding]:
    """Look at the address that the site will stand under."""
    assert around.config
    url = around.config.site.base_url
    parts = urlsplit(url)
    if parts.hostname in _EXAMPLES or str(parts.hostname).endswith((".example", ".test", ".invalid", ".localhost")):
        hint = "write the real one in site.toml, or build with --base-url: feeds and sitemaps hold it"
        yield _warn("address", f"{url} is no address that readers can reach", hint)
    elif parts.scheme != "https":
        hint = "every host has certificates for nothing: https://"
        yield _warn("address", f"{url} is not encrypted", hint)
    elif parts.path.lower() != parts.path and parts.path.isascii() and "%" not in parts.path:
        yield _warn("address", f"{url} has capitals in its path", "hosts tell them apart: make sure they are meant")
    else:
        yield _ok("address", url)


def locale(around: Surroundings) -> Iterator[Finding]:
    """Look for what is known of the site's language and region: names of months, plurals, digits."""
    assert around.config
    from babel import Locale, localedata

    site = around.config.site
    name = f"{site.language.replace('-', '_')}_{site.region}"
    zones = f"time zones of tzdata {_version('tzdata')}"
    if localedata.exists(name):
        yield _ok("locale", f"{Locale.parse(name).english_name} ({name}), {zones}")
    else:
        hint = "dates follow the region alone; numbers and plurals the language"
        yield _warn("locale", f"CLDR knows no {name}; {zones}", hint)


def fonts(around: Surroundings) -> Iterator[Finding]:
    """Look for the fonts of the theme, and whether they have the letters, digits and signs of Arabic news."""
    look = _theme(around)
    if look is None:
        return
    families = _families(look)
    lost = sorted({name for names in families.values() for name in names if name not in look.files})
    if lost:
        yield _fail(
            "fonts", f"a style sheet names {', '.join(lost)}, and static/ has no such file", "mend the name, or add it"
        )
    elif not families:
        yield _ok("fonts", "the theme brings none: readers see their system's")
    elif find_spec("fontTools") is None or find_spec("brotli") is None:
        yield _ok("fonts", f"{', '.join(sorted(families))}; not looked into: that takes fonttools and brotli")
    else:
        yield from _coverage(look, families)


def _theme(around: Surroundings) -> theme.Theme | None:
    try:
        return theme.read(around.root, theme_root("templates"), theme_root("static"))
    except (OSError, SiteError):
        return None  # which a build tells better


def _families(look: theme.Theme) -> dict[str, list[str]]:
    """Return the font files that the style sheets name, by family; names are relative to static/."""
    found: dict[str, list[str]] = {}
    for sheet in sorted(name for name in look.files if name.endswith(".css")):
        folder = sheet.rpartition("/")[0]
        for face in _FONT_FACE.finditer(look.files[sheet].decode("utf-8", "replace")):
            family = _FAMILY.search(face["rules"])
            for file in _FONT_FILE.finditer(face["rules"]):
                if family and "://" not in file["name"]:
                    found.setdefault(family["name"].strip(), []).append(
                        os.path.normpath(f"{folder}/{file['name']}".lstrip("/"))
                    )
    return found


def _coverage(look: theme.Theme, families: dict[str, list[str]]) -> Iterator[Finding]:
    from fontTools.ttLib import TTFont, TTLibError

    for family, names in sorted(families.items()):
        known: set[int] = set()
        for name in names:
            try:
                known |= TTFont(BytesIO(look.files[name]), lazy=True).getBestCmap().keys()
            except (TTLibError, OSError, AssertionError) as wrong:
                yield _fail("fonts", f"{name} is no font: {wrong}", "make it again: docs/how-to/fonts.md")
        missing = "".join(char for char in _NEEDED_LETTERS if ord(char) not in known)
        if missing:
            yield _warn(
                "fonts", f"“{family}” lacks {missing}", "these fall back to another face: see docs/how-to/fonts.md"
            )
        else:
            yield _ok("fonts", f"“{family}” has letters, both sets of digits and « »")


def state(around: Surroundings) -> Iterator[Finding]:
    """Look whether the state file can be read; it may be deleted at any time."""
    path = around.root / STATE
    if not path.is_file():
        yield _ok("state", "none yet: the first build reads everything")
        return
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            schema = db.execute("PRAGMA user_version").fetchone()[0]
            sound = db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        finally:
            db.close()
    except sqlite3.DatabaseError as wrong:
        yield _warn("state", f"{STATE} cannot be read: {wrong}", "the next build throws it away and reads everything")
        return
    size = f"{path.stat().st_size / MEGABYTE:,.0f} MB"
    if schema != SCHEMA or not sound:
        why = "is another Nashra's" if sound else "is damaged"
        yield _warn("state", f"{STATE} ({size}) {why}", "the next build throws it away and reads everything")
    else:
        yield _ok("state", f"{STATE}, {size}")


def output(around: Surroundings) -> Iterator[Finding]:
    """Look whether the output folder is ours, can be written, and whether the last build came to its end."""
    folder = around.output
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    claimed = writing.read_manifest(folder)
    if not os.access(existing, os.W_OK):
        yield _fail("output", f"{existing} cannot be written", "mend its permissions, or name another with -o")
    elif folder.is_dir() and claimed is None and not writing.is_empty(folder):
        yield _fail(
            "output", f"{folder} holds files that are not Nashra's", "empty it yourself, or name another with -o"
        )
    elif claimed and writing.PENDING in claimed.values():
        yield _warn("output", f"the last build into {folder} did not finish", "build again")
    else:
        yield _ok("output", f"{folder}, {len(claimed or {}):,} files")


def space(around: Surroundings) -> Iterator[Finding]:
    """Look how much space is left for the output and the state."""
    free = shutil.disk_usage(around.root if around.root.exists() else Path()).free
    shown = f"{free / MEGABYTE:,.0f} MB free"
    if free < _LITTLE_SPACE:
        yield _warn("space", shown, "a build of 16,000 articles takes about 1 GB with its state")
    else:
        yield _ok("space", shown)


def compression(around: Surroundings) -> Iterator[Finding]:
    """Look for brotli where files are to be written in it."""
    assert around.config
    wanted = around.config.hosting.precompress
    if Encoding.BROTLI in wanted and find_spec("brotli") is None:
        yield _fail(
            "compression", 'precompress names "br", and brotli is not installed', 'pip install "nashra[brotli]"'
        )
    elif wanted:
        yield _ok("compression", ", ".join(wanted))


def sources(around: Surroundings) -> Iterator[Finding]:
    """Look whether the folders of articles are there and can be read."""
    assert around.config
    for path in around.config.sources.paths:
        place = around.root / path
        if not place.exists():
            yield _fail("sources", f"{path} is not there", "mend sources.paths in site.toml, or make the folder")
        elif not os.access(place, os.R_OK):
            yield _fail("sources", f"{path} cannot be read", "mend its permissions")
        else:
            yield _ok("sources", path)


Check = Callable[[Surroundings], Iterator[Finding]]
MACHINE: tuple[Check, ...] = (python, packages, clock, space, version_control, watching, pictures)
SITE: tuple[Check, ...] = (address, locale, sources, fonts, compression, output, state)
