"""Mistakes that stand, of people and of ours: the preview goes on, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import permalink_of, preview_of, served
from site_fixture import SiteFixture, small_site

from generator.serve.preview import Outcome
from generator.serve.proof import Proof

CUP = "content/own/cup.md"


BREAKING = '{% extends "layout.html" %}\n{% block main %}\n<h1>{{ headlin }}</h1>\n{% endblock %}\n'


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


# of people


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


# of ours


def fail(*arguments: object) -> object:
    raise RuntimeError("a mistake of ours")


def test_a_page_whose_text_went_while_a_mistake_stands_shows_the_mistake_and_heals(site: SiteFixture) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    site.write("locale/ar.po", 'msgid "x\nbroken')
    site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    assert preview.renew() is Outcome.MISTAKE
    assert preview.proof
    preview.proof.shelf.close()

    answer = preview.answer(permalink)

    assert answer.status == 500
    assert "locale/ar.po" in answer.data.decode()
    assert preview.key(permalink) == answer.key  # else the page would reload for ever
    (site.root / "locale/ar.po").unlink()
    assert preview.renew() is Outcome.SITE
    assert "كلمة لم تكن" in preview.answer(permalink).data.decode()
    assert preview.key(permalink) != answer.key


def test_a_mistake_of_ours_in_a_page_stands_in_its_place(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = preview_of(site)
    permalink = permalink_of(preview, CUP)
    monkeypatch.setattr(Proof, "_page", fail)

    answer = preview.answer(permalink)

    assert answer.status == 500
    assert "a mistake of ours" in answer.data.decode()
    assert preview.key(permalink) == answer.key


def test_keys_that_cannot_be_worked_out_keep_no_page_from_its_news(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = preview_of(site)
    assert preview.proof
    permalink, key_of = permalink_of(preview, CUP), Proof._key
    monkeypatch.setattr(Proof, "_key", lambda self, target: fail() if target == "/" else key_of(self, target))

    preview.proof.keys(["/", permalink])

    assert preview.proof.known_key(permalink)


def test_a_mistake_of_ours_in_a_key_ends_no_session(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(site) as running:
        assert running.session
        permalink = permalink_of(running.session.preview, CUP)
        with running.open_page(permalink) as page:
            monkeypatch.setattr(Proof, "_key", fail)
            site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

            assert page.next() == ("reload", {})
            monkeypatch.undo()
        assert running.page("/").status == 200
