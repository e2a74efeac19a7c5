"""The word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_ENOUGH = 0.6  # of difflib's ratio: `timezon` for `time_zone` passes, `colour` for `title` does not


def _plain(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice most like `word`, or "" when none is near; ties go to the first in alphabetical order.

    Case, dashes, underscores and spaces do not count.
    """
    plain = _plain(word)
    best, best_ratio = "", _ENOUGH
    for choice in sorted(set(choices)):
        matcher = SequenceMatcher(None, _plain(choice), plain, autojunk=False)
        if (
            matcher.quick_ratio() >= best_ratio
            and (ratio := matcher.ratio()) >= best_ratio
            and (not best or ratio > best_ratio)
        ):
            best, best_ratio = choice, ratio
    return best


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the sentence `did you mean "title"?`, or "" when no choice is near."""
    meant = nearest(word, choices)
    return f'did you mean "{meant}"?' if meant else ""
