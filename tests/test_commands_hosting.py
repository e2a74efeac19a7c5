"""nashra hosting, as somebody at a terminal or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from site_fixture import SiteFixture, small_site

from generator import cli


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    site = small_site(tmp_path_factory.mktemp("hosting") / "site")
    site.build()
    return site


def say(site: SiteFixture, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["-C", str(site.root), "hosting", *arguments, "--now", site.now.isoformat(), "--jobs", "1"])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize("what", ["headers", "redirects"])
def test_it_prints_what_the_build_writes(built: SiteFixture, capsys: pytest.CaptureFixture[str], what: str) -> None:
    code, out, err = say(built, capsys, what)

    assert (code, err) == (0, "")
    assert out.encode() == built.tree()[f"_{what}"]


def test_another_host_has_redirects_of_another_form(built: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(built, capsys, "redirects", "--host", "netlify")

    assert {line.rpartition(" ")[2] for line in out.splitlines()} == {"302!"}


@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_the_site_may_lie_elsewhere_on_the_server(
    built: SiteFixture, capsys: pytest.CaptureFixture[str], server: str
) -> None:
    _, out, _ = say(built, capsys, server, "--root", "/srv/my news")

    assert '"/srv/my news' in out
    assert str(built.root) not in out


def test_limits_are_held_against_every_host_while_none_is_chosen(
    built: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = say(built, capsys, "limits", "--json")

    rows = [json.loads(line) for line in out.splitlines()]
    files = {row["host"]: {gauge["what"]: gauge for gauge in row["gauges"]} for row in rows}
    assert list(files) == ["github-pages", "gitlab-pages", "cloudflare-pages", "netlify", "nginx", "caddy"]
    assert files["cloudflare-pages"]["files"]["found"] == len(built.tree())
    assert files["cloudflare-pages"]["files"]["limit"] == 20_000


def test_a_host_can_be_asked_for(built: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(built, capsys, "limits", "--host", "netlify")

    assert out.startswith("Netlify\n  files in one folder ")
    assert "  - headers by _headers" in out


def test_a_host_that_is_misspelt_is_told_the_nearest(built: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = say(built, capsys, "limits", "--host", "netlfy")

    assert (code, out) == (2, "")
    assert "netlify" in err


def test_limits_want_a_built_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = say(small_site(tmp_path / "site"), capsys, "limits")

    assert code == 2
    assert "nashra build" in err


def test_lines_come_as_json(built: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(built, capsys, "headers", "--json")

    assert json.loads(out)["lines"] == built.tree()["_headers"].decode().splitlines()
