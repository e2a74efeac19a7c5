"""All of relating: the small corpus, the real page, the real corpus, and what must not change anything."""

from __future__ import annotations

import json
import random
import runpy
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from relate_corpus import CORPUS, HOUR, corpus, of_row

from generator.model import ArticleId, Candidate, Relations
from generator.relate import relate
from generator.relate.features import features

ROOT = Path(__file__).parent.parent
GOLDEN = CORPUS.with_name("relations.json")
CAPTURED = datetime.fromisoformat("2025-05-11T18:00:00+03:00").timestamp()


def told(found: Relations) -> dict[str, Any]:
    """Return relations as plain values: what a person would check."""
    return {
        "copies": [list(group) for group in found.copies],
        "stories": [{"id": s.id, "lead": s.lead, "members": list(s.members)} for s in found.stories],
        "related": {
            identity: [f"{link.id} {link.score}: {'، '.join(link.words)}" for link in links]
            for identity, links in found.related.items()
        },
    }


def test_the_small_corpus_is_related_as_expected(update_golden: bool) -> None:
    found = told(relate(corpus()))
    if update_golden:
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")

    assert found == json.loads(GOLDEN.read_text("utf-8"))


def test_the_order_of_candidates_changes_nothing() -> None:
    rng, expected = random.Random(7), relate(corpus())
    shuffled = [relate(rng.sample(corpus(), 16)) for _ in range(5)]

    assert all(found == expected for found in shuffled)
    assert all(list(found.related) == list(expected.related) for found in shuffled)


def test_nothing_is_related_to_nothing() -> None:
    assert relate([]) == Relations()


def test_one_article_stands_alone() -> None:
    assert relate(corpus()[:1]) == Relations()


def test_a_new_article_only_enters_and_leaves_lists() -> None:
    before = relate(corpus()).related
    row = json.loads(CORPUS.read_text("utf-8").splitlines()[3])
    after = relate([*corpus(), of_row({**row, "id": "new", "published": "2025-03-20T10:00:00+02:00"})]).related

    for identity, links in before.items():
        remaining = {link.id: link for link in after[identity]}
        assert all(remaining[link.id] == link for link in links if link.id in remaining)


def test_importing_the_package_loads_no_heavy_library() -> None:
    script = "import generator.relate, sys; print(sorted({'numpy', 'scipy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


# The real page


def page(shared: Path) -> list[tuple[str, str, str]]:
    """Return headline, outlet and body of the page's own article and of its three items."""
    lines = (shared / "seeds" / "daily8-article.txt").read_text("utf-8").split("\n")
    told = [line for line in lines if line.strip()]
    end, items = told.index("Orange background"), told.index("أخبار ذات صلة") + 1
    own = (told[1], "دفاع العرب", "\n".join(told[4:end]))
    return [own, *((told[at], told[at + 2], told[at + 6]) for at in range(items, items + 21, 7))]


@pytest.mark.parametrize("is_dated", [True, False])
def test_the_real_page_has_one_group_of_copies_and_nothing_else_related(shared: Path, is_dated: bool) -> None:
    ages = (None, 2, 4, 6)
    made = [
        Candidate(
            ArticleId(outlet),
            outlet,
            "daily8.txt",
            CAPTURED - (age or 18) * HOUR if is_dated or age is None else None,
            features(headline, "", body),
            24.0 if age is None else 0.0,
        )
        for (headline, outlet, body), age in zip(page(shared), ages, strict=True)
    ]
    found = relate(made)

    assert [set(group) for group in found.copies] == [{"القناة الثالثة والعشرون", "ليبانون 24"}]
    assert [set(story.members) for story in found.stories] == [{"القناة الثالثة والعشرون", "ليبانون 24"}]
    assert {(one, near.id) for one, links in found.related.items() for near in links} <= {
        (one, other) for (group,) in [found.copies] for one in group for other in group
    }


# The real corpus: scores and time by bench/relate_scores.py


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[str, Any]:
    """Return what the benchmark measures on the real corpus; takes half a minute."""
    bench: dict[str, Callable[[Path], dict[str, Any]]] = runpy.run_path(str(ROOT / "bench" / "relate_scores.py"))
    return bench["measured"](shared / "data" / "related")


def test_neighbours_are_near(scores: dict[str, Any]) -> None:
    assert scores["nDCG@5"] >= 0.75
    assert scores["neighbours_distinct"]


def test_copies_are_found(scores: dict[str, Any]) -> None:
    assert scores["copies"]["F1"] >= 0.85


def test_stories_are_told_apart(scores: dict[str, Any]) -> None:
    assert scores["stories"]["F1"] >= 0.80
    assert scores["stories_disjoint"]


def test_most_articles_show_a_link(scores: dict[str, Any]) -> None:
    assert scores["share_with_related"] >= 0.5
