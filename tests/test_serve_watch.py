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
