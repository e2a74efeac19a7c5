"""CODE changes with everything of ours that decides what is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import code


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small package that stands for ours."""
    for name in ("code.py", "site/frame.py", "locale/ar/LC_MESSAGES/nashra.po"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    monkeypatch.setattr(code, "__file__", str(tmp_path / "code.py"))
    return tmp_path


@pytest.mark.parametrize(
    "name", ["site/frame.py", "locale/ar/LC_MESSAGES/nashra.po", "locale/fa/LC_MESSAGES/nashra.po"]
)
def test_modules_and_the_interfaces_words_are_part_of_it(package: Path, name: str) -> None:
    before = code.digest_of_code()
    (package / name).parent.mkdir(parents=True, exist_ok=True)
    (package / name).write_text("another", "utf-8")

    assert code.digest_of_code() != before


def test_what_python_leaves_behind_is_not(package: Path) -> None:
    before = code.digest_of_code()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "code.pyc").write_bytes(b"\x00")

    assert code.digest_of_code() == before


def test_our_own_words_are_found() -> None:
    root = Path(code.__file__).parent

    assert {path.suffix for path in root.rglob("nashra.po")} == {".po"} <= set(code.OWN_SUFFIXES)
