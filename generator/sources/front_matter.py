"""What stands above the text of a Markdown file, in any of the five ways that generators write it.

    ---            +++              {              Title: خبر
    title: خبر     title = "خبر"    "title": …     Date: 2025-05-11       (nothing)
    ---            +++              }
    YAML           TOML             JSON           Pelican's headers

YAML is read strictly and never by its own types: aliases, tags and keys given twice are refused, every scalar is the
text that was written (`title: no` is a title), and each value knows its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from generator.sources.fields import quoted
from generator.sources.toml_table import TomlError, TomlTable, read_table

SIZE_LIMIT = 64 * 1024  # characters between the fences
DEPTH_LIMIT = 8

_KEY_LINE = re.compile(r"[ \t]*[\"']?([\w.-]+)[\"']?[ \t]*:")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(.*)")
_HEADER_STARTS = frozenset(
    ("title", "date", "category", "tags", "slug", "author", "authors", "status", "summary", "lang")
)
_JSON_START = re.compile(r"\{\s*[\"}]")


class Looks(StrEnum):
    """What YAML 1.1 would have made of a bare scalar that we take as text."""

    TEXT = "text"
    NUMBER = "number"
    SEXAGESIMAL = "sexagesimal number"
    BOOLEAN = "boolean"
    NULL = "null"


_LOOKS = (
    (Looks.NULL, re.compile(r"~|null|Null|NULL|")),
    (Looks.BOOLEAN, re.compile(r"(?:yes|no|true|false|on|off)", re.I)),
    (
        Looks.NUMBER,
        re.compile(r"[-+]?(?:\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\.\d+|0x[0-9a-fA-F]+|\.inf|\.nan)", re.I),
    ),
    (Looks.SEXAGESIMAL, re.compile(r"[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?")),
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a key says: its texts (one, or those of a list), or the keys within it."""

    line: int
    texts: tuple[str, ...] = ()
    is_list: bool = False
    looks: Looks = Looks.TEXT
    table: dict[str, Value] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return its first text."""
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys as written, in order, and the text below with the line that it begins on."""

    values: dict[str, Value]
    body: str
    body_line: int


class FrontMatterError(Exception):
    """Front matter that cannot be read: why, where, and what to try."""

    def __init__(self, code: str, message: str, line: int, hint: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.hint = hint
        self.field = field


def read(text: str) -> FrontMatter:
    """Part a file (line ends are LF) into its front matter and its body. Raises FrontMatterError."""
    start = len(text) - len(text.lstrip("\n"))
    first = text[start:].split("\n", 1)[0].rstrip()
    line = start + 1
    if first == "---":
        return _fenced(text[start:], line, ("---", "..."), _yaml_values)
    if first == "+++":
        return _fenced(text[start:], line, ("+++",), _toml_values)
    if _JSON_START.match(text, start):
        return _json(text, start, line)
    header = _HEADER.match(text, start)
    if header and header[1].lower() in _HEADER_STARTS:
        return _headers(text[start:], line)
    return FrontMatter({}, text[start:], line)


def _fenced(text: str, line: int, fences: tuple[str, ...], values: Any) -> FrontMatter:
    """Read what stands between two fences; `line` is that of the first one."""
    lines = text.split("\n")
    end = next((index for index, row in enumerate(lines) if index and row.rstrip() in fences), 0)
    if not end:
        raise FrontMatterError(
            "front-matter-open",
            f"front matter not closed: no second {lines[0].rstrip()} line",
            line,
            f"put a line {lines[0].rstrip()} between the front matter and the text",
        )
    inside = "\n".join(lines[1:end])
    if len(inside) > SIZE_LIMIT:
        message = f"front matter of {len(inside)} characters; at most {SIZE_LIMIT} are read"
        raise FrontMatterError("front-matter-unreadable", message, line, "is the closing line missing?")
    return FrontMatter(values(inside, line), "\n".join(lines[end + 1 :]), line + end + 1)


# YAML


def _yaml_values(text: str, fence_line: int) -> dict[str, Value]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _YamlReader(yaml.parse(text, Loader=loader), fence_line + 1).document()
    except yaml.YAMLError as error:
        raise _yaml_mistake(error, text, fence_line + 1) from error


def _yaml_mistake(error: Any, text: str, first_line: int) -> FrontMatterError:
    """Return what PyYAML says of the text, with the line and the key that it says it of."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    row = mark.line if mark else text.count("\n", 0, max(0, getattr(error, "position", 0)))
    rows = text.split("\n")
    row = min(row, len(rows) - 1)
    key = _KEY_LINE.match(rows[row])
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    where = f"{key[1]}: " if key else ""
    hint = "put the value in quotes" if rows[row].count(":") > 1 else "keys and values are written as key: value"
    return FrontMatterError("front-matter-unreadable", f"{where}{said}, in {quoted(rows[row])}", first_line + row, hint)


class _YamlReader:
    """Builds values from YAML's events, one pass, nothing expanded."""

    def __init__(self, events: Iterator[Any], first_line: int) -> None:
        self.events = events
        self.first_line = first_line
        self.key = ""

    def document(self) -> dict[str, Value]:
        for event in self.events:
            kind = type(event).__name__
            if kind == "MappingStartEvent":
                self._refuse_labels(event)
                return self._mapping(1)
            if kind == "StreamEndEvent" or (kind == "ScalarEvent" and _looks(event.value) is Looks.NULL):
                return {}
            if kind not in ("StreamStartEvent", "DocumentStartEvent"):
                break
        else:
            return {}
        message = "front matter is not a list of keys and values"
        raise FrontMatterError("front-matter-unreadable", message, self._line(event), "write it as key: value lines")

    def _line(self, event: Any) -> int:
        return self.first_line + int(event.start_mark.line)

    def _refuse_labels(self, event: Any) -> None:
        """Raise where a node is an alias or has a tag: neither is needed, both are how YAML is attacked."""
        of = f"{self.key}: " if self.key else ""
        if type(event).__name__ == "AliasEvent":
            message, hint = (
                f"{of}alias not allowed: *{event.anchor}",
                "write the value out, or in quotes if it begins with *",
            )
            raise FrontMatterError("front-matter-alias", message, self._line(event), hint)
        if getattr(event, "tag", None):
            message = f"{of}tag not allowed: {quoted(event.tag)}"
            raise FrontMatterError("front-matter-tag", message, self._line(event), "put the value in quotes")

    def _mapping(self, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for event in self.events:
            if type(event).__name__ == "MappingEndEvent":
                break
            self._refuse_labels(event)
            if type(event).__name__ != "ScalarEvent":
                message = "a key must be text, not a list or a mapping"
                raise FrontMatterError("front-matter-unreadable", message, self._line(event))
            key = str(event.value)
            if depth == 1:
                self.key = key
            if key in values:
                message = f"key {quoted(key)} given twice, first in line {values[key].line}"
                raise FrontMatterError("front-matter-twice", message, self._line(event), "keep one of the two")
            values[key] = self._value(next(self.events), self._line(event), depth)
        return values

    def _value(self, event: Any, line: int, depth: int) -> Value:
        self._refuse_labels(event)
        kind = type(event).__name__
        if kind == "ScalarEvent":
            looks = _looks(event.value) if event.style in (None, "") else Looks.TEXT
            return Value(line, () if looks is Looks.NULL else (str(event.value),), looks=looks)
        if depth >= DEPTH_LIMIT:
            message = f"{self.key}: nested more than {DEPTH_LIMIT} deep"
            raise FrontMatterError("front-matter-unreadable", message, self._line(event))
        if kind == "SequenceStartEvent":
            return self._sequence(line, depth)
        return Value(line, table=self._mapping(depth + 1))

    def _sequence(self, line: int, depth: int) -> Value:
        """Read a list; of mappings within it their `name` counts, and the first as the keys of a picture."""
        texts: list[str] = []
        tables: dict[str, Value] = {}
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            item = self._value(event, self._line(event), depth + 1)
            texts += item.texts or (name.texts if (name := item.table.get("name")) else ())
            tables = tables or item.table
        return Value(line, tuple(texts), is_list=True, table=tables)


def _looks(text: str) -> Looks:
    return next((looks for looks, pattern in _LOOKS if pattern.fullmatch(text)), Looks.TEXT)


# TOML


def _toml_values(text: str, fence_line: int) -> dict[str, Value]:
    try:
        table = read_table(text)
    except TomlError as error:
        row = text.split("\n")[error.place.line - 1 : error.place.line]
        message = f"{error.message}, in {quoted(row[0])}" if row else error.message
        raise FrontMatterError("front-matter-unreadable", message, fence_line + error.place.line) from error
    return {
        key: _plain_value(value, fence_line + table.place(key).line, _toml_lines(table, fence_line, key))
        for key, value in table.values.items()
    }


def _toml_lines(table: TomlTable, fence_line: int, key: str) -> dict[str, int]:
    return {
        str(path[1]): fence_line + place.line
        for path, place in table.places.items()
        if len(path) == 2 and path[0] == key
    }


def _plain_value(value: object, line: int, lines: dict[str, int] | None = None) -> Value:
    """Return a value of TOML or JSON as its text."""
    if isinstance(value, dict):
        return Value(line, table={str(k): _plain_value(v, (lines or {}).get(str(k), line)) for k, v in value.items()})
    if isinstance(value, list):
        items = [_plain_value(item, line) for item in value]
        table = next((item.table for item in items if item.table), {})
        return Value(line, tuple(text for item in items for text in item.texts), is_list=True, table=table)
    if value is None:
        return Value(line, looks=Looks.NULL)
    return Value(line, (_plain_text(value),), looks=_plain_looks(value))


def _plain_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep="T")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _plain_looks(value: object) -> Looks:
    if isinstance(value, bool):
        return Looks.BOOLEAN
    return Looks.NUMBER if isinstance(value, int | float) else Looks.TEXT


# JSON and Pelican's headers


def _json(text: str, start: int, line: int) -> FrontMatter:
    """Read Hugo's third kind: an object that the text follows."""
    try:
        values, end = json.JSONDecoder(object_pairs_hook=_once).raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = f"JSON front matter cannot be read: {error.msg}"
        raise FrontMatterError("front-matter-unreadable", message, error.lineno) from error
    except (ValueError, RecursionError) as error:
        message = f"JSON front matter cannot be read: {error or 'nested too deep'}"
        raise FrontMatterError("front-matter-unreadable", message, line) from error
    found = {key: _plain_value(value, _line_of(text, key, start, end)) for key, value in values.items()}
    body = text[end:]
    gap = len(body) - len(body.lstrip("\n"))
    return FrontMatter(found, body[gap:], text.count("\n", 0, end + gap) + 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise ValueError(f"key {quoted(key)} given twice")
        values[key] = value
    return values


def _line_of(text: str, key: str, start: int, end: int) -> int:
    at = text.find(f'"{key}"', start, end)
    return text.count("\n", 0, max(start, at)) + 1


def _headers(text: str, line: int) -> FrontMatter:
    """Read `Key: value` lines up to the first blank one; an indented line goes on with the value above."""
    values: dict[str, Value] = {}
    key = ""
    rows = text.split("\n")
    index = 0
    for index, row in enumerate([*rows, ""]):
        header = _HEADER.match(row)
        if header and header[1].lower() in values:
            message = f"key {quoted(header[1])} given twice, first in line {values[header[1].lower()].line}"
            raise FrontMatterError("front-matter-twice", message, line + index, "keep one of the two")
        if header:
            key = header[1].lower()
            values[key] = Value(line + index, (header[2].strip(),) if header[2].strip() else ())
        elif key and row.startswith(("    ", "\t")) and row.strip():
            values[key] = Value(values[key].line, (" ".join([*values[key].texts, row.strip()]),))
        else:
            break
    return FrontMatter(values, "\n".join(rows[index:]), line + index)
