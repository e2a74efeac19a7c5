"""What `nashra list` says of what readers see, and of what they do not."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import texts
from site_fixture import SiteFixture, line, markdown, small_site

from generator import listing
from generator.cli import main
from generator.commands.listed import WHAT
from generator.report import closing_lines
from generator.site.visibility import Showing


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def rows(site: SiteFixture, what: str, **changes: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in listing.listed(site.order(**changes), what).rows]


def hold_back(site: SiteFixture) -> None:
    """Add what readers do not see: two drafts, three for later, two that are over."""
    own = {"a": {"draft": "true"}, "b": {"day": "2026-11-24T08:00:00+02:00"}, "c": {"embargo": "2026-12-01"}}
    own |= {"d": {"expires": "2026-11-20"}, "e": {"expires": "2026-11-22T10:00:00+02:00"}}
    for number, (name, fields) in enumerate(own.items()):
        site.write(f"content/own/{name}.md", markdown("تمور", 80 + number, **{"day": "2026-10-05", **fields}))
    site.write("content/pages/plan.md", "---\ntitle: صفحة لاحقة\npublished: 2026-11-25\n---\nنص.\n")
    site.write("content/pages/idea.md", "---\ntitle: فكرة\ndraft: true\n---\nنص.\n")


def test_the_command_knows_every_list_and_each_has_its_line() -> None:
    assert sorted(WHAT) == sorted(listing.LISTS) == sorted(listing._LINES)


@pytest.mark.parametrize("what", WHAT)
def test_every_row_has_a_line_and_is_plain_json(site: SiteFixture, what: str) -> None:
    hold_back(site)
    site.write("content/own/bad.md", "---\ntitle: [\n---\nنص\n")
    site.write("content/desk.toml", 'hide = ["مرصد-6"]')

    found = rows(site, what)

    assert found
    for row in found:
        assert listing.lines(what, row, {}).strip()
        assert json.loads(json.dumps(row)) is not None


def test_drafts_are_listed_by_path(site: SiteFixture) -> None:
    hold_back(site)

    assert [row["path"] for row in rows(site, "drafts")] == ["content/own/a.md", "content/pages/idea.md"]


def test_what_is_scheduled_is_listed_soonest_first_in_the_sites_zone(site: SiteFixture) -> None:
    hold_back(site)

    assert [(row["begins"], row["why"], row["path"]) for row in rows(site, "scheduled")] == [
        ("2026-11-24T08:00:00+02:00", "date", "content/own/b.md"),
        ("2026-11-25T00:00:00+02:00", "date", "content/pages/plan.md"),
        ("2026-12-01T00:00:00+02:00", "embargo", "content/own/c.md"),
    ]


def test_what_is_over_is_listed_latest_first(site: SiteFixture) -> None:
    hold_back(site)

    assert [row["path"] for row in rows(site, "expired")] == ["content/own/e.md", "content/own/d.md"]


@pytest.mark.parametrize("what", listing.WAITING)
def test_flags_that_show_the_hidden_do_not_empty_these_lists(site: SiteFixture, what: str) -> None:
    hold_back(site)

    assert rows(site, what, showing=Showing(True, True, True)) == rows(site, what)


def test_the_next_change_comes_along(site: SiteFixture) -> None:
    site.edit("site.toml", "[rights]", "[outputs]\nnews_sitemap = false\n\n[rights]")
    hold_back(site)

    found = listing.listed(site.order(), "scheduled")

    assert found.next_change == datetime.fromisoformat("2026-11-24T08:00:00+02:00")


def test_what_the_desk_hides_is_listed_with_its_line(site: SiteFixture) -> None:
    hold_back(site)
    desk = 'hide = ["قطار-7", {article = "content/own/a.md", until = 2026-12-01}, "قطار-7",\n'
    site.write("content/desk.toml", desk + '\n{article = "مرصد-6", tombstone = true}]\n')

    found = rows(site, "hidden")

    assert [(row["desk"], row["until"], row["tombstone"], row["path"]) for row in found] == [
        ("content/desk.toml:1", None, False, "content/wire.jsonl"),
        ("content/desk.toml:1", "2026-12-01T00:00:00+02:00", False, "content/own/a.md"),
        ("content/desk.toml:3", None, True, "content/wire.jsonl"),
    ]


def test_the_build_names_the_list_of_what_the_desk_hides(site: SiteFixture) -> None:
    site.write("content/desk.toml", 'hide = ["قطار-7"]')

    [line] = [line for line in closing_lines(site.build(), "public") if line.startswith("not shown")]

    assert line == "not shown: 1 hidden by the desk (`nashra list hidden`)"


def test_people_read_headlines_beside_ids(site: SiteFixture) -> None:
    found = {what: listing.listed(site.order(), what) for what in ("articles", "stories", "copies", "neighbours")}

    def told(what: str) -> str:
        return "\n".join(listing.lines(what, row, found[what].headlines) for row in found[what].rows)

    harbour = {f"ميناء-{seed}": texts.headline("ميناء", seed) for seed in (1, 2, 3)}
    assert all(f"{identity}  {headline}" in told("stories") for identity, headline in harbour.items())
    assert all(f"{identity}  {harbour[identity]}" in told("copies") for identity in ("ميناء-1", "ميناء-2"))
    assert all(f"{identity}  {headline}" in told("neighbours") for identity, headline in harbour.items())
    assert "  ميناء-1  وكالة الأولى  " in told("articles")


def test_outlets_are_listed_with_policy_count_and_spellings(site: SiteFixture) -> None:
    more = (
        line("تمور", 90, day="2026-10-01", source="الأولى") + "\n" + line("تمور", 91, day="2026-10-02", source="جديد")
    )
    site.write("content/more.jsonl", more)

    found = {row["name"]: row for row in rows(site, "outlets")}

    assert list(found) == sorted(found)
    first = found["وكالة الأولى"]
    assert (first["articles"], first["aliases"], first["seen_as"]) == (5, ["الأولى"], ["الأولى"])
    assert (found["صحيفة الثانية"]["policy"], found["صحيفة الثانية"]["policy_is_default"]) == ("excerpt", False)
    assert (found["جديد"]["policy"], found["جديد"]["policy_is_default"]) == ("full", True)
    assert (found["نشرة التجربة"]["own"], found["نشرة التجربة"]["policy_is_default"]) == (True, False)


def test_an_outlet_of_site_toml_without_articles_is_listed(site: SiteFixture) -> None:
    site.edit("site.toml", '[outlets."وكالة الأولى"]', '[outlets."صامت"]\n\n[outlets."وكالة الأولى"]')

    (silent,) = (row for row in rows(site, "outlets") if row["name"] == "صامت")

    assert (silent["articles"], silent["permalink"]) == (0, None)


def test_routes_are_the_files_of_the_site(site: SiteFixture) -> None:
    site.build()
    files = {path for path in site.tree() if path != ".nashra-manifest"}

    found = rows(site, "routes")

    assert {_file(row["permalink"]) for row in found} == files
    (about,) = (row for row in found if row["permalink"] == "/about/")
    assert about == {
        "permalink": "/about/",
        "kind": "page",
        "template": "page.html",
        "source": "content/pages/about.md",
    }


def _file(permalink: str) -> str:
    path = permalink.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def test_sources_that_could_not_be_taken_are_in_quarantine_and_nothing_else(site: SiteFixture) -> None:
    site.write("content/own/bad.md", "---\ntitle: [\n---\nنص\n")
    site.write("content/own/held.md", markdown("تمور", 92, day="2026-10-01", embargo="قريبا"))
    site.write("content/own/warned.md", markdown("تمور", 93, day="غدا"))
    site.write("content/desk.toml", 'lead = "nothing"')

    assert [(row["path"], row["code"]) for row in rows(site, "quarantine")] == [
        ("content/own/bad.md", "front-matter-unreadable"),
        ("content/own/held.md", "embargo-unreadable"),
    ]


def test_the_command_says_when_to_build_next(site: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    hold_back(site)

    code = main(["list", "scheduled", "-C", str(site.root), "--now", "2026-11-23T12:00:00+03:00"])

    said = capsys.readouterr()
    assert code == 0
    assert said.out.splitlines()[0].startswith("2026-11-24T08:00:00+02:00  date     content/own/b.md:1")
    assert "next change by the clock: 2026-11-" in said.err


def test_a_build_says_what_it_does_not_show(site: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    hold_back(site)

    main(["build", "-C", str(site.root), "--now", "2026-11-23T12:00:00+03:00", "--json"])

    said = capsys.readouterr()
    report = json.loads(said.out)
    assert report["hidden"] == {"drafts": 2, "scheduled": 3, "expired": 2, "desk": 0}
    assert datetime.fromisoformat(report["next_change"]).utcoffset() is not None
    assert "not shown: 2 drafts, 3 scheduled, 2 expired" in said.err
