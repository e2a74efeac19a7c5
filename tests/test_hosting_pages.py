"""What each host finds beside the pages, and when that changes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from site_fixture import SiteFixture, assert_same, line, markdown, small_site

from generator import digest

FILES = {"_headers", "_redirects", ".nojekyll", "CNAME"}
EXPECTED = {
    "any": {"_headers", "_redirects", ".nojekyll"},
    "github-pages": {".nojekyll", "CNAME"},
    "gitlab-pages": set(),
    "cloudflare-pages": {"_headers", "_redirects"},
    "netlify": {"_headers", "_redirects"},
    "nginx": set(),
    "caddy": set(),
}


def hosted(tmp_path: Path, host: str, base_url: str = "https://news.example/") -> SiteFixture:
    site = small_site(tmp_path / "site")
    site.edit("site.toml", "https://news.example/", base_url)
    site.write("site.toml", site.read("site.toml") + f'\n[hosting]\nhost = "{host}"\n')
    return site


def aliased(number: int, *aliases: str) -> str:
    named = ", ".join(f'"{alias}"' for alias in aliases)
    return markdown("قطار", number, day="2026-01-05").replace("---\n", f"---\naliases: [{named}]\n", 1)


def rules(site: SiteFixture) -> dict[str, tuple[str, str]]:
    """Return target and status by former path, decoded."""
    found = (line.split(" ") for line in site.tree()["_redirects"].decode().splitlines())
    return {unquote(source): (unquote(target), status) for source, target, status in found}


@pytest.mark.parametrize("host", EXPECTED)
def test_a_host_gets_the_files_that_it_reads(tmp_path: Path, host: str) -> None:
    site = hosted(tmp_path, host)

    assert not site.build().problems

    assert FILES & site.tree().keys() == EXPECTED[host]
    assert_same(site.tree(), site.clean_tree())


def test_without_a_word_of_the_host_the_site_suits_all(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.build()

    assert FILES & site.tree().keys() == EXPECTED["any"]
    assert site.tree()[".nojekyll"] == b""


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://news.example/", b"news.example\n"),
        ("https://somebody.github.io/", None),
        ("https://somebody.github.io/news/", None),
        ("https://example.org/", None),  # what site.toml says before anybody chose
        ("https://news.example/project/", None),  # the domain is that of somebody's other site
    ],
)
def test_github_is_told_a_domain_of_ones_own(tmp_path: Path, base_url: str, expected: bytes | None) -> None:
    site = hosted(tmp_path, "github-pages", base_url)
    site.build()

    assert site.tree().get("CNAME") == expected


def test_another_host_removes_what_it_does_not_read(tmp_path: Path) -> None:
    site = hosted(tmp_path, "netlify")
    site.build()
    site.edit("site.toml", "netlify", "github-pages")

    report = site.build()

    assert set(report.removed_paths) == {"/_headers", "/_redirects"}
    assert_same(site.tree(), site.clean_tree())


def test_redirects_are_those_of_aliases_and_stories(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.write("content/own/old.md", aliased(60, "/خبر قديم/"))
    site.build()

    found = rules(site)

    target, status = found.pop("/خبر قديم/")
    assert status == "301"
    assert f"{target.strip('/')}/index.html" in site.tree()
    assert found
    for source, (story, code) in found.items():
        assert source.endswith("/story/")
        assert (story.startswith("/stories/"), code) == (True, "302")
        assert {f"{source.strip('/')}/index.html", f"{story.strip('/')}/index.html"} <= site.tree().keys()


def test_a_new_article_leaves_redirects_alone_and_a_new_alias_does_not(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.build()
    site.write("content/own/new.md", markdown("تمور", 61, day="2026-01-05"))

    assert "/_redirects" not in site.build().written_paths

    site.write("content/own/old.md", aliased(60, "/old/"))
    report = site.build()

    assert "/_redirects" in report.written_paths
    assert "/_headers" not in report.written_paths
    assert_same(site.tree(), site.clean_tree())


def test_a_new_story_changes_only_the_lines_of_its_members(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.build()
    before = rules(site)
    text = site.read("content/wire.jsonl")
    more = [
        line("كأس", 70, day="2026-11-21T19:00:00+02:00", source="وكالة الأولى"),
        line("كأس", 71, day="2026-11-21T20:00:00+02:00", source="موقع الثالث"),
    ]
    site.write("content/wire.jsonl", text + "\n".join(more) + "\n")

    site.build()

    assert before.items() < rules(site).items()
    assert_same(site.tree(), site.clean_tree())


def test_an_alias_that_gave_way_to_a_page_is_no_redirect(tmp_path: Path) -> None:
    site = hosted(tmp_path, "cloudflare-pages")
    site.write("content/own/old.md", aliased(60, "/about/", "/outlets/", "/gone/"))

    report = site.build()

    assert [problem.code for problem in report.problems] == ["permalink-collision"] * 2
    assert "/gone/" in rules(site)
    assert not {"/about/", "/outlets/"} & rules(site).keys()


def test_an_alias_cannot_take_the_place_of_a_file_that_hosts_read(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.write("content/own/old.md", aliased(60, "/_headers/", "/_redirects/x.html"))

    report = site.build()

    assert [problem.code for problem in report.problems] == ["permalink-collision"] * 2
    assert_same(site.tree(), site.clean_tree())


def test_under_a_subpath_rules_begin_with_it(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any", "https://news.example/sub/")
    site.write("content/own/old.md", aliased(60, "/old/"))
    site.build()

    assert all(source.startswith("/sub/") and to.startswith("/sub/") for source, (to, _) in rules(site).items())
    assert site.tree()["_headers"].startswith(b"/sub/*\n")


def test_what_was_withdrawn_is_still_found_at_its_former_paths(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.write("content/own/old.md", aliased(60, "/old/"))
    site.build()
    target = rules(site)["/old/"]

    site.edit("content/own/old.md", "---\naliases", "---\nwithdrawn: true\naliases")
    site.build()

    assert rules(site)["/old/"] == target
    assert {"old/index.html", f"{target[0].strip('/')}/index.html"} <= site.tree().keys()
    assert_same(site.tree(), site.clean_tree())


def test_the_link_to_share_of_a_withdrawn_article_leads_to_what_became_of_it(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.build()
    (folder,) = (site.root / "public/articles").glob(f"*-{digest.short_id('ميناء-1')}")
    article = f"/articles/{folder.name}/"
    assert rules(site)[f"{article}story/"][0].startswith("/stories/")
    site.write("content/desk.toml", 'hide = [{article = "ميناء-1", tombstone = true}]\n')

    site.build()

    assert rules(site)[f"{article}story/"] == (article, "302")  # it may come back
    assert "سُحب" in site.page(article)
    assert_same(site.tree(), site.clean_tree())


def test_a_tombstone_of_the_desk_is_still_found_at_former_paths(tmp_path: Path) -> None:
    site = hosted(tmp_path, "any")
    site.write("content/own/old.md", aliased(60, "/old/"))
    site.write("content/desk.toml", 'hide = [{article = "content/own/old.md", tombstone = true}]\n')

    site.build()

    assert "/old/" in rules(site)
    assert_same(site.tree(), site.clean_tree())


@pytest.mark.parametrize("withdrawn", ["", "withdrawn: true\n"])
def test_a_static_page_is_still_found_at_its_former_paths(tmp_path: Path, withdrawn: str) -> None:
    site = hosted(tmp_path, "any")
    site.write("content/pages/about.md", f"---\ntitle: عن التجربة\n{withdrawn}aliases: [/من-نحن/]\n---\nصفحة ثابتة.\n")

    site.build()

    assert rules(site)["/من-نحن/"] == ("/about/", "301")
    assert_same(site.tree(), site.clean_tree())
