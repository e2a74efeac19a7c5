"""The words that a related link gives as its reason: rare words of both texts, as a reader wants to see them.

shared rare terms, weightiest first ──▶ names and nouns before verbs, a headline's before others
                                    ──▶ no filler, one written form of each family ──▶ at most three
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

import numpy as np

from generator.relate.prior import EVERYWHERE, expected_share
from generator.relate.table import Ints, Table
from generator.relate.weights import STEPS
from generator.text.normalize import fold
from generator.text.terms import is_stop, stem

REASON_WORDS = 3
LEAST_REASON_WORDS = 2
RARE_BITS = 5
"""Only a word that stands in at most one text of thirty-two is a reason for a link."""
SHORTEST_REASON = 3
"""Letters of a word that may be a reason."""

# Words that any report may have, besides those that `prior` expects everywhere.
_FILLERS = """
فعل اتجاه مرة توالي موقعنا نعرضها عرضها بحث إسناد معدل قياسي مستويات أدنى مفترض مصنف تكتب كتب قائلا مشيرا أشاروا اعتبروا
قيادة دعم صدد صعيد حين بدلا مقابل لدى منذ ذات بحسب إثر عقب ريثما حيال إزاء مواعيد أوقات لحظات بدايات نهايات قديم جدد
يلي تالي آنفا أنباء تفاصيل متابعة قراءة مشاهدة اقرأ شاهد صور عاجل خاص مراسل مندوب نشرة صحف مواقع وكالات نقلا رويترز
فرانس برس أسوشيتد سي إن إن cnn reuters afp bbc rt
"""
_WEAK = str.maketrans("", "", "اويىءئؤةه")
_PREFIXES = re.compile("^[متنسي]+(?=..)")
_DEFINITE = ("ال", "لل", "وال", "بال", "كال", "فال")
_VERB = re.compile(r"س[يتن]\w{3,}|ي(?![وا])\w{2,4}|\w{2,}وا|\w{2,}[^\Wاوي]ت")
_WORDS_HELD = 1 << 14
_CLITICS = ("ب", "ل", "ك")


def reasons(table: Table, weights: Ints, row: int, to: int) -> tuple[str, ...]:
    """Return the rare words that two texts share, REASON_WORDS at most; none where they share less than two.

    Those of a headline come first, names and nouns before verbs, then the weightiest, ties by stem. No numbers, nothing
    that looks like an abbreviation, no word that any report may have, of a family of words one.
    """
    words = filter(_is_a_reason, _shared(table, weights, row, to))
    least = list(islice(words, LEAST_REASON_WORDS))
    if len(least) < LEAST_REASON_WORDS:
        return ()
    telling = (word for word in chain(least, words) if not _is_filler(word))
    known = " ".join(["", *(table.candidates[which].features.stems for which in (row, to)), ""])
    return tuple(_of_families(_alone(word, known) for word in _names_first(telling)))


def _shared(table: Table, weights: Ints, row: int, to: int) -> Iterator[str]:
    """Yield the rare words of both texts as they are written; what stands in a headline comes first."""
    own, others = table.terms_of(row), table.terms_of(to)
    shared, here, there = np.intersect1d(table.terms[own], table.terms[others], True, return_indices=True)
    rare = weights[shared] >= RARE_BITS * STEPS
    shared, here, there = shared[rare], here[rare], there[rare]
    telling = weights[shared].astype(np.int64) ** 4 * table.counts[own][here] * table.counts[others][there]
    is_text = table.headline[own][here] + table.headline[others][there] == 0
    ours, theirs = (table.candidates[which].features.words.split() for which in (row, to))
    for at in np.lexsort((-telling, is_text)).tolist():
        yield _plainest(ours[here[at]], theirs[there[at]])


def _names_first(words: Iterable[str]) -> Iterator[str]:
    verbs = []
    for word in words:
        if _is_verb(word):
            verbs.append(word)
        else:
            yield word
    yield from verbs


def _plainest(ours: str, theirs: str) -> str:
    """Return the written form that stands best alone: without the و and بـ that belong to another word's place."""
    return min(_bare(ours), _bare(theirs), key=lambda word: word.startswith(("لل", "و")))


@lru_cache(maxsize=_WORDS_HELD)
def _bare(word: str) -> str:
    """Return a written form without the letter before ال, where the stem says that it is no root's.

    A و before anything else may be: واتساب, وفاة.
    """
    for before in ("وال", "بال", "كال", "فال"):
        if word.startswith(before) and stem(fold(word[1:])) == stem(fold(word)):
            word = word[1:]
    return word


def _alone(word: str, known: str) -> str:
    """Return a word without a preposition written together with it, where the texts have the word without it.

    `known` has the stems of both texts, a space before and after each.
    """
    if not word.startswith(_CLITICS) or len(word) <= SHORTEST_REASON:
        return word
    rest = word[1:].lstrip("ـ")
    return rest if rest != word[1:] or f" {stem(fold(rest))} " in known else word


def _is_a_reason(word: str) -> bool:
    return sum(map(str.isalpha, word)) >= SHORTEST_REASON and not any(map(str.isdigit, word))


@lru_cache(maxsize=_WORDS_HELD)
def _is_verb(word: str) -> bool:
    """Tell whether a written form looks like a verb: it only comes later than others, so names may suffer it."""
    folded = fold(word)
    return not folded.startswith(_DEFINITE) and not folded.endswith("ات") and bool(_VERB.fullmatch(folded))


@lru_cache(maxsize=_WORDS_HELD)
def _is_filler(word: str) -> bool:
    folded = fold(word)
    rest = folded[1:] if folded.startswith(_CLITICS) else folded
    names = {stem(folded), stem(rest)}
    return is_stop(rest) or any(expected_share(name) >= EVERYWHERE or name in _fillers() for name in names)


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in _FILLERS.split())


def _of_families(words: Iterable[str]) -> list[str]:
    """Return the first REASON_WORDS of which no two are forms of one word."""
    taken: list[str] = []
    for word in words:
        if not any(_are_kin(word, other) for other in taken):
            taken.append(word)
        if len(taken) == REASON_WORDS:
            break
    return taken


def _are_kin(one: str, other: str) -> bool:
    """Tell whether two words look like forms of one root: الركبة and ركبته, انتخابات and الناخبين.

    A mistake costs one of the words that a link is shown with, so in doubt they are.
    """
    short, long = sorted((_skeleton(one), _skeleton(other)), key=len)
    if len(short) < SHORTEST_REASON:
        return short == long or short == _PREFIXES.sub("", long)
    return len(long) - len(short) <= 2 and _is_within(short, long)


@lru_cache(maxsize=_WORDS_HELD)
def _skeleton(word: str) -> str:
    """Return the letters of a word that its forms share: without weak ones, and without one that only begins a form."""
    name = stem(fold(word))
    bare = name.translate(_WEAK)
    return (_PREFIXES.sub("", bare) if len(bare) > SHORTEST_REASON else bare) or name


def _is_within(short: str, long: str) -> bool:
    """Tell whether the letters of one word stand in another in their order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
