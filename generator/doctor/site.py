"""What a site needs: its address, language, sources, compression, output and state."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

from generator import writing
from generator.doctor.findings import Finding, Surroundings, existing, fail, ok, warn
from generator.doctor.machine import MEGABYTE, installed
from generator.order import STATE
from generator.settings import Encoding
from generator.store import SCHEMA

_EXAMPLES = ("example.org", "example.com", "example.net", "localhost", "127.0.0.1")


def address(around: Surroundings) -> Iterator[Finding]:
    """Look at the address that the site will stand under."""
    assert around.config
    url = around.config.site.base_url
    parts = urlsplit(url)
    if parts.hostname in _EXAMPLES or str(parts.hostname).endswith((".example", ".test", ".invalid", ".localhost")):
        hint = "write the real one in site.toml, or build with --base-url: feeds and sitemaps hold it"
        yield warn("address", f"{url} is no address that readers can reach", hint)
    elif parts.scheme != "https":
        hint = "every host has certificates for nothing: https://"
        yield warn("address", f"{url} is not encrypted", hint)
    elif parts.path.lower() != parts.path and parts.path.isascii() and "%" not in parts.path:
        yield warn("address", f"{url} has capitals in its path", "hosts tell them apart: make sure they are meant")
    else:
        yield ok("address", url)


def locale(around: Surroundings) -> Iterator[Finding]:
    """Look for what is known of the site's language and region: names of months, plurals, digits."""
    assert around.config
    from babel import Locale, localedata

    site = around.config.site
    name = f"{site.language.replace('-', '_')}_{site.region}"
    zones = f"time zones of tzdata {installed('tzdata')}"
    if localedata.exists(name):
        yield ok("locale", f"{Locale.parse(name).english_name} ({name}), {zones}")
    else:
        hint = "dates follow the region alone; numbers and plurals the language"
        yield warn("locale", f"CLDR knows no {name}; {zones}", hint)


def state(around: Surroundings) -> Iterator[Finding]:
    """Look whether the state file can be read; it may be deleted at any time."""
    path = around.root / STATE
    if not path.is_file():
        yield ok("state", "none yet: the first build reads everything")
        return
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            schema = db.execute("PRAGMA user_version").fetchone()[0]
            sound = db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        finally:
            db.close()
    except sqlite3.DatabaseError as wrong:
        yield warn("state", f"{STATE} cannot be read: {wrong}", "the next build throws it away and reads everything")
        return
    size = f"{path.stat().st_size / MEGABYTE:,.0f} MB"
    if schema != SCHEMA or not sound:
        why = "is another Nashra's" if sound else "is damaged"
        yield warn("state", f"{STATE} ({size}) {why}", "the next build throws it away and reads everything")
    else:
        yield ok("state", f"{STATE}, {size}")


def output(around: Surroundings) -> Iterator[Finding]:
    """Look whether the output folder is ours, can be written, and whether the last build came to its end."""
    folder = around.output
    found = existing(folder)
    claimed = writing.read_manifest(folder)
    if not found.is_dir():
        yield fail("output", f"{found} is a file, and the site needs a folder", "name another with -o")
    elif not os.access(found, os.W_OK):
        yield fail("output", f"{found} cannot be written", "mend its permissions, or name another with -o")
    elif folder.is_dir() and claimed is None and not writing.is_empty(folder):
        yield fail(
            "output", f"{folder} holds files that are not Nashra's", "empty it yourself, or name another with -o"
        )
    elif claimed and writing.PENDING in claimed.values():
        yield warn("output", f"the last build into {folder} did not finish", "build again")
    else:
        yield ok("output", f"{folder}, {len(claimed or {}):,} files")


def compression(around: Surroundings) -> Iterator[Finding]:
    """Look for brotli where files are to be written in it."""
    assert around.config
    wanted = around.config.hosting.precompress
    if Encoding.BROTLI in wanted and find_spec("brotli") is None:
        yield fail("compression", 'precompress names "br", and brotli is not installed', 'pip install "nashra[brotli]"')
    elif wanted:
        yield ok("compression", ", ".join(wanted))


def sources(around: Surroundings) -> Iterator[Finding]:
    """Look whether the folders of articles are there and can be read."""
    assert around.config
    for path in around.config.sources.paths:
        place = around.root / path
        if not place.exists():
            yield fail("sources", f"{path} is not there", "mend sources.paths in site.toml, or make the folder")
        elif not os.access(place, os.R_OK):
            yield fail("sources", f"{path} cannot be read", "mend its permissions")
        else:
            yield ok("sources", path)
