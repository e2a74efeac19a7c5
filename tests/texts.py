"""Arabic texts for small test sites: made of words, without meaning, alike where they should be alike."""

from __future__ import annotations

import random
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"
EVENTS: dict[str, list[str]] = {
    name: words.split()
    for name, _, words in (line.partition(": ") for line in (_FOLDER / "events.txt").read_text("utf-8").splitlines())
}
_VERBS = (_FOLDER / "verbs.txt").read_text("utf-8").split()


def body(event: str, seed: int, paragraphs: int = 3) -> str:
    """Return some paragraphs on an event; the same event and seed give the same text."""
    rng = random.Random(f"{event}-{seed}")
    words = EVENTS[event]
    return "\n\n".join(_paragraph(rng, words) for _ in range(paragraphs))


def _paragraph(rng: random.Random, words: list[str]) -> str:
    return " ".join(_sentence(rng, words) for _ in range(3))


def _sentence(rng: random.Random, words: list[str]) -> str:
    chosen = rng.sample(words, 8)
    parts = [rng.choice(_VERBS), *chosen[:4], "خلال", *chosen[4:], str(rng.randint(2, 90))]
    return " ".join(parts) + "."


def headline(event: str, seed: int) -> str:
    """Return a headline on an event."""
    rng = random.Random(f"headline-{event}-{seed}")
    return " ".join(rng.sample(EVENTS[event], 5))


def near_copy(text: str, seed: int) -> str:
    """Return the text with a sentence changed, as an outlet prints an agency's text."""
    rng = random.Random(seed)
    sentences = text.split(". ")
    sentences[rng.randrange(len(sentences))] = "وأضاف مراسلنا أن التفاصيل تأتي لاحقا"
    return ". ".join(sentences)
