"""A preview beside builds, and beside its own renewals: what stands is never mixed with what comes."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from serving import keys, permalink_of, preview_of, relate, shown
from site_fixture import SiteFixture, assert_same, markdown, small_site

from generator import config, stages
from generator.errors import Exit, SiteError
from generator.lock import locked
from generator.order import STATE
from generator.serve.preview import Outcome
from generator.serve.shelf import OutdatedError

CUP = "content/own/cup.md"
HARBOUR = "content/own/harbour.md"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


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
