"""The whole built site examined: good ones, by several processes, with files and rules that fail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from check_faults import Built, copied, follows, gone, good_site, in_body
from site_fixture import NOW, SiteFixture, small_site

from generator import build, check, config
from generator.check.across import Facts, facts_of_page
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage
from generator.check.rules import RULES
from generator.errors import Level, Problem, SiteError
from generator.order import Order

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    return good_site(tmp_path_factory.mktemp("check") / "site")


@pytest.fixture
def built(good: SiteFixture, tmp_path: Path) -> Built:
    return copied(good, tmp_path / "public")


def test_the_good_site_has_no_problem(good: SiteFixture, built: Built) -> None:
    assert [str(problem) for problem in built.check()] == []


def test_a_good_site_under_a_path_has_no_problem_and_links_that_leave_it_are_found(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.edit("site.toml", "https://news.example/", "https://news.example/أخبار/")
    site.build()
    below = Built(site.root / "public", site.order().config)

    assert [str(problem) for problem in below.check()] == []

    below.edit("about/index.html", "</main>", '<p><a href="/archive/">الأرشيف</a></p></main>')
    assert [(p.code, p.path) for p in below.check()] == [("check-link", "about/index.html")]


def test_the_demonstration_has_no_problem(tmp_path: Path) -> None:
    shutil.copy(ROOT / "site.toml", tmp_path)
    for folder in ("content", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    settled = config.load((tmp_path / "site.toml").read_text("utf-8"))
    build.build(Order(root=tmp_path, output=tmp_path / "public", config=settled, now=NOW, jobs=2))

    found = Built(tmp_path / "public", settled).check(jobs=2)

    assert [str(problem) for problem in found] == []


def test_rules_that_are_not_asked_for_are_silent(built: Built) -> None:
    in_body('<p><a href="/nowhere/">فاز 2-1</a></p>')(built)

    assert {problem.code for problem in built.check(codes={"check-link"})} == {"check-link"}


def test_two_processes_find_what_one_finds(built: Built) -> None:
    for fault in ('<p><a href="/about/#no">رابط</a></p>', "<p>فاز 2-1</p>"):
        in_body(fault)(built)

    assert built.check(jobs=2) == built.check(jobs=1)


def test_budgets_are_those_of_the_configuration(built: Built) -> None:
    tight = replace(built.config, budgets=replace(built.config.budgets, html_kb=1))

    found = built.check(config=tight)

    assert {problem.level for problem in found} == {Level.WARNING}
    assert {problem.code for problem in found} == {"check-budget"}


def test_a_folder_without_a_manifest_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        Built(tmp_path, config.SiteConfig()).check()

    assert [problem.code for problem in raised.value.problems] == ["no-output"]


def test_a_file_that_goes_away_while_it_is_looked_at_is_told(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = built.output / "about/index.html"

    def then_gone(*values: Any) -> Grounds:
        gone.unlink()
        return Grounds(*values)

    monkeypatch.setattr(check, "Grounds", then_gone)

    assert [(p.code, p.path) for p in built.check()] == [("output-unreadable", "about/index.html")]


def raising(*given: Any) -> Iterator[Problem]:
    yield from ()
    raise OverflowError("date value out of range")


def test_a_rule_that_raises_costs_its_own_findings_and_is_one(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    path = in_body("<p>فاز 2-1 أمس</p>")(built)
    rules = [replace(rule, page=(raising,)) if rule.code == "check-date" else rule for rule in RULES]
    monkeypatch.setattr(check, "RULES", rules)

    found = built.check()

    pages = sum(1 for _ in built.output.rglob("*.html"))
    failed = [problem for problem in found if problem.code == "check-failed"]
    assert pages == len(failed) == len(found) - 1
    assert [problem.path for problem in found if problem.code == "check-number-run"] == [path]
    assert failed[0].message.startswith("check-date failed here: OverflowError: date value out of range (test_check.py")
    assert built.check(jobs=2) == found


def test_a_rule_of_the_whole_site_that_raises_costs_its_own_findings(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gone(built)
    monkeypatch.setattr(
        check, "RULES", [replace(rule, site=(raising,)) if rule.code == "check-sitemap" else rule for rule in RULES]
    )

    found = [problem for problem in built.check() if not follows(problem, "check-missing")]

    assert [(p.code, p.path) for p in found] == [("check-failed", str(built.output)), ("check-missing", path)]


def test_from_a_page_that_cannot_be_taken_apart_nothingfollows(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    in_body('<p><a href="/about/#content">رابط</a></p>')(built)

    def apart(page: HtmlPage, grounds: Grounds) -> Facts:
        if page.path == "about/index.html":
            raise RecursionError("nested too deep")
        return facts_of_page(page, grounds)

    monkeypatch.setattr(check, "facts_of_page", apart)

    assert [(p.code, p.path) for p in built.check()] == [("check-failed", "about/index.html")]


def test_the_guide_names_every_rule_with_what_it_finds() -> None:
    guide = (ROOT / "docs/how-to/check.md").read_text("utf-8")
    rows = [f"| [`{rule.code}`](../problems/{rule.code}.md) | {rule.finds} |\n" for rule in RULES]

    assert "".join(rows) in guide
