"""What every source format is to the rest of Nashra: one frozen value with three functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.model import Parsed, Reading, Record

HEAD_BYTES = 4096  # how much of a file `accepts` may look at


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """A source format.

    None of the functions raises on bad input: what cannot be read becomes a Problem of `Parsed`. All are pure.
    """

    name: str  # stable: it is part of what parsed records are cached by
    accepts: Callable[[str, bytes], bool]  # (path relative to the site, the file's first 4 KB)
    records: Callable[[bytes], Iterator[Record]]  # the parts of a file that parse by themselves, in order
    parse: Callable[[Record, Reading], Parsed]


def whole_file(data: bytes) -> Iterator[Record]:
    """Yield the file as its only record."""
    yield Record(1, data)


def has_suffix(*suffixes: str) -> Callable[[str, bytes], bool]:
    """Return an `accepts` that goes by the end of the file's name alone, whatever its case."""

    def accepts(path: str, head: bytes) -> bool:
        return path.lower().endswith(suffixes)

    return accepts
