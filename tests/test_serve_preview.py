"""The preview without its server: what it answers, and what it takes over from a site that is being written."""

from __future__ import annotations

import re
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from serving import CODE, preview_of
from site_fixture import NOW, SiteFixture, assert_same, markdown, small_site

from generator import config, stages
from generator.errors import Exit, SiteError
from generator.lock import locked
from generator.order import STATE
from generator.serve.freshen import Errand, run
from generator.serve.preview import Outcome, Preview
from generator.serve.shelf import OutdatedError
from generator.site.visibility import Showing

CUP = "content/own/cup.md"
HARBOUR = "content/own/harbour.md"
BREAKING = '{% extends "layout.html" %}\n{% block main %}\n<h1>{{ headlin }}</h1>\n{% endblock %}\n'


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def relate(preview: Preview) -> None:
    """Find the relations of the sources as they are, as the process does that the session starts."""
    settled = preview.config_now()
    assert settled
    run(Errand(root=preview.viewing.root, config=settled, code=CODE, jobs=1, relate=True))
    preview.renew()
    assert not preview.needs_relating


def shown(preview: Preview, permalink: str) -> str:
    return preview.answer(permalink).data.decode()


def permalink_of(preview: Preview, path: str) -> str:
    assert preview.proof
    edition = preview.proof.plan.edition
    return next(edition.permalink(entry) for entry in edition.newest if entry.path == path)


def keys(preview: Preview) -> dict[str, object]:
    assert preview.proof
    return {place: preview.proof.key(f"/{place}") for place in sorted(preview.proof.places)}


# answers


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


# the short way


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CUP, "\n---\n", "\n---\nفقرة جديدة في أول النص، وهي ما يظهر تحت العنوان.\n\n"),
        (HARBOUR, "\n---\n", "\n---\nفقرة جديدة في أول النص.\n\n"),
        ("content/own/undated.md", "\n---\n", '\nstandfirst: "سطر تحت العنوان"\n---\n'),
        ("content/pages/about.md", "صفحة ثابتة", "صفحة باقية"),
        ("content/wire.jsonl", "مدينة", "بلدة"),
    ],
)
def test_the_short_way_leads_where_the_long_way_does(site: SiteFixture, path: str, old: str, new: str) -> None:
    if path.endswith(".jsonl"):
        old = site.read(path).split('"body": "')[1].split(" ")[3]
        new = "كلمة"
    preview = preview_of(site)
    before = keys(preview)
    site.edit(path, old, new)

    assert preview.take_over([path]) is Outcome.WORDS
    shortly = keys(preview)
    assert preview.renew() is Outcome.SITE

    assert shortly == keys(preview)
    assert shortly != before


def test_new_words_are_shown_before_the_state_has_them(site: SiteFixture) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    state = (site.root / STATE).read_bytes()
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    preview.take_over([CUP])

    assert "كلمة لم تكن" in shown(preview, permalink)
    assert (site.root / STATE).read_bytes() == state


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("published: ", "updated: "),
        ('section: "رياضة"', 'section: "اقتصاد"'),
        ("title: ", "draft: true\ntitle: "),
        ('title: "', 'title: "عنوان آخر '),
        ('id: "', 'id: "another-'),
    ],
)
def test_what_moves_a_list_takes_the_long_way(site: SiteFixture, old: str, new: str) -> None:
    preview = preview_of(site)
    site.edit(CUP, old, new)

    assert preview.take_over([CUP]) is Outcome.SAME


@pytest.mark.parametrize("path", ["content/own/new.md", "locale/ar.po", "site.toml"])
def test_a_change_beside_saved_words_takes_the_long_way(site: SiteFixture, path: str) -> None:
    preview = preview_of(site)
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    site.write(
        path, {"site.toml": site.read("site.toml").replace("التجربة", "أخرى")}.get(path, 'msgid ""\nmsgstr ""\n')
    )

    assert preview.take_over([CUP, path]) is Outcome.SAME


def test_a_look_takes_the_short_way_and_so_do_words_beside_it(site: SiteFixture) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    paths = [CUP, "templates/404.html", "static/site.css"]
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    site.write(paths[1], '{% extends "layout.html" %}{% block main %}<h1>تاهت</h1>{% endblock %}')
    site.write(paths[2], "body { color: teal }")

    assert preview.take_over(paths) is Outcome.LOOK

    assert "كلمة لم تكن" in shown(preview, permalink)
    assert "تاهت" in shown(preview, "/nowhere/")
    assert preview.proof
    assert shown(preview, preview.proof.sheets[0]) == "body { color: teal }"
    shortly = keys(preview)
    preview.renew()
    assert keys(preview) == shortly


def test_a_file_that_an_editor_saved_by_way_of_is_no_change(site: SiteFixture) -> None:
    preview = preview_of(site)
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    assert preview.take_over([CUP, "content/own/4913"]) is Outcome.WORDS


def test_a_picture_does_not_close_the_short_way(site: SiteFixture, tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x08\x08\x02\x00\x00\x00"
    site.write("content/own/cup.png", png + bytes(30))
    site.edit(CUP, "title: ", "image: cup.png\ntitle: ")
    preview = preview_of(site)
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    assert preview.take_over([CUP]) is Outcome.WORDS


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


# mistakes


def test_a_mistake_in_a_template_stands_in_place_of_its_pages(site: SiteFixture) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    whole = preview.key(permalink)
    site.write("templates/article.html", BREAKING)

    preview.renew()

    answer = preview.answer(permalink)
    assert answer.status == 500
    assert "templates/article.html:3:" in answer.data.decode()
    assert "<mark>headlin</mark>" in answer.data.decode()
    assert preview.answer("/").status == 200

    (site.root / "templates/article.html").unlink()
    preview.renew()
    assert preview.answer(permalink).status == 200
    assert preview.key(permalink) == whole


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% block main %}\n{% nothing %}", "templates/article.html:2:4"),
        ("<p>\n</p>{{ page.title|nothing }}", "templates/article.html:2:19"),
        ("{% extends 'layout.html' %}\n{% block main %}\n  {{ 1 / 0 }}\n{% endblock %}", "templates/article.html:3:3"),
        ("{% include 'gone.html' %}", "gone.html"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(site: SiteFixture, source: str, said: str) -> None:
    site.write("templates/article.html", source)
    preview = preview_of(site)

    answer = preview.answer(permalink_of(preview, CUP))

    assert answer.status == 500
    assert said in answer.data.decode()


def test_a_mistake_in_the_configuration_keeps_what_stood(site: SiteFixture) -> None:
    preview = preview_of(site)
    good = site.read("site.toml")
    site.write("site.toml", good.replace('region = "LB"', "region = 5"))

    assert preview.renew() is Outcome.MISTAKE

    assert preview.answer("/").status == 200
    assert preview.notice.is_blocking
    assert "site.toml:4:" in preview.notice.html
    site.write("site.toml", good)
    assert preview.renew() is not Outcome.MISTAKE
    assert not preview.notice.name


def test_a_preview_opens_on_a_broken_configuration_and_heals(site: SiteFixture) -> None:
    good = site.read("site.toml")
    site.write("site.toml", "[site\n")
    preview = preview_of(site)

    broken = preview.answer("/any/path/")
    assert (broken.status, "site.toml:1:" in broken.data.decode()) == (500, True)

    site.write("site.toml", good)
    assert preview.renew() is Outcome.HEAVY  # nothing is parsed yet
    assert preview.renew(whatever_it_takes=True) is Outcome.SITE
    assert preview.answer("/").status == 200
    assert preview.key("/any/path/") != broken.key


def test_errors_of_sources_are_told_over_pages_that_stand(site: SiteFixture) -> None:
    preview = preview_of(site)
    site.edit(CUP, "title: ", "title: [")

    preview.renew()

    assert preview.answer("/").status == 200
    assert not preview.notice.is_blocking
    assert CUP in preview.notice.html


def test_a_theme_that_is_not_utf_8_keeps_what_stood(site: SiteFixture) -> None:
    preview = preview_of(site)
    site.write("templates/article.html", "نص".encode("cp1256"))

    assert preview.renew() is Outcome.MISTAKE
    assert preview.answer("/").status == 200


def test_what_people_wrote_is_escaped_in_the_overlay(site: SiteFixture) -> None:
    site.write("templates/article.html", "<script>alert(1)</script>{{ nothing }}")
    preview = preview_of(site)

    page = preview.answer(permalink_of(preview, CUP)).data.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# beside builds


def test_a_build_after_a_preview_equals_a_clean_one(site: SiteFixture) -> None:
    site.build()
    preview = preview_of(site)
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    preview.take_over([CUP])
    preview.renew()
    site.write("content/own/new.md", markdown("مرصد", 20, day="2026-11-22", section="علوم"))
    preview.renew()
    site.build()
    assert_same(site.tree(), site.clean_tree())

    relate(preview)
    (site.root / HARBOUR).unlink()
    site.write("templates/404.html", '{% extends "layout.html" %}{% block main %}<h1>تاهت</h1>{% endblock %}')
    preview.renew()
    relate(preview)
    site.build()
    assert_same(site.tree(), site.clean_tree())


def test_a_preview_waits_while_a_build_holds_the_state(site: SiteFixture) -> None:
    preview = preview_of(site)
    site.write("content/own/new.md", markdown("مرصد", 20, day="2026-11-22"))

    with locked(site.root / ".nashra"), pytest.raises(SiteError) as told:
        preview.renew()

    assert told.value.exit_code == Exit.LOCKED
    assert preview.answer("/").status == 200
    assert preview.renew() is Outcome.SITE


def test_a_text_that_a_build_replaced_is_never_shown_as_another(site: SiteFixture) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    db = sqlite3.connect(site.root / STATE)
    rows = [row for (row,) in db.execute("SELECT row FROM articles ORDER BY row")]
    texts = [db.execute("SELECT article FROM articles WHERE row = ?", (row,)).fetchone()[0] for row in rows]
    for row, text in zip(rows, [*texts[1:], texts[0]], strict=True):
        db.execute("UPDATE articles SET article = ? WHERE row = ?", (text, row))
    db.commit()
    db.close()

    with pytest.raises(OutdatedError):
        preview.answer(permalink)


def test_who_asked_a_proof_that_was_replaced_meanwhile_is_answered_by_the_next(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = preview_of(site)
    old, permalink = preview.proof, permalink_of(preview, CUP)
    assert old
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    def replaced_meanwhile(ref: object) -> object:
        assert preview.renew() is Outcome.SITE
        raise OutdatedError("its text")

    monkeypatch.setattr(old.shelf, "article", replaced_meanwhile)

    assert "كلمة لم تكن" in shown(preview, permalink)
    assert preview.renew() is Outcome.SAME


def test_texts_that_a_build_of_other_sources_dropped_are_read_again(site: SiteFixture) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    site.write("other/a.md", markdown("مرصد", 20, day="2026-11-22"))
    site.build(config=config.load('[sources]\npaths = ["other"]\n'))

    with pytest.raises(OutdatedError):
        preview.answer(permalink)
    assert preview.renew() is Outcome.SITE

    assert preview.answer(permalink).status == 200


def test_what_stands_is_answered_while_the_state_is_renewed(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    seen: list[bool] = []

    def planning(*arguments: object) -> object:
        seen.append("كلمة لم تكن" in shown(preview, permalink))
        raise RuntimeError("later")

    monkeypatch.setattr("generator.serve.preview.plan_of", planning)
    assert preview.renew() is Outcome.MISTAKE

    assert seen == [False]


def test_words_saved_while_the_site_is_planned_are_kept(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    site.write("content/own/new.md", markdown("مرصد", 20, day="2026-11-22", section="علوم"))

    def planning(*arguments: Any) -> stages.Plan:
        site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
        site.write("static/site.css", "body { color: teal }")
        assert preview.take_over([CUP, "static/site.css"]) is Outcome.LOOK
        return stages.plan_of(*arguments)

    monkeypatch.setattr("generator.serve.preview.plan_of", planning)
    assert preview.renew() is Outcome.SITE
    monkeypatch.undo()

    assert "كلمة لم تكن" in shown(preview, permalink)
    assert preview.proof
    assert shown(preview, preview.proof.sheets[0]) == "body { color: teal }"
    assert permalink_of(preview, "content/own/new.md")
    kept = keys(preview)
    assert preview.renew() is Outcome.SITE
    assert keys(preview) == kept


def test_words_are_taken_over_while_pages_are_made(site: SiteFixture) -> None:
    preview = preview_of(site)
    done = threading.Event()
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            while not done.is_set():
                assert preview.proof
                for place in preview.proof.places:
                    preview.answer(f"/{place}")
        except BaseException as fault:
            faults.append(fault)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    text = site.read(CUP)
    outcomes = set()
    for number in range(100):
        site.write(CUP, f"{text}\n\nكلمة {number}.\n")
        outcomes.add(preview.take_over([CUP]))
    done.set()
    for asker in askers:
        asker.join()

    assert (outcomes, faults) == ({Outcome.WORDS}, [])


def test_a_deleted_state_is_made_anew(site: SiteFixture) -> None:
    preview = preview_of(site)
    for path in (site.root / ".nashra").iterdir():
        path.unlink()
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    assert (preview.renew(), preview.mistakes) == (Outcome.SITE, ())
    assert "كلمة لم تكن" in shown(preview, permalink_of(preview, CUP))
