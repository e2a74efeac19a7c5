"""The files of the output folder as rules see them: parsed once, with the place of everything in them.

A file that cannot be parsed is a value too: it has a `fault` and nothing else, so that every rule may look at any file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import ParseError, fromstring

from generator.errors import Place

PAGES = (".html", ".htm")
XML = (".xml", ".opml", ".atom", ".rss", ".svg")
JSON = (".json", ".webmanifest")
SHEETS = (".css",)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
SCRIPTS = (".js", ".mjs")
TEXTS = (*PAGES, *XML, *JSON, *SHEETS, *SCRIPTS, ".txt")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is not what its name says, and where."""

    place: Place
    message: str


@dataclass(frozen=True)
class File:
    """A file of the output folder: its path there, "/" between parts, and its bytes."""

    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The file as text; what is not UTF-8 shows as U+FFFD."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def place(self, offset: int) -> Place:
        """Return the place of the character at an offset of the text."""
        line = self.text.count("\n", 0, offset)
        return Place(line + 1, offset - (self.text.rfind("\n", 0, offset) + 1) + 1)

    def place_of(self, words: str, after: int = 0) -> Place:
        """Return the place of the first `words` from an offset on, nowhere when they are not there as they are."""
        found = self.text.find(words, after)
        return self.place(found) if found >= 0 else Place()

    @cached_property
    def xml(self) -> XmlElement | Fault:
        """The root element of the file, or why it is not XML."""
        try:
            return fromstring(self.data)
        except ParseError as wrong:
            line, column = wrong.position
            return Fault(Place(line, column + 1), str(wrong).partition(":")[0])
        except (LookupError, ValueError) as wrong:  # an encoding that nobody knows
            return Fault(Place(1, 1), str(wrong))

    @cached_property
    def json(self) -> Any:
        """The value of the file, or the Fault why it is not JSON."""
        return read_json(self.text)


def read_json(text: str) -> Any:
    """Return the value of a JSON text, or the Fault why it is none; the place counts from the text's begin."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        return Fault(Place(wrong.lineno, wrong.colno), wrong.msg)
    except RecursionError:
        return Fault(Place(1, 1), "nested too deep")
    except ValueError as wrong:
        return Fault(Place(1, 1), str(wrong))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")
