"""TOML as sources use it: values as text, the line and column of each key, mistakes as values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from generator.errors import Place
from generator.toml_places import Path, places

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlError(ValueError):
    """Text that is not TOML: what the parser says of it, and where."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


@dataclass(frozen=True, slots=True)
class TomlTable:
    """A document's values, as tomllib gives them, and where its keys stand."""

    values: dict[str, Any]
    places: dict[Path, Place]

    def place(self, *keys: str | int) -> Place:
        """Return where a key stands; 0, 0 when unknown."""
        return self.places.get(keys, Place())


def read_table(text: str) -> TomlTable:
    """Return the table that `text` is. Raises TomlError."""
    try:
        values = tomllib.loads(text)
        return TomlTable(values, places(text))
    except RecursionError:
        raise TomlError("nested too deep", Place(1)) from None
    except ValueError as error:
        message = str(error)
        match = _PLACE.search(message)
        line = int(match[1]) if match and match[1] else text.count("\n") + 1
        column = int(match[2]) if match and match[2] else 0
        raise TomlError(_PLACE.sub("", message), Place(line, column)) from error
