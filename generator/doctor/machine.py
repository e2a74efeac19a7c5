"""What the machine has: Python and libraries, clock, space, git, the kernel's limits, Pillow."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from generator.code import DEPENDENCIES
from generator.doctor.findings import Finding, Surroundings, existing, fail, ok, warn

MEGABYTE = 1 << 20
_LITTLE_SPACE = 500 * MEGABYTE
_GIT_SECONDS = 10  # a folder on a network that does not answer must not keep us


def python(around: Surroundings) -> Iterator[Finding]:
    """Say which Python runs; an older one would not have come this far."""
    yield ok("python", f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}")


def packages(around: Surroundings) -> Iterator[Finding]:
    """Look for the libraries whose versions decide what is written."""
    missing = [name for name in DEPENDENCIES if not installed(name)]
    if missing:
        hint = f"pip install {' '.join(missing)}, or install nashra anew"
        yield fail("packages", f"not installed: {', '.join(missing)}", hint)
    else:
        yield ok(
            "packages", ", ".join(f"{name} {installed(name)}" for name in ("babel", "jinja2", "hijridate", "tzdata"))
        )


def installed(name: str) -> str:
    """Return the version of an installed package, "" where it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def clock(around: Surroundings) -> Iterator[Finding]:
    """Hold the clock against the youngest file of Nashra itself: a clock behind it is wrong."""
    newest = max(path.stat().st_mtime for path in Path(__file__).parent.parent.rglob("*.py"))
    unpacked = datetime.fromtimestamp(newest, around.now.tzinfo)
    shown = around.now.isoformat(timespec="seconds")
    if around.now < unpacked - timedelta(days=1):
        message = f"it says {shown}, and Nashra was installed {unpacked:%Y-%m-%d}"
        yield fail("clock", message, "set it: articles are hidden or shown by it")
    else:
        yield ok("clock", shown)


def pillow(around: Surroundings) -> Iterator[Finding]:
    """Say what Pillow can do where it is there; Nashra copies pictures as they are and does not need it."""
    if find_spec("PIL") is None:
        yield ok("pillow", "not installed, and not needed: pictures go online as they are")
        return
    from PIL import features

    formats = [name for name in ("jpg", "webp", "avif") if features.check(name)]
    shapes = bool(features.check("raqm") and features.check("fribidi"))
    words = f"{installed('pillow')}: {', '.join(formats) or 'no formats'}"
    if shapes:
        yield ok("pillow", f"{words}; joins Arabic letters")
    else:
        hint = "only for scripts that draw words into pictures: apt install libfribidi0 libraqm0"
        yield warn("pillow", f"{words}; draws Arabic letters one by one, from left to right", hint)


def git(around: Surroundings) -> Iterator[Finding]:
    """Look for git: CI builds what is committed."""
    program = shutil.which("git")
    if program is None:
        yield warn("git", "not installed", "needed where CI builds the site: apt install git")
        return
    try:
        inside = subprocess.run(
            [program, "-C", str(around.root), "rev-parse", "--is-inside-work-tree"],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_GIT_SECONDS,
            env=os.environ | {"LC_ALL": "C"},  # its words are read below
        )
    except subprocess.TimeoutExpired:
        yield warn("git", f"does not answer within {_GIT_SECONDS} s", "try `git status` in the site's folder")
        return
    said = next(iter(inside.stderr.strip().splitlines()), "").removeprefix("fatal: ")
    if inside.returncode == 0:
        yield ok("git", "the site is in a repository")
    elif "not a git repository" in said:
        yield warn("git", "the site is in no repository", "git init: so that nothing is lost, and CI can build it")
    else:  # a repository of another user's, above all
        yield warn("git", f"refuses to look: {said}", "try `git status` in the site's folder: it says what helps")


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
        yield warn("watching", message, "sysctl fs.inotify.max_user_watches=524288, for nashra serve")
    else:
        yield ok("watching", f"{folders:,} folders of at most {limit:,}")


def _folders(top: Path) -> Iterator[str]:
    for folder, _, _ in os.walk(top):
        yield folder


def space(around: Surroundings) -> Iterator[Finding]:
    """Look how much space is left for the state and for the output, which may lie on a disk of its own."""
    folders = [existing(path) for path in (around.root, around.output)]
    disks = {folder.stat().st_dev: folder for folder in reversed(folders)}
    for folder in reversed(disks.values()):
        free = shutil.disk_usage(folder).free
        shown = f"{free / MEGABYTE:,.0f} MB free{f' for {folder}' if len(disks) > 1 else ''}"
        if free < _LITTLE_SPACE:
            yield warn("space", shown, "a build of 16,000 articles takes about 1 GB with its state")
        else:
            yield ok("space", shown)
