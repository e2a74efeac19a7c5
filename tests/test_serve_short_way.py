"""Saved words and looks find their way to the screen while nothing else is planned anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import keys, permalink_of, preview_of, shown
from site_fixture import SiteFixture, small_site

from generator.order import STATE
from generator.serve.preview import Outcome

CUP = "content/own/cup.md"
HARBOUR = "content/own/harbour.md"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


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
