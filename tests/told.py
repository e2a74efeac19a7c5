"""What source files hold, as the expected files of `tests/expected/<format>/` write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.markup import paragraphs
from generator.model import Article, Parsed, Precision, Reading, Sidecar
from generator.sources import parser_for, sidecar

TESTS = Path(__file__).parent


def told(article: Article) -> dict[str, Any]:
    """Return an article as an expected file has it."""
    moment = article.published
    return {
        "id": article.id,
        "title": article.headline,
        "outlet": article.outlet,
        "published": moment.iso if moment else None,
        "precision": moment.precision if moment else Precision.UNKNOWN,
        "published_raw": article.published_raw,
        "section": article.section,
        "topics": list(article.topics),
        "credit": article.credit,
        "body": paragraphs(article.body),
    }


def parse(path: str, data: bytes, *, zone: str = "Asia/Beirut", about: Sidecar | None = None) -> Parsed:
    """Return all that a file holds, its lines counted from the file's first."""
    parser = parser_for(path, data[:4096])
    assert parser is not None, path
    reading = Reading(path=path, zone=zone, sidecar=about or Sidecar())
    parts = [(record.line - 1, parser.parse(record, reading)) for record in parser.records(data)]
    return Parsed(
        tuple(article for _, part in parts for article in part.articles),
        tuple(problem.moved(lines) for lines, part in parts for problem in part.problems),
        tuple(line for _, part in parts for line in part.removed),
    )


def captured(path: Path) -> Parsed:
    """Return what a file under `tests/captures` and the sidecar beside it hold."""
    beside = path.with_suffix(".toml")
    about = sidecar.read(beside.read_bytes(), beside.name)[0] if beside.exists() else None
    return parse(path.relative_to(TESTS / "captures").as_posix(), path.read_bytes(), about=about)


def assert_expected(path: Path, *, update: bool) -> None:
    """Assert that a file under `tests/captures` holds the articles that `tests/expected` says, or write them there."""
    expected = TESTS / "expected" / path.relative_to(TESTS / "captures").with_suffix(".json")
    found = [told(article) for article in captured(path).articles]
    if update:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


def codes(parsed: Parsed) -> list[str]:
    """Return the codes of the problems, in order."""
    return [problem.code for problem in parsed.problems]
