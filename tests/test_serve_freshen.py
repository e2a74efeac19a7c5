"""The process that brings the state up to date beside a preview: it and the preview are one make of Nashra."""

from __future__ import annotations

import pickle
import subprocess
from pathlib import Path

import pytest
from serving import CODE, served
from site_fixture import SiteFixture, markdown, small_site

from generator import config
from generator.digest import Digest
from generator.order import STATE
from generator.serve import freshen
from generator.serve.freshen import Errand
from generator.serve.happenings import Kind
from generator.store import Store

OTHER = Digest("another make")


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def related_inputs(site: SiteFixture) -> str | None:
    store = Store(site.root / STATE)
    try:
        return store.fact("relations.inputs", str)
    finally:
        store.close()


def errand(site: SiteFixture, code: Digest) -> Errand:
    return Errand(root=site.root, config=config.load(site.read("site.toml")), code=code, jobs=1, relate=True)


@pytest.mark.parametrize(("code", "exit_code"), [(CODE, 0), (OTHER, freshen.CHANGED)])
def test_the_process_works_for_a_preview_of_its_own_make_alone(site: SiteFixture, code: Digest, exit_code: int) -> None:
    done = subprocess.run(
        freshen.command(), input=pickle.dumps(errand(site, code)), env=freshen.environment(), timeout=60, check=False
    )

    assert done.returncode == exit_code
    assert (site.root / STATE).exists() is (exit_code == 0)


def test_relations_found_while_the_code_changed_are_not_kept(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = iter([CODE, OTHER])
    monkeypatch.setattr("generator.code.digest_of_code", lambda: next(digests))

    with pytest.raises(freshen.ChangedError):
        freshen.run(errand(site, CODE))

    assert related_inputs(site) is None


def test_a_preview_says_once_that_nashra_changed_and_goes_on_showing_words(site: SiteFixture) -> None:
    with served(site) as running:
        assert running.session
        object.__setattr__(running.session.preview.viewing, "code", OTHER)
        for number in range(2):
            with running.expecting(Kind.RENEWED):
                site.write(f"content/own/new{number}.md", markdown("مرصد", 20, day="2026-11-22"))
            running.await_(lambda some: any(one.kind is Kind.CHANGED for one in some))

        assert running.page("/").status == 200
    assert [one.kind for one in running.happenings].count(Kind.CHANGED) == 1
    assert not any(one.kind is Kind.UNRELATED for one in running.happenings)
