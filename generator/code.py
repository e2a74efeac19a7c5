"""CODE: the digest of everything but data that decides what is made."""

from __future__ import annotations

import platform
import sys
import unicodedata
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from generator import digest
from generator.digest import Digest

OWN_SUFFIXES = (".py", ".po")  # what we wrote ourselves: code, and the interface's words
DEPENDENCIES = (
    "babel", "charset-normalizer", "feedparser", "hijridate", "imagesize", "jinja2", "markdown", "markupsafe",
    "msgspec", "nh3", "numpy", "python-slugify", "pyyaml", "scipy", "tzdata",
)  # fmt: skip


def digest_of_code() -> Digest:
    """Return the digest of our own code and of the versions of all that it stands on.

    It is part of every key: another version of anything makes everything anew, rather than mixing two makes.
    """
    root = Path(__file__).parent
    paths = sorted(path for path in root.rglob("*") if path.suffix in OWN_SUFFIXES)
    own = {path.relative_to(root).as_posix(): digest.of_bytes(path.read_bytes()) for path in paths}
    return digest.of_value(
        (
            own,
            [_version(name) for name in DEPENDENCIES],
            platform.python_version(),
            sys.implementation.name,
            unicodedata.unidata_version,
        )
    )


def _version(name: str) -> str:
    """Return the line of a package's metadata that names its version: reading all of them takes ten times as long."""
    try:
        metadata = distribution(name).read_text("METADATA") or ""
    except PackageNotFoundError:
        return ""
    return next((line for line in metadata.splitlines() if line.startswith("Version:")), "")
