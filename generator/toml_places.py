"""Where each key of a TOML document stands, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

from generator.errors import Place

Path = tuple[str | int, ...]  # keys, and numbers counted from 0 within arrays

_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


def places(text: str) -> dict[Path, Place]:
    """Return the line and column (counted from 1) where each key, table and array item of `text` begins.

    `text` is TOML that tomllib accepts. A table that is opened twice (`[a.b]`, then `[a]`) stands where it is first
    named.
    """
    return _Scan(text).found


class _Scan:
    """One walk over a document; `at` is the offset of what comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Place] = {}
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._arrays: dict[Path, int] = {}  # of tables: path -> number of the last one
        self._document()

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
        return self.at

    def _note(self, path: Path, start: int) -> None:
        line = bisect_right(self._starts, start)
        self.found.setdefault(path, Place(line, start - self._starts[line - 1] + 1))

    def _header(self) -> Path:
        """Read `[a.b]` or `[[a.b]]` and return the path that its keys hang on."""
        start = self.at
        double = self.text.startswith("[[", start)
        self.at += 2 if double else 1
        *above, last = self._keys()
        self.at += 2 if double else 1
        path: Path = ()
        for key in above:
            path = self._within_array((*path, key))
            self._note(path, start)
        path = (*path, last)
        self._note(path, start)
        if double:
            self._arrays[path] = self._arrays.get(path, -1) + 1
        path = self._within_array(path)
        self._note(path, start)
        return path

    def _within_array(self, path: Path) -> Path:
        return (*path, self._arrays[path]) if path in self._arrays else path

    def _keys(self) -> list[str]:
        """Read a dotted key."""
        keys = [self._key()]
        while self.text.startswith(".", self._skip(_SPACE)):
            self.at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        start = self._skip(_SPACE)
        quoted = self.text[start] in "\"'"
        raw = self.text[start : self._skip(_STRING if quoted else _BARE_KEY)]
        return str(tomllib.loads(f"key = {raw}")["key"]) if quoted else raw

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self.at += 1  # the equals sign: `_keys` stops before it
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._skip(_STRING if opening in "\"'" else _BARE_VALUE)

    def _array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self.text[self._skip(_BLANK)] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._note((*path, number), self.at)
            self._value((*path, number))
            number += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self.text[self._skip(_BLANK)] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1
