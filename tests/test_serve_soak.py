"""The preview on the real corpus of 16,434 articles, a file each: what test_serve_*.py try in small."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from preview_process import ROOT
from site_fixture import SiteFixture
from test_serve_load import read_through

from bench.preview import write_site

pytestmark = pytest.mark.soak
ARTICLE = "content/000/0.md"


@pytest.fixture(scope="session")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the corpus as a built site; one that is there already is named by NASHRA_CORPUS_SITE."""
    given = os.environ.get("NASHRA_CORPUS_SITE")
    folder = Path(given) if given else tmp_path_factory.mktemp("corpus")
    if not (folder / "site.toml").is_file():
        write_site(folder)
    subprocess.run([sys.executable, "-m", "generator", "build", "-C", str(folder), "-q"], cwd=ROOT, check=True)
    return folder


@pytest.fixture
def site(corpus: Path, tmp_path: Path) -> SiteFixture:
    """Return the corpus with its state, not built, to be edited."""
    shutil.copytree(corpus, tmp_path / "site", ignore=shutil.ignore_patterns("public"))
    return SiteFixture(tmp_path / "site")


def test_fifty_readers_through_twenty_generations_get_no_wrong_answer(site: SiteFixture) -> None:
    readers = read_through(site.root, ARTICLE, edits=20, connections=50, seconds=30, sample=300, jobs=2)

    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert {reader.seen for reader in readers} == {20}
    print(f"{sum(reader.answers for reader in readers)} answers")
