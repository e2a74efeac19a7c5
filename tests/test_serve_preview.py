"""The preview without its server: what it answers, and what a look at the whole site takes over."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from serving import CODE, keys, permalink_of, preview_of, relate, shown
from site_fixture import NOW, SiteFixture, assert_same, markdown, small_site

from generator.serve.preview import Outcome, Preview
from generator.site.visibility import Showing

CUP = "content/own/cup.md"
HARBOUR = "content/own/harbour.md"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def test_every_page_is_the_built_one_and_the_preview_s_own_script(site: SiteFixture) -> None:
    preview = preview_of(site)
    relate(preview)
    site.write("site.toml", site.read("site.toml").replace("https://news.example/", "http://127.0.0.1:8000/"))
    site.build()
    own = re.compile(rb'<script src="/_nashra/reload.js" data-key="[^"]*" defer></script>')
    policy = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')

    built = {path: data for path, data in site.tree().items() if path != ".nashra-manifest"}
    answers = {path: preview.answer(f"/{path}").data for path in built}

    bare = {path: policy.sub(b"", own.sub(b"", data)) for path, data in answers.items()}
    assert_same(bare, {path: policy.sub(b"", data) for path, data in built.items()})
    assert all(own.search(data) for path, data in answers.items() if path.endswith(".html"))
    assert {b"connect-src 'self'" in match[1] for match in policy.finditer(answers["index.html"])} == {True}
    assert own.search(built["index.html"]) is None


def test_nothing_is_written_but_the_state(site: SiteFixture) -> None:
    before = {path for path in site.root.rglob("*") if ".nashra" not in path.parts}

    preview = preview_of(site)
    preview.answer("/")

    assert {path for path in site.root.rglob("*") if ".nashra" not in path.parts} == before


@pytest.mark.parametrize(
    ("target", "status", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/index.html", 200, "text/html; charset=utf-8"),
        ("/feed.xml", 200, "application/xml; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/archive", 302, "text/html; charset=utf-8"),
        ("/archive/", 200, "text/html; charset=utf-8"),
        ("/nowhere/", 404, "text/html; charset=utf-8"),
        ("/site.toml", 404, "text/html; charset=utf-8"),
        ("/../site.toml", 404, "text/html; charset=utf-8"),
        ("/static/", 404, "text/html; charset=utf-8"),
    ],
)
def test_paths_are_those_of_the_plan(site: SiteFixture, target: str, status: int, kind: str) -> None:
    answer = preview_of(site).answer(target)

    assert (answer.status, answer.media_type) == (status, kind)


def test_a_path_that_is_not_there_gets_the_site_s_own_404(site: SiteFixture) -> None:
    site.write("templates/404.html", '{% extends "layout.html" %}{% block main %}<h1>تاهت الصفحة</h1>{% endblock %}')

    assert "تاهت الصفحة" in shown(preview_of(site), "/nowhere/")


def test_a_site_below_a_path_is_served_below_it(site: SiteFixture) -> None:
    site.write("site.toml", site.read("site.toml").replace("news.example/", "news.example/نشرة/"))
    preview = preview_of(site)

    assert preview.answer("/").status == 404
    assert (preview.answer("/نشرة").status, preview.answer("/نشرة").location) == (302, "/%D9%86%D8%B4%D8%B1%D8%A9/")
    assert preview.answer("/نشرة/").status == 200
    assert "http://127.0.0.1:8000/%D9%86%D8%B4%D8%B1%D8%A9/" in shown(preview, "/نشرة/")


def test_an_alias_leads_on(site: SiteFixture) -> None:
    site.write(CUP, markdown("كأس", 12, day="2026-11-21", aliases="/old/cup/"))
    site.edit(CUP, '"/old/cup/"', '["/old/cup/"]')
    preview = preview_of(site)

    assert "http-equiv" in shown(preview, "/old/cup/")


def test_drafts_and_the_future_are_shown_on_request(site: SiteFixture) -> None:
    site.write("content/own/draft.md", markdown("مرصد", 20, day="2026-11-20", draft="true"))
    site.edit("content/own/draft.md", '"true"', "true")
    site.write("content/own/later.md", markdown("مرصد", 21, day="2026-12-20"))

    def paths(preview: Preview) -> set[str]:
        assert preview.proof
        return {entry.path.rpartition("/")[2] for entry in preview.proof.plan.edition.newest}

    assert paths(preview_of(site)).isdisjoint({"draft.md", "later.md"})
    assert "draft.md" in paths(preview_of(site, showing=Showing(drafts=True)))
    assert "later.md" in paths(preview_of(site, showing=Showing(future=True)))


def test_an_article_appears_when_its_time_comes(site: SiteFixture) -> None:
    site.write("content/own/later.md", markdown("مرصد", 21, day="2026-11-23T13:00:00+03:00"))
    moment = [NOW]
    preview = preview_of(site)
    preview.viewing = type(preview.viewing)(
        root=site.root, config_path=site.root / "site.toml", address="http://127.0.0.1:8000",
        clock=lambda: moment[0], code=CODE,
    )  # fmt: skip
    assert preview.renew() is Outcome.SAME

    moment[0] = NOW + timedelta(hours=2)

    assert preview.holds.until == (NOW + timedelta(hours=1)).timestamp()
    assert preview.renew() is Outcome.SITE
    assert permalink_of(preview, "content/own/later.md")


# the long way


def test_a_site_that_stands_is_looked_at_and_left(site: SiteFixture) -> None:
    preview = preview_of(site)
    relate(preview)
    proof = preview.proof

    assert preview.renew() is Outcome.SAME
    assert preview.proof is proof


def test_a_new_article_is_shown_and_one_that_went_is_not(site: SiteFixture) -> None:
    preview = preview_of(site)
    gone = permalink_of(preview, CUP)
    (site.root / CUP).unlink()
    site.write("content/own/new.md", markdown("مرصد", 20, day="2026-11-22", section="علوم"))

    assert preview.renew() is Outcome.SITE

    assert preview.answer(gone).status == 404
    assert preview.answer(permalink_of(preview, "content/own/new.md")).status == 200


def test_relations_of_before_are_shown_until_those_of_now_are_found(site: SiteFixture) -> None:
    preview = preview_of(site)
    relate(preview)
    permalink = permalink_of(preview, HARBOUR)
    assert "story" in shown(preview, permalink)
    site.write(HARBOUR, markdown("كأس", 10, day="2026-11-20T10:00:00+02:00", section="اقتصاد", id="ميناء-10"))

    assert preview.renew() is Outcome.SITE
    assert preview.needs_relating
    held = keys(preview)

    relate(preview)
    assert keys(preview) != held
    again = preview_of(site)
    assert not again.needs_relating
    assert keys(again) == keys(preview)


def test_only_the_names_of_sheets_are_in_the_whole_key_alone(site: SiteFixture) -> None:
    preview = preview_of(site)
    assert preview.proof
    plain, sheets = preview.key("/").plain, preview.proof.sheets
    site.write("static/site.css", "body { color: teal }")

    assert preview.renew() is Outcome.LOOK

    assert preview.key("/").plain == plain
    assert preview.proof.sheets != sheets
    assert preview.answer(preview.proof.sheets[0]).status == 200

    site.write("static/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    preview.renew()
    assert preview.key("/").plain != plain


def test_a_template_of_one_kind_of_page_changes_the_keys_of_those(site: SiteFixture) -> None:
    preview = preview_of(site)
    before = keys(preview)
    site.write("templates/404.html", '{% extends "layout.html" %}{% block main %}<h1>تاهت</h1>{% endblock %}')

    preview.renew()

    after = keys(preview)
    assert {place for place in before if before[place] != after[place]} == {"404.html"}
