"""Renewed relations are those of a whole computation, whatever changed since they were made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

import pytest
from relate_corpus import DAY, NOON, candidate, corpus, text, words

from generator.model import ArticleId, Candidate
from generator.relate import neighbours as rankings
from generator.relate import relate, renewal
from generator.relate.former import Former
from generator.relate.neighbours import Window
from generator.relate.renewal import renewed

TOPICS = [words(f"topic {number}", 30) for number in range(6)]


def article(rng: random.Random, number: int) -> Candidate:
    """Return an article on one of a few topics, in one of eight months, some without a date, some copies of others."""
    topic, kind = TOPICS[number % len(TOPICS)], rng.randrange(12)
    start = None if kind == 0 else NOON + rng.randrange(240) * DAY / 1.0 + rng.randrange(24) * 3600
    own = words(number if kind > 2 else number % 7, 25)
    body = text(rng.sample(topic, 14) if kind > 2 else topic, own)
    headline = text(rng.sample(topic, 4))
    outlet, path = f"وكالة {rng.randrange(3)}", f"{rng.randrange(4)}.jsonl"
    return candidate(f"n{number:03}", body, headline=headline, outlet=outlet, start=start, path=path)


def edited(rng: random.Random, held: dict[ArticleId, Candidate], count: int) -> dict[ArticleId, Candidate]:
    """Return the articles after some were added, taken away or changed, dates too."""
    now = dict(held)
    for _ in range(count):
        what = rng.choice(("add", "add", "drop", "change"))
        made = article(rng, rng.randrange(300))
        if what == "add":
            now[made.id] = made
        elif now and what == "drop":
            del now[rng.choice(sorted(now))]
        elif now:
            name = rng.choice(sorted(now))
            now[name] = candidate(
                name, text(words(name, 9), TOPICS[rng.randrange(6)]), start=made.start, path=made.path
            )
    return now


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kept", [3, 80])
def test_any_history_of_edits_ends_in_the_relations_of_a_whole_computation(
    seed: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rankings, "KEPT", kept)  # short rankings, of which most are full
    monkeypatch.setattr(renewal, "KEPT", kept)
    rng = random.Random(seed)
    held = {made.id: made for made in (article(rng, number) for number in range(140))}
    found, former = renewed(held.values())
    for count in (1, 1, 2, 5, 20, 1, 120, 1):
        held = edited(rng, held, count)
        shuffled = rng.sample(sorted(held.values(), key=lambda made: made.id), len(held))
        found, former = renewed(shuffled, former, found)
        whole = relate(held.values())

        assert found == whole
        assert list(found.related) == list(whole.related)
        assert former == renewed(held.values())[1]


def test_what_is_held_of_other_articles_changes_nothing() -> None:
    held, former = renewed(corpus())
    other = [article(random.Random(1), number) for number in range(40)]

    assert renewed(other, former, held) == renewed(other)
    assert renewed([], former, held) == renewed([])
    assert renewed(corpus(), Former(), held) == (held, former)
    assert renewed(corpus(), former, None) == (held, former)


def test_only_what_a_change_reaches_is_ranked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [article(random.Random(2), number) for number in range(120)]
    held, former = renewed(made)
    ranked: list[int] = []
    whole = rankings.neighbours_of

    def counted(table: object, window: rankings.Window, weights: object) -> rankings.Pairs:
        ranked.append(len(window.rows) * len(window.columns))
        return whole(table, window, weights)  # type: ignore[arg-type]

    monkeypatch.setattr(renewal, "neighbours_of", counted)
    renewed([*made, candidate("new", text(TOPICS[0]), start=NOON + 241 * DAY)], former, held)

    assert sum(ranked) < 3 * len(made)


def test_links_are_found_anew_only_where_a_window_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    made = [article(rng, number) for number in range(120)]
    held, former = renewed(made)
    looked: list[Window] = []

    def counted(work: Callable[[Window], bytes], windows: Sequence[Window]) -> Iterable[bytes]:
        looked.extend(window for window in windows if isinstance(window, Window))
        return map(work, windows)

    renewed(made, former, held, counted)
    unchanged = len(looked)
    new = candidate("new", text(TOPICS[0]), start=NOON + 241 * DAY)
    found, _ = renewed([*made, new], former, held, counted)

    assert unchanged == 0
    assert 0 < len(looked) < len(former.copies) + len(former.events)
    assert found == relate([*made, new])
