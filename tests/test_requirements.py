"""requirements/*.txt: locked, hashed, the same for everybody, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from generator import code

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ENTRY = re.compile(
    r"^([a-z0-9.-]+)==([0-9.]+)(?: ; [^\n]*?)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n", re.MULTILINE
)


def names(requirements: list[str]) -> set[str]:
    """Return the packages of a list such as `["babel>=2.16"]`."""
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_locked_and_hashed_and_nothing_else_stands_there(lock: Path) -> None:
    rest = ENTRY.sub("", lock.read_text("utf-8"))

    assert [line for line in rest.splitlines() if not re.match(r" *#", line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_place_is_named(lock: Path) -> None:
    assert not re.search(r"://|/\w+/|--(extra-)?index|--find", lock.read_text("utf-8"))


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    site, dev = (
        {entry[1] for entry in ENTRY.finditer((ROOT / "requirements" / name).read_text("utf-8"))}
        for name in ("site.txt", "dev.txt")
    )
    extras = PROJECT["optional-dependencies"]

    assert names(PROJECT["dependencies"] + extras["build"]) <= site <= dev
    assert names(extras["test"] + extras["dev"]) - {"nashra"} <= dev


# Of the preview, of what looks at a finished site, and of the shell: no page is made by them.
NEVER_IN_A_PAGE = {"aiohttp", "argcomplete", "turbohtml", "watchdog"}


def test_another_version_of_any_library_makes_every_page_anew() -> None:
    assert names(PROJECT["dependencies"]) - NEVER_IN_A_PAGE <= set(code.DEPENDENCIES)
