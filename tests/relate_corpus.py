"""Candidates to relate: the small corpus of expected/relate, and texts made for one behaviour."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.model import ArticleId, Candidate, Moment, Precision
from generator.relate.features import features

CORPUS = Path(__file__).parent / "expected" / "relate" / "corpus.jsonl"
NOON = datetime.fromisoformat("2025-03-10T12:00:00+00:00").timestamp()
DAY = 86400.0
HOUR = 3600.0

_LETTERS = "بتجحخدرزسشصضطعغفقكلمنهوي"


def corpus() -> list[Candidate]:
    """Return the candidates of the small corpus."""
    return [of_row(json.loads(line)) for line in CORPUS.read_text("utf-8").splitlines()]


def of_row(row: dict[str, Any]) -> Candidate:
    """Return the candidate of one line of the corpus; its time zone is Cairo's."""
    zone, written = ZoneInfo("Africa/Cairo"), row["published"]
    made = features(row["headline"], row["standfirst"], row["body"])
    if written is None:
        return Candidate(ArticleId(row["id"]), row["outlet"], row["path"], None, made)
    moment = Moment(written, Precision.DAY if len(written) == 10 else Precision.MINUTE)
    start, end = moment.start(zone).timestamp(), moment.end(zone).timestamp()
    return Candidate(ArticleId(row["id"]), row["outlet"], row["path"], start, made, (end - start) / HOUR)


def candidate(
    identity: str,
    body: str,
    *,
    headline: str = "",
    outlet: str = "وكالة",
    start: float | None = NOON,
    path: str = "a.jsonl",
    span_hours: float = 0.0,
) -> Candidate:
    """Return a candidate with a text of its own."""
    return Candidate(ArticleId(identity), outlet, path, start, features(headline, "", body), span_hours)


def words(seed: object, count: int) -> list[str]:
    """Return `count` invented words, the same for the same seed; other seeds give other words."""
    rng = random.Random(str(seed))
    return ["".join(rng.choices(_LETTERS, k=7)) for _ in range(count)]


def text(*parts: Iterable[str]) -> str:
    """Return words as one text."""
    return " ".join(word for part in parts for word in part)
