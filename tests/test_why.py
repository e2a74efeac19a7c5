"""`nashra why` says what the next build does, for every page and every kind of edit, and names what changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from site_fixture import NOW, SiteFixture, assert_same, line, small_site

from generator import cli, why
from generator.errors import SiteError
from generator.order import STATE
from generator.stages import ledger_of, plan_of_now
from generator.store import Store
from generator.theme_files import theme_root
from generator.why import Explanation, Fate

HARBOUR = "content/own/harbour.md"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    site = small_site(tmp_path / "site")
    site.build()
    return site


def every_page(site: SiteFixture) -> dict[str, Explanation]:
    """Return the explanation of every page of a site, by its file."""
    order = site.order()
    store = Store(order.root / STATE)
    plan = plan_of_now(order, store)
    ledger = ledger_of(order, store)
    found = [why.explanation_of(order, plan, store, ledger, recipe) for recipe in plan.recipes]
    store.close()
    return {explanation.file: explanation for explanation in found}


def body(site: SiteFixture) -> None:
    site.edit(HARBOUR, "\n---\n", "\n---\nفقرة أولى جديدة.\n\n")


def headline(site: SiteFixture) -> None:
    site.edit(HARBOUR, 'title: "', 'title: "عاجل ')


def template(site: SiteFixture) -> None:
    site.write(
        "templates/story.html", (theme_root("templates") / "story.html").read_text("utf-8") + "{# . #}\n<!-- -->"
    )


def part_of_templates(site: SiteFixture) -> None:
    path = "parts/rights.html"
    site.write(f"templates/{path}", (theme_root("templates") / path).read_text("utf-8") + "\n{# . #}")


def site_title(site: SiteFixture) -> None:
    site.edit("site.toml", "نشرة التجربة", "نشرة أخرى")


def new_article(site: SiteFixture) -> None:
    more = line("ميناء", 21, day="2026-11-21T09:00:00+02:00", source="وكالة الأولى", section="اقتصاد")
    site.write("content/more.jsonl", f"{more}\n")


def lost_article(site: SiteFixture) -> None:
    (site.root / "content/own/cup.md").unlink()


def style_sheet(site: SiteFixture) -> None:
    site.write("static/site.css", "body { color: black }\n")


def later(site: SiteFixture) -> None:
    site.now += timedelta(days=1)


def nothing(site: SiteFixture) -> None:
    site.write(HARBOUR, site.read(HARBOUR))


# (edit, the start of a page's path, an input that must be named there)
EDITS: tuple[tuple[Callable[[SiteFixture], None], str, str], ...] = (
    (body, "articles/", "article:ميناء-10"),
    (headline, "index.html", "teaser:ميناء-10"),
    (template, "stories/", "templates/story.html"),
    (part_of_templates, "articles/", "templates/parts/rights.html"),
    (site_title, "about/index.html", "site.title"),
    (new_article, "index.html", "teaser:ميناء-21"),
    (lost_article, "index.html", "latest"),
    (style_sheet, "about/index.html", "site.assets"),
    (later, "", ""),
    (nothing, "", ""),
)


@pytest.mark.parametrize(("edit", "page", "reason"), EDITS, ids=[edit.__name__ for edit, *_ in EDITS])
def test_it_says_of_every_page_what_the_next_build_does(
    site: SiteFixture, edit: Callable[[SiteFixture], None], page: str, reason: str
) -> None:
    edit(site)
    told = every_page(site)

    before = site.tree()
    report = site.build()

    after = site.tree()
    rewritten = {path for path, one in told.items() if one.fate is not Fate.STANDS}
    assert {f"/{path.removesuffix('index.html')}" for path in rewritten} == set(report.written_paths)
    assert {path for path in told if before.get(path) != after[path]} <= rewritten
    unexplained = [path for path, one in told.items() if one.fate is Fate.CHANGED and not (one.reasons or one.gone)]
    assert unexplained == []
    assert [path for path, one in told.items() if one.fate is Fate.STANDS and one.reasons] == []
    named = {one.name for path, told_of in told.items() if path.startswith(page) for one in told_of.reasons}
    assert not reason or reason in named
    assert {one.fate for one in every_page(site).values()} == {Fate.STANDS}
    assert_same(site.tree(), site.clean_tree())


def test_an_input_has_its_source_file_and_line(site: SiteFixture) -> None:
    front = every_page(site)["index.html"]

    teasers = {one.name: one for one in front.inputs if one.kind == "teaser"}
    assert (teasers["teaser:ميناء-3"].path, teasers["teaser:ميناء-3"].line) == ("content/wire.jsonl", 3)
    assert teasers["teaser:ميناء-10"].path == HARBOUR
    assert len(teasers["teaser:ميناء-10"].digest) == why.SHOWN
    assert all(one.headline for one in teasers.values())


def test_what_left_a_page_is_named_while_it_is_known(site: SiteFixture) -> None:
    site.edit("content/own/cup.md", "section: ", "withdrawn: true\nsection: ")
    gone = every_page(site)["index.html"]

    assert (gone.gone, gone.unnamed) == ((), 1)  # a withdrawn article has no teaser that could be named


def test_another_output_folder_is_not_what_was_written(site: SiteFixture) -> None:
    other = why.explain(replace(site.order(), output=site.root / "elsewhere"), "/")

    assert other.fate is Fate.NEW
    assert other.reasons == ()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("/", "index.html"),
        ("https://news.example/", "index.html"),
        ("about", "about/index.html"),
        ("/about/", "about/index.html"),
        ("public/about/index.html", "about/index.html"),
        ("https://news.example/about/", "about/index.html"),
        ("content/pages/about.md", "about/index.html"),
        ("/sections/%D8%B9%D9%84%D9%88%D9%85/", "sections/علوم/index.html"),
        ("feed.xml", "feed.xml"),
    ],
)
def test_a_page_goes_by_many_names(site: SiteFixture, name: str, file: str) -> None:
    assert why.explain(site.order(), name).file == file


def test_a_source_file_means_its_article(site: SiteFixture) -> None:
    assert why.explain(site.order(), HARBOUR).source == HARBOUR
    assert why.explain(site.order(), "content/wire.jsonl:3").permalink.startswith("/articles/")
    assert why.explain(site.order(), "static/site.css").template == "file"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("/abuot/", 'did you mean "/about/"?'),
        ("content/wire.jsonl", "content/wire.jsonl:1"),
        ("content/own/draft.md", "a draft (`nashra list drafts`)"),
        ("content/own/later.md:1", "of a later date"),
        ("/abc/", "expired (`nashra list expired`)"),
        ("content/own/dates.md", "hidden by content/desk.toml:1 until 2027-01-01"),
        ("xyzzy", "nashra list routes"),
        ("site.toml", "nashra why /"),
        ("./content/desk.toml", "nashra why /"),
        ("templates/front.html", "nashra why /"),
    ],
)
def test_no_page_of_that_name_is_told_with_what_is_near(site: SiteFixture, name: str, hint: str) -> None:
    site.write("content/own/draft.md", "---\ntitle: مسودة\ndraft: true\n---\nنص.\n")
    site.write("content/own/later.md", "---\ntitle: لاحق\nembargo: 2027-01-01\ndate: 2028-01-01\n---\nنص.\n")
    site.write("content/pages/abc.md", "---\ntitle: انتهى\nexpires: 2020-01-01\n---\nنص.\n")
    site.write("content/desk.toml", 'hide = [{article = "content/own/dates.md", until = 2027-01-01}]')
    with pytest.raises(SiteError) as raised:
        why.explain(site.order(), name)

    assert raised.value.problems[0].code == "no-page"
    assert hint in raised.value.problems[0].hint


def test_a_file_that_makes_many_pages_is_no_page_and_names_one(site: SiteFixture) -> None:
    told = {}
    for name in ("templates/story.html", "templates/parts/story_box.html", "site.toml"):
        with pytest.raises(SiteError) as raised:
            why.explain(site.order(), name)
        told[name] = raised.value.problems[0].message

    assert "makes many pages: /stories/" in told["templates/story.html"]
    assert "makes many pages: /articles/" in told["templates/parts/story_box.html"]
    assert "every page hangs on site.toml" in told["site.toml"]


def test_a_path_of_the_base_url_may_be_part_of_the_name(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.edit("site.toml", "https://news.example/", "https://news.example/أخبار/")
    site.build()

    assert why.explain(site.order(), "/أخبار/about/").file == "about/index.html"
    assert why.explain(site.order(), "/about/").file == "about/index.html"


def test_a_page_that_is_there_after_a_build_that_failed_is_of_unknown_make(
    site: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("templates/page.html", "{{ 1 // 0 }}\n")
    with pytest.raises(SiteError):
        site.build()

    about, other = every_page(site)["about/index.html"], every_page(site)["sections/علوم/index.html"]
    cli.main(["why", "-C", str(site.root), "--now", NOW.isoformat(), "/about/"])

    assert (site.root / "public/about/index.html").is_file()
    assert (about.fate, about.reasons) == (Fate.UNKNOWN, ())
    assert other.fate is Fate.STANDS
    assert "is there, but the state does not know what it was made of" in capsys.readouterr().out


def test_without_state_every_file_that_is_there_is_of_unknown_make_and_written_again(site: SiteFixture) -> None:
    shutil.rmtree(site.root / ".nashra")
    (site.root / "public/about/index.html").unlink()

    told = every_page(site)
    report = site.build()

    assert told["about/index.html"].fate is Fate.NEW
    assert {one.fate for path, one in told.items() if path != "about/index.html"} == {Fate.UNKNOWN}
    assert len(told) == report.written
    assert_same(site.tree(), site.clean_tree())


def test_the_command_speaks_to_people_and_to_programs(site: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    site.edit("content/own/undated.md", 'title: "', 'title: "عاجل ')
    given = ["why", "-C", str(site.root), "--now", NOW.isoformat(), "/"]

    assert cli.main(given) == 0
    words = capsys.readouterr().out
    assert cli.main([*given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert "would be written again: 1 of its inputs changed" in words
    assert "  changed   teaser:مكتبة-13  “عاجل" in words
    assert (told["fate"], told["file"], told["template"]) == ("changed", "index.html", "front.html")
    assert [one["name"] for one in told["inputs"] if one["changed"]] == ["teaser:مكتبة-13"]
