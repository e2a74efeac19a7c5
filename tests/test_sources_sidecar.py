"""Sidecars: what a file beside a source says of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.model import Sidecar
from generator.sources.sidecar import read


@pytest.mark.parametrize(
    "written", ["2025-05-11T18:00:00+03:00", '"2025-05-11T18:00:00+03:00"', "2025-05-11 15:00:00Z"]
)
def test_a_moment_of_capture_is_read(written: str) -> None:
    found, problems = read(f"captured_at = {written}".encode(), "a.toml")

    assert problems == []
    assert found.captured_at is not None
    assert found.captured_at.astimezone(UTC) == datetime(2025, 5, 11, 15, tzinfo=UTC)


def test_address_and_outlet_are_read() -> None:
    found, problems = read('url = "https://a.example/n"\r\noutlet = " وكالة  الساحل "\r\n'.encode(), "a.toml")

    assert (found, problems) == (Sidecar(url="https://a.example/n", outlet="وكالة الساحل"), [])


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("captured_at = 2025-05-11T18:00:00", "captured-at-unreadable", 1),
        ('\ncaptured_at = "أمس"', "captured-at-unreadable", 2),
        ("captured_at = 2025-05-11", "captured-at-unreadable", 1),
        ('url = "javascript:x"', "sidecar-value", 1),
        ("outlet = 5", "sidecar-value", 1),
        ("outlet = ", "sidecar-unreadable", 1),
        ("a = 1\na = 2", "sidecar-unreadable", 2),
        ("a = " + "[" * 5000, "sidecar-unreadable", 1),
        ('captured = "x"', "unknown-key", 1),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(text: str, code: str, line: int) -> None:
    found, problems = read(text.encode(), "content/a.toml")

    assert found == Sidecar()
    assert [(problem.code, problem.line, problem.path) for problem in problems] == [(code, line, "content/a.toml")]


def test_one_mistake_does_not_hide_what_else_is_said() -> None:
    found, problems = read('outlett = "x"\noutlet = "وكالة"'.encode(), "a.toml")

    assert found.outlet == "وكالة"
    assert [problem.hint for problem in problems] == ['did you mean "outlet"?']


def test_a_file_that_is_not_utf_8_says_nothing() -> None:
    found, problems = read(b'outlet = "\xe6"', "a.toml")

    assert (found, [problem.code for problem in problems]) == (Sidecar(), ["not-utf8"])
