"""`nashra new template`: a copy of the theme's, where the site's own goes before it. (Articles: test_scaffold.py.)"""

from __future__ import annotations

from pathlib import Path

import pytest
from acceptance import nashra

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("name", ["front.html", "parts/share.html"])
def test_a_template_is_copied_to_where_it_overrides_the_themes(site: Path, name: str) -> None:
    done = nashra("new", "template", name, "-C", site)

    assert (done.code, done.out) == (0, f"templates/{name}\n")
    assert (site / "templates" / name).read_bytes() == (TEMPLATES / name).read_bytes()


def test_a_template_of_ones_own_is_never_overwritten(site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates/front.html").write_text("لي")

    done = nashra("new", "template", "front.html", "-C", site)

    assert done.code == 2
    assert "templates/front.html this file stands already" in done.err
    assert (site / "templates/front.html").read_text() == "لي"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("frnt.html", 'did you mean "front.html"?'), ("../site.toml", "there are 404.html, archive.html")],
)
def test_a_name_that_the_theme_does_not_have_is_refused(site: Path, name: str, hint: str) -> None:
    done = nashra("new", "template", name, "-C", site)

    assert done.code == 2
    assert hint in done.err


def test_without_a_site_there_is_nothing_to_override(tmp_path: Path) -> None:
    done = nashra("new", "template", "front.html", "-C", tmp_path)

    assert done.code == 2
    assert not (tmp_path / "templates").exists()
