"""content/desk.toml as typed wishes of the editor: read, checked for form, not yet compared with what the site holds.

Everything automatic yields to it. A key that cannot be read is left out, and so is a wish that lacks a key it needs;
docs/reference/desk-toml.md explains each key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from generator.errors import Level, Place, Problem, in_order
from generator.model import Moment, Precision
from generator.sources.fields import quoted
from generator.sources.toml_table import TomlError, TomlTable, read_table
from generator.text.nearest import did_you_mean
from generator.text.normalize import clean

FILE_NAME = "desk.toml"


def desk_path(source_paths: Sequence[str]) -> str:
    """Return where the desk of a site lies: in its first source folder."""
    return f"{source_paths[0]}/{FILE_NAME}" if source_paths else FILE_NAME


@dataclass(frozen=True, slots=True)
class Name:
    """What the editor calls an article, a story or a section, and where that stands in the file."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An article to lead or pin, or to take out of its story; holds before `until`."""

    article: Name
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """An article that is nowhere on the site; with `tombstone` a notice stands in its place."""

    article: Name
    until: Moment | None = None
    tombstone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """News above everything else on the front page; `text` stands for the headline where it is given."""

    article: Name
    until: Moment
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Articles, and whole stories, that are one story. `place` is where the file says so."""

    articles: tuple[Name, ...] = ()
    stories: tuple[Name, ...] = ()
    lead: Name | None = None
    headline: str = ""
    until: Moment | None = None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Articles of which none is ever related to another."""

    articles: tuple[Name, ...]
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All wishes, each kind in the order written. `path` is the file's, for what is still to be said of them."""

    path: str = FILE_NAME
    lead: Choice | None = None
    pin: tuple[Choice, ...] = ()
    hide: tuple[Hiding, ...] = ()
    breaking: tuple[Breaking, ...] = ()
    merge: tuple[Merging, ...] = ()
    split: tuple[Choice, ...] = ()
    never_related: tuple[Parting, ...] = ()
    section_order: tuple[Name, ...] = ()


# ---- what each key may hold

_ONE_ARTICLE = {"article": "name", "until": "moment"}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "lead": _ONE_ARTICLE,
    "pin": _ONE_ARTICLE,
    "hide": {**_ONE_ARTICLE, "tombstone": "truth"},
    "breaking": {**_ONE_ARTICLE, "text": "text"},
    "merge": {"articles": "names", "stories": "names", "lead": "name", "headline": "text", "until": "moment"},
    "split": _ONE_ARTICLE,
    "never_related": {"articles": "names", "until": "moment"},
}
"""The keys of each kind of wish, and what they hold."""

KEYS = (*FIELDS, "section_order")
_NEEDED = {"breaking": ("article", "until"), "merge": (), "never_related": ("articles",)}
_EXAMPLES = {
    "lead": 'lead = "content/vote.md"',
    "pin": 'pin = ["content/vote.md"]',
    "hide": 'hide = ["content/vote.md"]',
    "breaking": '[[breaking]] with article = "content/vote.md" and until = 2026-11-23T18:00:00+03:00',
    "merge": '[[merge]] with articles = ["content/vote.md", "content/count.md"]',
    "split": 'split = ["content/vote.md"]',
    "never_related": 'never_related = [["content/vote.md", "content/fair.md"]]',
    "section_order": 'section_order = ["سياسة", "رياضة"]',
}

_Where = tuple[str | int, ...]


@dataclass(slots=True)
class _Notes:
    """The problems of one file; knows where its keys stand and which zone times without an offset are in."""

    path: str
    zone: ZoneInfo
    table: TomlTable
    problems: list[Problem] = field(default_factory=list)

    def place(self, where: _Where) -> Place:
        """Return the place of the innermost part of `where` that has one."""
        known = (self.table.place(*where[:length]) for length in range(len(where), 0, -1))
        return next((place for place in known if place.line), Place())

    def wrong(self, where: _Where, message: str, hint: str) -> None:
        """Note that a value cannot be taken."""
        place = self.place(where)
        self.problems.append(desk_problem("desk-value", self.path, place, message, hint, _dotted(where)))

    def unknown(self, where: _Where, known: Iterable[str]) -> None:
        """Note a key that there is not."""
        key = str(where[-1])
        belongs = f"write {key} at the top of the file, before the first [[…]]" if key in KEYS else ""
        hint = belongs or did_you_mean(key, known) or f"known here: {', '.join(known)}"
        place, message = self.place(where), f"there is no key {quoted(key)} here"
        self.problems.append(desk_problem("desk-unknown-key", self.path, place, message, hint, _dotted(where)))


def desk_problem(
    code: str, path: str, place: Place, message: str, hint: str, field: str = "", level: Level = Level.ERROR
) -> Problem:
    """Return a problem with a wish of the desk."""
    return Problem(
        level=level, code=code, path=path, line=place.line, column=place.column, field=field, message=message, hint=hint
    )


def _dotted(where: _Where) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).removeprefix(".")


# ---- reading


def read_desk(data: bytes, path: str, zone: ZoneInfo) -> tuple[Desk, list[Problem]]:
    """Return the wishes of a file, and a Problem for each thing in it that cannot be taken.

    A file that is no TOML holds no wish. Times without an offset are in `zone`.
    """
    try:
        table = read_table(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Desk(path=path), [_unreadable(path, Place(line), f"byte {error.start} is not UTF-8")]
    except TomlError as error:
        return Desk(path=path), [_unreadable(path, error.place, f"not TOML: {error.message}")]
    notes = _Notes(path, zone, table)
    found = {key: _read(key, value, notes) for key, value in table.values.items()}
    desk = Desk(path=path, **{key: value for key, value in found.items() if value is not None})
    return desk, in_order(notes.problems)


def _unreadable(path: str, place: Place, message: str) -> Problem:
    hint = "mend this line or the one above it; until then the site is built as if there were no desk"
    return desk_problem("desk-syntax", path, place, message, hint)


def _read(key: str, value: Any, notes: _Notes) -> Any:
    """Return the wishes under a key of the file, None where there is nothing to be taken."""
    if key not in KEYS:
        notes.unknown((key,), KEYS)
        return None
    if key == "lead":
        return _wish(key, value, (key,), notes)
    if not isinstance(value, list):
        notes.wrong((key,), "a list is wanted here", f"write for example {_EXAMPLES[key]}")
        return None
    if key == "section_order":
        return _names(value, (key,), notes)
    made = (_wish(key, item, (key, number), notes) for number, item in enumerate(value))
    return tuple(wish for wish in made if wish)


def _wish(kind: str, value: Any, where: _Where, notes: _Notes) -> Any:
    """Return one wish: of a table, or of a name or a list of names that stands for one; None where it cannot be."""
    if isinstance(value, str) and "article" in FIELDS[kind]:
        value = {"article": value}
    elif isinstance(value, list) and kind == "never_related":
        value = {"articles": value}
    if not isinstance(value, dict):
        notes.wrong(where, f"{kind} cannot be read", f"write for example {_EXAMPLES[kind]}")
        return None
    good = _values(value, FIELDS[kind], where, notes)
    missing = [key for key in _NEEDED.get(kind, ("article",)) if key not in value]
    if missing:
        notes.wrong(where, f"{kind} has no {missing[0]}", f"write for example {_EXAMPLES[kind]}")
        return None
    if not good.keys() >= set(_NEEDED.get(kind, ("article",))):
        return None  # what is wrong with it has been said
    return _MAKERS[kind](good, where, notes)


def _values(table: Mapping[str, Any], fields: Mapping[str, str], where: _Where, notes: _Notes) -> dict[str, Any]:
    """Return the good values of a wish; notes the bad ones and the unknown keys."""
    good: dict[str, Any] = {}
    for key, value in table.items():
        # A wish that is a bare name or list has no keys, and is itself what is meant.
        place = (*where, key) if notes.table.place(*where, key).line else where
        if key not in fields:
            notes.unknown(place, fields)
        elif (made := _CONVERTERS[fields[key]](value, place, notes)) is not None:
            good[key] = made
    return good


def _name(value: Any, where: _Where, notes: _Notes) -> Name | None:
    if isinstance(value, str) and (text := clean(value).strip()):
        return Name(text, notes.place(where))
    notes.wrong(where, "a name in quotes is wanted here", 'write for example "content/vote.md"')
    return None


def _names(value: Any, where: _Where, notes: _Notes) -> tuple[Name, ...] | None:
    if not isinstance(value, list):
        notes.wrong(where, "a list of names is wanted here", 'write for example ["…", "…"]')
        return None
    found = (_name(item, (*where, number), notes) for number, item in enumerate(value))
    return tuple({name.text: name for name in found if name}.values())


def _text(value: Any, where: _Where, notes: _Notes) -> str | None:
    if isinstance(value, str) and (text := " ".join(clean(value).split())):
        return text
    notes.wrong(where, "some text in quotes is wanted here", "write some, or leave the key out")
    return None


def _truth(value: Any, where: _Where, notes: _Notes) -> bool | None:
    if isinstance(value, bool):
        return value
    notes.wrong(where, "true or false is wanted here", "write it without quotes")
    return None


def _moment(value: Any, where: _Where, notes: _Notes) -> Moment | None:
    """Return a moment of TOML's own kind; one without an offset is in the site's zone."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=notes.zone)
        return Moment(aware.isoformat(timespec="seconds"), Precision.SECOND)
    if isinstance(value, date):
        return Moment(value.isoformat(), Precision.DAY)
    hint = "write it without quotes: 2026-11-23T18:00:00+03:00, or 2026-11-23: until that day begins"
    notes.wrong(where, "a date and time is wanted here", hint)
    return None


_CONVERTERS: Mapping[str, Callable[[Any, _Where, _Notes], Any]] = {
    "name": _name,
    "names": _names,
    "text": _text,
    "truth": _truth,
    "moment": _moment,
}


def _merging(values: dict[str, Any], where: _Where, notes: _Notes) -> Merging | None:
    made = Merging(**values, place=notes.place(where))
    if len(made.stories) + len(made.articles) + (made.lead is not None) < 2:
        message = "a merge names two articles or stories at least"
        notes.wrong(where, message, f"write for example {_EXAMPLES['merge']}")
        return None
    return made


def _parting(values: dict[str, Any], where: _Where, notes: _Notes) -> Parting | None:
    made = Parting(**values)
    if len(made.articles) < 2:
        message = "two articles at least are wanted here"
        notes.wrong(where, message, f"write for example {_EXAMPLES['never_related']}")
        return None
    return made


_MAKERS: Mapping[str, Callable[[dict[str, Any], _Where, _Notes], Any]] = {
    "lead": lambda values, where, notes: Choice(**values),
    "pin": lambda values, where, notes: Choice(**values),
    "hide": lambda values, where, notes: Hiding(**values),
    "breaking": lambda values, where, notes: Breaking(**values),
    "merge": _merging,
    "split": lambda values, where, notes: Choice(**values),
    "never_related": _parting,
}
