"""Mistakes that stand, of people and of ours: the preview goes on, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import preview_of, served
from site_fixture import SiteFixture, small_site

from generator.serve.preview import Outcome, Preview
from generator.serve.proof import Proof

CUP = "content/own/cup.md"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def permalink_of(preview: Preview, path: str) -> str:
    assert preview.proof
    edition = preview.proof.plan.edition
    return next(edition.permalink(entry) for entry in edition.newest if entry.path == path)


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
