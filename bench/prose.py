"""Invented Arabic news prose: sentences of templates, filled with the words of a section, a topic and an event."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeAlias, TypeVar

_FOLDER = Path(__file__).parent
_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
# Slots that the lists of sentences.toml and words.toml fill, of whatever section.
_NESTED = {
    "open": "openings",
    "saying": "sayings",
    "clause": "clauses",
    "fact": "facts",
    "past": "pasts",
    "tail": "tails",
}
_GENERAL = {"city": "cities", "quality": "qualities", "reason": "reasons", "outcome": "outcomes", "people": "people"}
_GENERAL |= {"head": "heads", "effect": "effects", "verdict": "verdicts"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template made ready: what stands before each slot, what fills the slots, and the end.

    A slot is the name of a list, or the values themselves.
    """

    before: tuple[str, ...]
    slots: tuple[str | tuple[Sentence | str, ...], ...]
    end: str


Words: TypeAlias = Mapping[str, Sequence[str]]
Forms: TypeAlias = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and the words that go with it."""

    name: str
    section: str
    words: Words


@dataclass(frozen=True, slots=True)
class Grammar:
    """Every list of the two TOML files; the sentences beside a masculine and beside a feminine speaker."""

    outlets: tuple[str, ...]
    sections: tuple[str, ...]
    topics: tuple[Topic, ...]
    words: Words
    sentences: tuple[Mapping[str, Forms], Mapping[str, Forms]]
    synonyms: Mapping[str, str]
    rewording: re.Pattern[str]


def pick(rng: Random, values: Sequence[T]) -> T:
    """Return one of the values; unlike Random.choice the same in every version of Python."""
    return values[int(rng.random() * len(values))]


def draw(rng: Random, values: Sequence[T], count: int) -> list[T]:
    """Return `count` different values, or all where there are fewer, in a drawn order."""
    left = list(values)
    return [left.pop(int(rng.random() * len(left))) for _ in range(min(count, len(left)))]


def number(rng: Random, low: int, high: int) -> int:
    """Return a whole number from `low` up to but without `high`."""
    return low + int(rng.random() * (high - low))


@cache
def grammar() -> Grammar:
    """Read the words and sentences; the same ones every time."""
    data = tomllib.loads((_FOLDER / "words.toml").read_text("utf-8"))
    templates = tomllib.loads((_FOLDER / "sentences.toml").read_text("utf-8"))
    words = {name: _parted(text) for name, text in data.items() if isinstance(text, str)}
    pairs = [pair.split("=") for pair in words.pop("synonyms")]
    synonyms = dict(pairs) | {b: a for a, b in pairs}
    found = "|".join(sorted(map(re.escape, synonyms), key=lambda word: (-len(word), word)))
    return Grammar(
        outlets=tuple(words.pop("outlets")),
        sections=tuple(data["sections"]),
        topics=tuple(_topics(data["sections"], words)),
        words=words,
        sentences=(_forms(templates, 0), _forms(templates, 1)),
        synonyms=synonyms,
        rewording=re.compile(rf"(?<!\w)({found})(?!\w)"),
    )


def say(rng: Random, kind: str, words: Words) -> str:
    """Return a sentence of the kind; its speaker is a man or a woman."""
    lists = grammar().sentences[1 if rng.random() < 0.5 else 0]
    return _filled(rng, pick(rng, lists[kind]), words, lists)


def each(rng: Random, kind: str, words: Words) -> list[str]:
    """Return a sentence of every template of the kind, in a drawn order."""
    forms = grammar().sentences
    order = draw(rng, range(len(forms[0][kind])), len(forms[0][kind]))
    chosen = [(forms[1 if rng.random() < 0.5 else 0], place) for place in order]
    return [_filled(rng, lists[kind][place], words, lists) for lists, place in chosen]


def _filled(rng: Random, sentence: Sentence, words: Words, lists: Mapping[str, Forms]) -> str:
    parts = []
    for before, slot in zip(sentence.before, sentence.slots, strict=True):
        parts.append(before)
        values = slot if slot.__class__ is tuple else words.get(slot) or lists[_NESTED[slot]]  # type: ignore[arg-type, index]
        value = values[int(rng.random() * len(values))]
        parts.append(value if value.__class__ is str else _filled(rng, value, words, lists))  # type: ignore[arg-type]
    parts.append(sentence.end)
    return "".join(parts)


def reword(rng: Random, text: str, share: float) -> str:
    """Exchange about `share` of the words that have a synonym."""
    known = grammar()
    return known.rewording.sub(lambda found: known.synonyms[found[0]] if rng.random() < share else found[0], text)


def name(rng: Random) -> str:
    """Return an invented name: a pattern over a root, mostly of letters that are none: a corpus has ever new ones."""
    words = grammar().words
    root = "".join(pick(rng, _LETTERS) for _ in range(3)) if rng.random() < 0.7 else pick(rng, words["roots"])
    return "".join(root[int(c) - 1] if c in "123" else c for c in pick(rng, words["patterns"]))


def person(rng: Random) -> str:
    """Return the name of nobody."""
    return f"{pick(rng, grammar().words['first_names'])} ال{name(rng)}ي"


def event_words(rng: Random, topic: Topic, second: Topic, year: int) -> Words:
    """Return the words of one event: its topic's, with its own places, company, project, people and figures."""
    words = grammar().words
    places = [f"{pick(rng, words['place_heads'])} {name(rng)}" for _ in range(4)]
    companies = [*topic.words["company"], f"{pick(rng, words['company_heads'])} {name(rng)}"]
    figures = {
        "percent": [str(number(rng, 2, 97)) for _ in range(3)],
        "amount": [str(number(rng, 3, 900)) for _ in range(2)],
        "count": [str(number(rng, 12, 990)) for _ in range(2)],
        "count2": [str(number(rng, 12, 390)) for _ in range(2)],
        "months": [str(number(rng, 3, 10))],
        "year": [str(year - number(rng, 1, 9))],
    }
    own = {"place": places[:2], "place2": places[2:], "company": draw(rng, companies, 2)}
    own |= {"person": [person(rng) for _ in range(3)], "project": [name(rng)], "day": [pick(rng, words["days"])]}
    own |= {"object": draw(rng, topic.words["object"], 3), "masdar": draw(rng, topic.words["masdar"], 3)}
    return {**topic.words, **own, **figures, "topic": [topic.name], "topic2": [second.name]}


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


def _topics(sections: Mapping[str, Mapping[str, str]], words: Words) -> list[Topic]:
    """Give each topic eight objects and masdars of its section, so that topics differ in what they talk about."""
    topics = []
    for section, lists in sections.items():
        objects = _parted(lists["objects"])
        actors = [actor.split(":") for actor in _parted(lists["actors"])]
        for place, topic in enumerate(_parted(lists["topics"])):
            rng = Random(f"topic {section} {place}")
            heads = draw(rng, words["company_heads"], 3)
            roots = draw(rng, words["roots"], 3)
            own: dict[str, Sequence[str]] = {
                "any": objects,
                "object": draw(rng, objects, 8),
                "masdar": draw(rng, words["masdars"], 8),
                "masdar2": words["masdars"],
                "company": [f"{head} {root[0]}ا{root[1:3]}يا" for head, root in zip(heads, roots, strict=True)],
                "actor0": draw(rng, [text for text, gender in actors if gender == "m"], 3),
                "actor1": draw(rng, [text for text, gender in actors if gender == "f"], 3),
            }
            own |= {slot: words[plural] for slot, plural in _GENERAL.items()}
            topics.append(Topic(topic, section, own))
    return topics


def _forms(templates: Mapping[str, Sequence[str]], gender: int) -> Mapping[str, Forms]:
    return {kind: tuple(_sentence(line, gender) for line in lines) for kind, lines in templates.items()}


def _sentence(line: str, gender: int) -> Sentence:
    chosen = re.sub(r"\[([^/\]]+)/([^\]]+)\]", lambda found: found[1 + gender], line)
    parts = re.split(r"(\{\w+\}|\((?:[^()]*\|)+[^()]*\))", chosen)
    return Sentence(tuple(parts[0:-1:2]), tuple(_slot(part, gender) for part in parts[1::2]), parts[-1])


def _slot(part: str, gender: int) -> str | tuple[Sentence | str, ...]:
    if part.startswith("("):
        values = (_sentence(value, gender) for value in part[1:-1].split("|"))
        return tuple(value if value.slots else value.end for value in values)
    return f"actor{gender}" if part == "{actor}" else part[1:-1]
