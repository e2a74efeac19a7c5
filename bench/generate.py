"""A corpus of invented Arabic news as Markdown, in the dialect of one generator of sites.

    python -m bench.generate --articles N [--kind plain|rich] [--dialect nashra|hugo|eleventy|pelican] [--seed S] OUT

OUT becomes a site that this generator builds: articles under content/, and its configuration of bench/peers/. The same
seed gives the same bytes; `plain` and `rich` are the same news, once in paragraphs only and once with all of Markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import accumulate
from pathlib import Path
from random import Random

from bench import dialects, prose
from bench.dialects import Item
from bench.markup import rich

FIRST = datetime(2023, 1, 1, tzinfo=timezone(timedelta(hours=3)))
DAYS = 1096
SHARE_OF_COPIES = 0.1
# How many articles an event has, and how often.
SIZES = ((1, 0.60), (2, 0.18), (3, 0.10), (4, 0.06), (5, 0.03), (8, 0.03))
# News by the hour and, from Monday, by the day of the week.
_HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 13, 12, 11, 10, 10, 10, 9, 9, 9, 9, 8, 6, 4)
_WEEK = (1.0, 1.05, 1.05, 1.0, 0.6, 0.75, 1.0)


def items(count: int, kind: str, seed: int) -> Iterator[Item]:
    """Return `count` articles, event by event in the order of time; events overlap."""
    sizes = _sizes(count, seed)
    days = list(accumulate(_WEEK[(FIRST + timedelta(days=day)).weekday()] for day in range(DAYS)))
    first, day = 0, 0
    for place, size in enumerate(sizes):
        weight = (place + 0.5) / len(sizes) * days[-1]
        while days[day] < weight:
            day += 1
        yield from _event(Random(f"{seed} event {place}"), FIRST + timedelta(days=day), first, size, kind)
        first += size


def _sizes(count: int, seed: int) -> list[int]:
    rng, sizes, left = Random(f"{seed} sizes"), [], count
    while left:
        drawn, size = rng.random(), SIZES[-1][0]
        for candidate, share in SIZES:
            if drawn < share:
                size = candidate
                break
            drawn -= share
        sizes.append(min(size, left))
        left -= sizes[-1]
    return sizes


def _copies_of_followers() -> float:
    """Return which part of the articles that are not their event's first are copies."""
    mean = sum(size * share for size, share in SIZES)
    return SHARE_OF_COPIES * mean / (mean - 1)


def _event(rng: Random, day: datetime, first: int, size: int, kind: str) -> Iterator[Item]:
    """Return the articles of one event: the first outlet's, then others' within hours, some of them copies."""
    known = prose.grammar()
    topic = known.topics[int(len(known.topics) * rng.random() ** 1.6) * 211 % len(known.topics)]
    others = [other for other in known.topics if other.section == topic.section and other is not topic]
    second = prose.pick(rng, others if rng.random() < 0.85 else known.topics)
    words = prose.event_words(rng, topic, second, day.year)
    topics = tuple(dict.fromkeys([topic.name, second.name][: prose.number(rng, 1, 3)] + _more(rng, others)))
    instant, share = _instant(rng, day), _copies_of_followers()
    written: list[tuple[str, list[str]]] = []
    for place, outlet in enumerate(prose.draw(rng, known.outlets, size)):
        copy = place > 0 and rng.random() < share
        title, paragraphs = _reworded(rng, *prose.pick(rng, written)) if copy else _text(rng, words)
        written.append((title, paragraphs))
        body = rich(rng, paragraphs, words) if kind == "rich" else "\n\n".join(paragraphs)
        yield Item(
            id=f"n{first + place:06}",
            title=title,
            published=instant,
            outlet=outlet,
            section=topic.section,
            topics=topics,
            author=prose.person(Random(f"{outlet} {prose.number(rng, 0, 12)}")),
            summary=prose.say(rng, "standfirsts", words),
            body=body,
        )
        instant += timedelta(minutes=prose.number(rng, 4, 360))


def _more(rng: Random, others: Sequence[prose.Topic]) -> list[str]:
    return [topic.name for topic in prose.draw(rng, others, prose.number(rng, 0, 3))]


def _instant(rng: Random, day: datetime) -> datetime:
    hours = list(accumulate(_HOURS))
    drawn = rng.random() * hours[-1]
    hour = next(hour for hour, sum_ in enumerate(hours) if drawn < sum_)
    return day + timedelta(hours=hour, minutes=prose.number(rng, 0, 60))


def _text(rng: Random, words: prose.Words) -> tuple[str, list[str]]:
    """Return a headline and paragraphs of one to three sentences, 150 to 600 words."""
    wanted = 150 + int(420 * rng.random() ** 1.5)
    sentences = [prose.say(rng, "leads", words)]
    closing = prose.say(rng, "closings", words)
    count = len(sentences[0].split()) + len(closing.split())
    while count < wanted:
        for sentence in prose.each(rng, "body", words):
            sentences.append(sentence)
            count += sentence.count(" ") + 1
            if count >= wanted:
                break
    return prose.say(rng, "headlines", words), _paragraphs(rng, [*sentences, closing])


def _paragraphs(rng: Random, sentences: list[str]) -> list[str]:
    paragraphs, start = [], 0
    while start < len(sentences):
        end = start + 1 + (int(rng.random() * 3) if start else 0)
        paragraphs.append(" ".join(sentences[start:end]))
        start = end
    return paragraphs


def _reworded(rng: Random, title: str, paragraphs: list[str]) -> tuple[str, list[str]]:
    """Return another outlet's text lightly changed: some synonyms, now and then without a paragraph."""
    kept = list(paragraphs)
    dropped = prose.number(rng, 2, len(kept))
    if rng.random() < 0.4 and sum(len(kept[place].split()) for place in range(len(kept)) if place != dropped) > 150:
        del kept[dropped]
    return prose.reword(rng, title, 0.5), [prose.reword(rng, paragraph, 0.4) for paragraph in kept]


def folder(item: Item, count: int) -> str:
    """Return the folder of an article: its month, or its day where months would hold too many."""
    return f"articles/{item.published:%Y/%m}" if count <= 10_000 else f"articles/{item.published:%Y/%m/%d}"


def write(out: Path, count: int, kind: str, dialect: str, seed: int) -> None:
    """Write the site into `out`, which is empty or not there.

    Raises FileExistsError where it is not empty.
    """
    if out.is_dir() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty")
    form = dialects.DIALECTS[dialect]
    dialects.configure(out, dialect)
    made = set()
    for item in items(count, kind, seed):
        place = out / "content" / folder(item, count)
        if place not in made:
            place.mkdir(parents=True, exist_ok=True)
            made.add(place)
        with open(f"{place}/{item.id}.md", "wb") as file:  # noqa: PTH123  Path.open costs twice as much
            file.write(form(item).encode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what the arguments name; return 0, or 2 where OUT is not empty."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kind", choices=["plain", "rich"], default="plain")
    parser.add_argument("--dialect", choices=list(dialects.DIALECTS), default="nashra")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("out", type=Path, metavar="OUT")
    options = parser.parse_args(arguments)
    try:
        write(options.out, options.articles, options.kind, options.dialect, options.seed)
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
