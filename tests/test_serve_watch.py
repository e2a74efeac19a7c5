"""The watch over a site's folders, and what it does where watchdog does not do its part."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from preview_process import PATIENCE, falls_to
from watchdog.observers import inotify_c

from generator.serve.watch import Watch


class Heard:
    """What rang, to be waited for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._rung = threading.Condition()

    def ring(self, path: str) -> None:
        with self._rung:
            self.paths.append(path)
            self._rung.notify_all()

    def await_(self, path: str) -> None:
        with self._rung:
            assert self._rung.wait_for(lambda: path in self.paths, PATIENCE), self.paths


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watch(tmp_path: Path, heard: Heard) -> Iterator[Watch]:
    (tmp_path / "content").mkdir()
    watch = Watch(tmp_path, tmp_path / "site.toml", heard.ring)
    watch.follow(["content"])
    yield watch
    watch.close()


def test_a_file_that_is_saved_rings(tmp_path: Path, watch: Watch, heard: Heard) -> None:
    (tmp_path / "content/a.md").write_text("")

    heard.await_("content/a.md")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_watch_that_died_is_noticed_and_begun_again(
    tmp_path: Path, watch: Watch, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(inotify_c.InotifyFD, "handle_event", lambda self, event: 1 / 0)
        (tmp_path / "content/a.md").write_text("")
        assert falls_to(lambda: not watch.is_blind, 0) == 0

    watch.follow(["content"])

    assert falls_to(lambda: watch.is_blind, 0) == 0
    (tmp_path / "content/b.md").write_text("")
    heard.await_("content/b.md")


def test_a_folder_that_is_new_to_the_watch_is_to_be_looked_at(tmp_path: Path, watch: Watch) -> None:
    assert not watch.follow(["content"])

    (tmp_path / "templates").mkdir()

    assert watch.follow(["content"])
    assert not watch.follow(["content"])


def test_a_folder_that_went_is_let_go_of_and_nothing_else_is(tmp_path: Path, watch: Watch, heard: Heard) -> None:
    (tmp_path / "templates").mkdir()
    watch.follow(["content"])
    (tmp_path / "templates").rmdir()
    assert falls_to(lambda: not watch.is_blind, 0) == 0

    assert not watch.follow(["content"])

    assert falls_to(lambda: watch.is_blind, 0) == 0


def test_a_folder_that_is_made_again_is_watched_again(tmp_path: Path, watch: Watch, heard: Heard) -> None:
    """Also where the system gives it the number of the one before, and says only later that that one went."""
    for number in range(20):
        (tmp_path / "content").rmdir()
        (tmp_path / "content").mkdir()
        assert falls_to(lambda: not watch.follow(["content"]), 0) == 0
        # What rings for the folder before may come after: who serves follows at every ring, and every two seconds.
        assert falls_to(lambda: int(watch.is_blind or watch.follow(["content"])), 0) == 0
        name = f"content/{number}.md"
        (tmp_path / name).write_text("")
        heard.await_(name)
        (tmp_path / name).unlink()
