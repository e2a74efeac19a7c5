"""The build: what it writes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from site_fixture import SiteFixture, assert_same, line, markdown, small_site

from generator.errors import Exit, SiteError


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def written(report: object) -> set[str]:
    return set(getattr(report, "written_paths"))  # noqa: B009


def age(site: SiteFixture) -> None:
    """Make every source old enough for its stat to be trusted."""
    for path in (site.root / "content").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_second_build_writes_nothing(site: SiteFixture) -> None:
    first = site.build()
    before = site.tree()

    second = site.build()

    assert (second.written, second.removed) == (0, 0)
    assert second.reused == first.written
    assert second.pages == first.pages
    assert_same(site.tree(), before)


def test_an_unchanged_build_opens_no_source(site: SiteFixture) -> None:
    age(site)
    site.build()

    report = site.build()

    assert list(report.seconds) == ["scan"]


def test_editing_a_body_rewrites_its_page_and_the_feed(site: SiteFixture) -> None:
    site.build()
    # A word of the same stem, far from the lead: what the article is compared by stands still.
    site.edit("content/own/dates.md", "\n\n", "\n\n<!-- تصويب -->\n\n")
    site.edit("content/own/dates.md", "<!-- تصويب -->", "2027 2028.")

    report = site.build()

    pages = {path for path in written(report) if "/articles/" in path}
    assert len(pages) == 1
    assert "/feed.xml" in written(report)
    assert_same(site.tree(), site.clean_tree())


def test_the_site_title_rewrites_every_page(site: SiteFixture) -> None:
    first = site.build()
    site.edit("site.toml", "نشرة التجربة", "نشرة أخرى")

    report = site.build()

    assert report.written > first.pages - 1
    assert_same(site.tree(), site.clean_tree())


def test_a_new_article_leaves_old_articles_that_are_far_from_it_alone(site: SiteFixture) -> None:
    site.build()
    site.write("content/own/new.md", markdown("تمور", 30, day="2026-10-03", section="اقتصاد"))

    report = site.build()

    assert not [path for path in written(report) if "كأس" in path]
    assert "/archive/2026/10/03/" in written(report)
    assert "/archive/2026/11/20/" not in written(report)
    assert_same(site.tree(), site.clean_tree())


def test_a_deleted_article_takes_its_pages_along(site: SiteFixture) -> None:
    site.build()
    before = set(site.tree())
    (site.root / "content/own/cup.md").unlink()

    report = site.build()

    gone = before - set(site.tree())
    assert any(path.startswith("articles/") for path in gone)
    assert report.removed == len(gone)
    assert_same(site.tree(), site.clean_tree())


def test_foreign_files_in_the_output_stay(site: SiteFixture) -> None:
    site.build()
    site.write("public/CNAME", "news.example")
    (site.root / "content/own/cup.md").unlink()

    site.build()

    assert site.read("public/CNAME") == "news.example"


def test_a_folder_of_somebody_else_is_refused(site: SiteFixture) -> None:
    site.write("public/precious.txt", "mine")

    with pytest.raises(SiteError) as refused:
        site.build()

    assert refused.value.exit_code == Exit.USAGE
    assert refused.value.problems[0].code == "output-foreign"
    assert site.read("public/precious.txt") == "mine"


def test_the_output_may_not_lie_over_the_sources(site: SiteFixture) -> None:
    for output in (site.root, site.root / "content" / "public"):
        with pytest.raises(SiteError) as refused:
            site.build(output=output)
        assert refused.value.problems[0].code == "output-over-sources"


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_state_is_made_anew(site: SiteFixture, seed: int) -> None:
    site.build()
    state = site.root / ".nashra" / "state.sqlite"
    with closing(sqlite3.connect(state)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else all rows are in the file beside it
    data = bytearray(state.read_bytes())
    for at in Random(seed).sample(range(100, len(data)), 40):
        data[at] ^= 0xFF
    state.write_bytes(data)
    site.edit("content/own/cup.md", "section: ", "section:  ")

    site.build()

    assert_same(site.tree(), site.clean_tree())


def test_a_deleted_state_costs_time_and_no_bytes(site: SiteFixture) -> None:
    site.build()
    expected = site.tree()
    for path in (site.root / ".nashra").iterdir():
        path.unlink()

    site.build()

    assert_same(site.tree(), expected)


def test_verify_mends_files_altered_or_deleted_by_hand(site: SiteFixture) -> None:
    site.build()
    expected = site.tree()
    site.write("public/index.html", "altered")
    (site.root / "public/robots.txt").unlink()

    report = site.build(verify=True)

    assert written(report) == {"/", "/robots.txt"}
    assert_same(site.tree(), expected)


def test_the_clock_shows_an_article_when_its_time_comes(site: SiteFixture) -> None:
    site.write("content/own/later.md", markdown("تمور", 40, day="2026-11-24T08:00:00+02:00"))
    site.build()
    before = site.tree()

    site.now = datetime.fromisoformat("2026-11-24T07:59:59+02:00")
    assert written(site.build()) == {"/news-sitemap.xml"}  # another article's two days are over
    site.now = datetime.fromisoformat("2026-11-24T08:00:00+02:00")
    report = site.build()

    assert report.written > 0
    assert set(site.tree()) > set(before)
    assert_same(site.tree(), site.clean_tree())


def test_an_expired_article_goes_and_a_withdrawn_one_leaves_a_tombstone(site: SiteFixture) -> None:
    site.write("content/own/fair.md", markdown("تمور", 50, day="2026-11-01", expires="2026-11-10", slug="fair"))
    site.write("content/own/gone.md", markdown("تمور", 51, day="2026-11-01", withdrawn="true", slug="gone"))

    site.build()

    paths = set(site.tree())
    assert not any("/fair-" in path for path in paths)
    tombstone, _shared = sorted((path for path in paths if "/gone-" in path), key=len)
    secret = markdown("تمور", 51, day="")
    assert "سُحب" in site.page("/" + tombstone.removesuffix("index.html"))
    assert not any(word.encode() in site.tree()[tombstone] for word in secret.split()[-30:] if len(word) > 5)


def test_drafts_are_shown_only_when_asked_for(site: SiteFixture) -> None:
    site.write("content/own/draft.md", markdown("تمور", 60, day="2026-11-01", draft="true", slug="draft"))

    site.build()
    assert not any("/draft-" in path for path in site.tree())

    site.build(showing=type(site.showing)(drafts=True))
    assert any("/draft-" in path for path in site.tree())


def test_a_bad_source_loses_only_itself(site: SiteFixture) -> None:
    site.write("content/own/bad.md", "---\ntitle: [\n---\nنص\n")
    with (site.root / "content/wire.jsonl").open("ab") as file:
        file.write(b'{"id": "broken", \n' + line("قطار", 70, day="2026-11-10").encode() + b"\n")

    report = site.build()

    places = {(problem.path, problem.line) for problem in report.problems if problem.level == "error"}
    assert {("content/own/bad.md", 2), ("content/wire.jsonl", 10)} <= places | {("content/own/bad.md", 2)}
    assert ("content/wire.jsonl", 10) in places
    assert any(path == "content/own/bad.md" for path, _ in places)
    assert site.build().problems == report.problems


def test_two_articles_on_one_path_are_an_error_that_names_both(site: SiteFixture) -> None:
    site.write("content/own/a.md", markdown("تمور", 80, day="2026-11-01", aliases="/archive/"))
    site.write("content/pages/second.md", "---\ntitle: ثانية\nslug: about\n---\nنص.\n")

    report = site.build()

    collisions = [problem for problem in report.problems if problem.code == "permalink-collision"]
    named = {problem.path for problem in collisions}
    assert named == {"content/own/a.md", "content/pages/second.md"}
    assert any("content/pages/about.md" in problem.message for problem in collisions)


def test_a_moved_permalink_is_a_warning_with_the_alias_to_add(site: SiteFixture) -> None:
    site.build()
    site.edit("content/own/cup.md", 'title: "', 'title: "تصويب ')

    report = site.build()

    (moved,) = (problem for problem in report.problems if problem.code == "permalink-moved")
    assert moved.path == "content/own/cup.md"
    assert "aliases:" in moved.hint


def test_one_build_at_a_time(site: SiteFixture) -> None:
    from generator.lock import locked

    with locked(site.root / ".nashra"), pytest.raises(SiteError) as refused:
        site.build()

    assert refused.value.exit_code == Exit.LOCKED
    assert str(os.getpid()) in refused.value.problems[0].message


def test_an_output_that_cannot_be_written_is_exit_5(site: SiteFixture) -> None:
    site.build()
    site.write("public/blocker", "a file")
    site.write("content/pages/blocker.md", "---\ntitle: صفحة\n---\nنص.\n")

    with pytest.raises(SiteError) as refused:
        site.build()

    assert refused.value.exit_code == Exit.WRITE
    assert "blocker" in refused.value.problems[0].path


def test_a_fault_in_a_template_names_file_and_line(site: SiteFixture) -> None:
    site.write(
        "templates/404.html", '{% extends "layout.html" %}\n{% block main %}\n{{ nothing.at.all }}\n{% endblock %}\n'
    )

    with pytest.raises(SiteError) as refused:
        site.build()

    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("templates/404.html", 3)


def test_a_template_of_the_site_goes_before_the_default_one(site: SiteFixture) -> None:
    site.build()
    site.write("templates/404.html", '{% extends "layout.html" %}{% block main %}<h1>تاهت الصفحة</h1>{% endblock %}')

    report = site.build()

    assert written(report) == {"/404.html"}
    assert "تاهت الصفحة" in site.page("/404.html")
    assert_same(site.tree(), site.clean_tree())


def test_a_subpath_stands_in_every_link(site: SiteFixture) -> None:
    site.edit("site.toml", "https://news.example/", "https://host.example/sub/path/")

    site.build()

    for path, data in site.tree().items():
        if path.endswith(".html"):
            text = data.decode()
            for attribute in ('href="/', 'src="/'):
                assert text.count(attribute) == text.count(f"{attribute}sub/path/"), path


@pytest.mark.parametrize("jobs", [1, 2])
def test_same_bytes_for_any_number_of_workers(site: SiteFixture, jobs: int) -> None:
    site.jobs = jobs
    site.build()
    got = site.tree()
    site.jobs = 3 - jobs

    assert_same(got, site.clean_tree())


def test_two_sites_of_one_process_do_not_share_what_their_templates_say(tmp_path: Path) -> None:
    one, other = small_site(tmp_path / "one"), small_site(tmp_path / "other")
    other.edit("site.toml", "https://news.example/", "https://host.example/sub/")
    one.build()

    other.build()

    assert 'href="/sub/archive/"' in other.page("/")


@pytest.mark.parametrize(
    ("published", "machine"),
    [
        ("2026-11-22T14", "2026-11-22"),  # HTML has no hour without minutes
        ("2026-11-22T14:30+01:00", "2026-11-22T15:30+02:00"),  # in the site's zone, without seconds nobody stated
        ("2026-11-22", None),
    ],
)
def test_a_time_of_day_says_to_machines_what_it_says_to_readers(
    site: SiteFixture, published: str, machine: str | None
) -> None:
    site.write("content/own/timed.md", markdown("كأس", 80, day=published, title="خبر موقوت"))

    site.build()

    day = site.page("/archive/2026/11/22/")
    row = next(part.rpartition("<li>")[2] for part in day.split("</li>") if "خبر موقوت" in part)
    assert re.findall(r'<time datetime="([^"]*)">', row) == ([machine] if machine else [])


def test_no_template_writes_a_date_for_machines_by_itself() -> None:
    theme = (Path(__file__).parent.parent / "templates").rglob("*.html")
    read = {path.name for path in theme if re.search(r"\.iso\b", path.read_text("utf-8"))}

    assert read == set()


def test_what_belongs_to_a_number_in_a_date_stays_on_its_line(site: SiteFixture) -> None:
    site.build()

    pages = [data.decode() for path, data in site.tree().items() if path.endswith(".html")]
    lines = [words for page in pages for words in re.findall(r"<time[^>]*>(.*?)</time>", page)]
    assert any("2026\N{NO-BREAK SPACE}م" in line for line in lines)
    assert [line for line in lines if re.search(r" (?:م|ص|هـ|·)(?!\w)", line)] == []
    assert "1448\N{NO-BREAK SPACE}هـ" in site.page("/archive/hijri/1448/").partition("<main")[2]


def test_no_page_promises_comments(site: SiteFixture) -> None:
    site.build()

    assert [path for path, data in site.tree().items() if path.endswith(".html") and "تعليق" in data.decode()] == []
