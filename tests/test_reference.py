"""docs/reference/ says what the code does: what is made from it is up to date, and every link of the docs leads on."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from generator.commands import COMMANDS
from generator.errors import Exit

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^( *)```.*?^\1```$", re.M | re.S)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """Return docs/make_reference.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs/make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_made_from_the_code_is_up_to_date(reference: ModuleType) -> None:
    old = [name for name, made in reference.PAGES.items() if (reference.FOLDER / name).read_text("utf-8") != made()]

    assert old == [], "run: make reference"


def test_every_command_and_every_exit_code_has_its_place(reference: ModuleType) -> None:
    text = reference.commands()

    assert [command.name for command in COMMANDS if f"\n## nashra {command.name}\n" not in text] == []
    assert {name for name in vars(Exit) if not name.startswith("_")} == set(reference.EXIT_CODES)
    assert "%(" not in text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_no_flag_lacks_its_meaning(command: object, reference: ModuleType) -> None:
    name = getattr(command, "name", "")
    part = reference.commands().split(f"\n## nashra {name}\n")[1].split("\n## ")[0]

    assert re.findall(r"^\| `.*?` \|  \|$", part, re.M) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    text = _CODE.sub("", _FENCE.sub("", page.read_text("utf-8")))
    targets = [one or other for one, other in _LINK.findall(text)]
    dead = [target for target in targets if not _is_there(page, unquote(target))]

    assert dead == []


def _is_there(page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True  # the network is asked by nobody here
    path, _, heading = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    if not found.exists():
        return False
    return not heading or heading in _anchors(found)


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them: lower case, words joined by dashes."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
