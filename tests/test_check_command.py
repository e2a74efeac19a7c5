"""`nashra check` as people and programs call it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from check_faults import Built, copied, gone, good_site, in_body
from site_fixture import NOW, SiteFixture

from generator import cli
from generator.check import external


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    return good_site(tmp_path_factory.mktemp("check") / "site")


@pytest.fixture
def built(good: SiteFixture, tmp_path: Path) -> Built:
    return copied(good, tmp_path / "public")


def told(built: Built, *arguments: str, site: SiteFixture, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of `nashra check`."""
    given = ("-C", str(site.root), "-o", str(built.output), "--now", NOW.isoformat())
    code = cli.main(["check", *given, *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_says_nothing_but_a_count_of_a_good_site(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(built, "--strict", site=good, capsys=capsys)

    assert (code, out) == (0, "")
    assert "0 errors, 0 warnings" in err


@pytest.mark.parametrize(
    ("html", "flags", "code"),
    [
        ("<p>فاز 2-1</p>", (), 1),
        ("<p>The end.</p>", (), 0),
        ("<p>The end.</p>", ("--strict",), 1),
        ("<p>The end.</p>", ("--strict", "-q"), 1),
        ("<p>The end.</p>", ("--strict", "--skip", "direction"), 0),
        ("<p>فاز 2-1</p>", ("--only", "check-direction"), 0),
        ("<p>فاز 2-1</p>", ("--only", "no-such-rule"), 2),
    ],
)
def test_its_exit_code_tells_errors_from_warnings(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str], html: str, flags: tuple[str, ...], code: int
) -> None:
    in_body(html)(built)

    assert told(built, *flags, site=good, capsys=capsys)[0] == code


def test_its_json_is_one_object_with_every_problem(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    path = in_body("<p>فاز 2-1</p>" * 20)(built)

    code, out, err = told(built, "--json", "-q", site=good, capsys=capsys)

    found = json.loads(out)
    assert (code, out.count("\n")) == (1, 1)
    assert [(problem["code"], problem["path"]) for problem in found["problems"]] == [("check-number-run", path)] * 20
    assert err.count("error check-number-run") == 1
    assert "(and at 19 other places)" in err


def test_a_page_that_is_gone_is_one_line_however_many_pages_link_to_it(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gone(built)
    links = sum(1 for problem in built.check() if problem.code == "check-link")

    code, _, err = told(built, site=good, capsys=capsys)

    lines = [line for line in err.splitlines() if "“/about/” leads to no page" in line]
    assert code == 1
    assert links > 10
    assert len(lines) == 1
    assert lines[0].endswith(f"(and at {links - 1} other places)")
    assert f"error check-missing {path} this file was written and is gone" in err
    assert "more check-" not in err


def test_asking_the_network_is_only_done_when_asked_for(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_body('<p><a href="https://o.example/page#part">خارج</a> <a href="https://p.example/" rel="nofollow">ش</a></p>')(
        built
    )
    asked: list[str] = []

    async def answers(addresses: Sequence[str], manners: external.Manners) -> dict[str, str]:
        asked.extend(addresses)
        assert manners.agent.endswith("(link check of https://news.example/)")
        return dict.fromkeys(addresses, "answers 404")

    monkeypatch.setattr(external, "answers", answers)

    assert told(built, site=good, capsys=capsys)[0] == 0
    assert asked == []
    code, out, _ = told(built, "--external", "--json", site=good, capsys=capsys)
    assert (code, asked) == (0, ["https://o.example/page"])
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["check-external"]
