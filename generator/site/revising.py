"""The same edition with other words of some articles: for a preview that is not to plan the site anew for a comma.

What decides paths, lists and their order must be the same in the old article and the new: the caller sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import fields, is_dataclass, replace
from typing import Any

from generator.model import ArticleId, Entry
from generator.site.edition import Edition

_FREE = ("digest", "features", "headline", "standfirst", "lede", "words", "url", "row", "line")


def is_same_place(old: Entry, new: Entry) -> bool:
    """Tell whether two versions of an article differ in their words alone, so that every list of the site stands.

    A headline makes the article's path where no slug is fixed, so it may change only beside one.
    """
    if not new.slug and old.headline != new.headline:
        return False
    return replace(new, **_free(old)) == old


def reworded(entry: Entry, new: Entry) -> Entry:
    """Return an entry with the words of a new version of its article; all that was settled besides stays."""
    return replace(entry, **{name: value for name, value in _free(new).items() if name not in ("features", "row")})


def _free(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _FREE}


def revised(edition: Edition, changed: Mapping[ArticleId, Entry]) -> Edition:
    """Return the edition with other entries in the place of those of the same ids, wherever it holds them.

    Other threads may be asking the edition meanwhile, which fills its dicts: they are gone through as copies.
    """
    twin = copy(edition)
    for name, value in dict(vars(edition)).items():
        vars(twin)[name] = _dict(value, changed) if isinstance(value, dict) else _swapped(value, changed)
    # Made of the words of their article, and made again when they are asked for.
    vars(twin)["_told"] = {key: made for key, made in dict(edition._told).items() if key[1] not in changed}
    return twin


def _swapped(value: Any, changed: Mapping[ArticleId, Entry]) -> Any:
    """Return a value of an edition with its entries exchanged; what holds none comes back as it is."""
    if isinstance(value, Entry):
        return changed.get(value.id, value)
    if isinstance(value, dict):
        return _dict(value, changed)
    if isinstance(value, list | tuple):
        return _sequence(value, changed)
    if is_dataclass(value) and type(value).__module__.startswith("generator.site."):
        parts = {part.name: getattr(value, part.name) for part in fields(value)}
        new = {name: _swapped(part, changed) for name, part in parts.items()}
        return value if all(new[name] is parts[name] for name in parts) else replace(value, **new)  # type: ignore[type-var]
    return value


def _dict(value: dict[Any, Any], changed: Mapping[ArticleId, Entry]) -> dict[Any, Any]:
    """Return a new dict in any case: an edition fills some of its own when it is asked."""
    own = dict(value)
    if not _may_hold(next(iter(own.values()), None)):
        return own
    return {key: _swapped(part, changed) for key, part in own.items()}


def _sequence(value: Any, changed: Mapping[ArticleId, Entry]) -> Any:
    """Return a list or tuple with its entries exchanged. Those of an edition hold one kind of thing each."""
    if not value or not any(_may_hold(part) for part in value[:4]):
        return value
    if isinstance(value[0], Entry):
        if not any(entry.id in changed for entry in value):
            return value
        new = [changed.get(entry.id, entry) for entry in value]
    else:
        new = [_swapped(part, changed) for part in value]
    return type(value)._make(new) if hasattr(value, "_make") else type(value)(new)


def _may_hold(value: Any) -> bool:
    return isinstance(value, Entry | dict | list | tuple) or (
        is_dataclass(value) and type(value).__module__.startswith("generator.site.")
    )
