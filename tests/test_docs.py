"""The documentation keeps up with the code."""

from __future__ import annotations

import re
from pathlib import Path

from generator.config import SiteConfig
from generator.digest import Digest
from generator.render import Press, _filters
from generator.styles import style_of
from generator.theme import Theme

ROOT = Path(__file__).parent.parent
_CODE = re.compile(
    r"""(?:\b(?:error|warning|_?problem|mistake|refused|note)\(\s*|code\s*=\s*)"([a-z][a-z0-9]*(?:-[a-z0-9]+)+|template|locked|usage)\"""",
    re.I,
)


def test_every_problem_has_its_page() -> None:
    used = {
        code for path in sorted((ROOT / "generator").rglob("*.py")) for code in _CODE.findall(path.read_text("utf-8"))
    }
    explained = {path.stem for path in (ROOT / "docs/problems").glob("*.md")}

    assert len(used) > 30
    assert sorted(used - explained) == []


def test_every_page_of_a_problem_is_of_one_that_can_be_met() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "generator").rglob("*.py")))

    orphans = [path.stem for path in sorted((ROOT / "docs/problems").glob("*.md")) if f'"{path.stem}"' not in code]

    assert [name for name in orphans if not name.startswith("config-")] == []


def test_every_filter_is_in_the_reference() -> None:
    reference = (ROOT / "docs/reference/templates.md").read_text("utf-8")
    press = Press(
        {"base_path": "", "assets": {}, "direction": "rtl"}, Theme({}, {}), style_of(SiteConfig()), False, Digest("")
    )

    listed = set(re.findall(r"\\\|(\w+)", reference))

    assert listed == set(_filters(press))


def test_every_template_is_in_the_reference() -> None:
    reference = (ROOT / "docs/reference/templates.md").read_text("utf-8")

    templates = {path.name for path in (ROOT / "templates").glob("*.html")} - {"layout.html"}

    assert sorted(name for name in templates if f"`{name}`" not in reference) == []
