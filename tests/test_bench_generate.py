"""bench/generate.py: invented news, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bench import dialects, generate

SOME = list(generate.items(400, "plain", 7))


def test_a_corpus_has_as_many_articles_as_asked_for_and_each_its_own_id() -> None:
    assert len({item.id for item in SOME}) == len(SOME) == 400


def test_the_same_seed_gives_the_same_news_and_another_seed_others() -> None:
    assert list(generate.items(400, "plain", 7)) == SOME
    assert list(generate.items(400, "plain", 8)) != SOME


def test_articles_have_150_to_600_words_and_lie_within_three_years() -> None:
    words = [len(item.body.split()) for item in SOME]
    assert min(words) >= 140 and max(words) <= 620
    last = generate.FIRST + timedelta(days=generate.DAYS + 3)
    assert all(generate.FIRST <= item.published < last for item in SOME)


def test_about_a_tenth_are_copies_of_another_outlet() -> None:
    """A copy keeps most of a text's paragraphs, whatever words are exchanged in the others."""
    paragraphs = Counter(part for item in SOME for part in set(item.body.split("\n\n")))
    copies = sum(max(paragraphs[part] for part in item.body.split("\n\n")) > 1 for item in SOME)
    assert 0.06 <= copies / len(SOME) / 2 <= 0.14


def test_plain_is_paragraphs_and_rich_has_the_other_blocks() -> None:
    plain = "".join(item.body for item in SOME)
    rich = "".join(item.body for item in generate.items(400, "rich", 7))
    for mark in ("\n## ", "\n- ", "\n1. ", "\n> ", "](https://", "**", "|---|", "!["):
        assert mark not in plain
        assert mark in rich


def test_every_slot_is_filled() -> None:
    assert not any(set("{}()[]|") & set(item.title + item.summary + item.body) for item in SOME)


@pytest.mark.parametrize("dialect", list(dialects.DIALECTS))
def test_a_site_is_written_in_every_dialect(tmp_path: Path, dialect: str) -> None:
    generate.write(tmp_path / "site", 12, "plain", dialect, 1)
    files = list((tmp_path / "site/content").rglob("*.md"))
    assert len(files) >= 12
    assert generate.main([str(tmp_path / "site")]) == 2
