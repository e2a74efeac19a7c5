"""Style sheets as far as Nashra reads them: the addresses that they name, and the font faces that they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A comment, or a string, in which the signs of a comment mean nothing. An open comment goes on to the end of the sheet
# (CSS Syntax, section 4.3.2).
_COMMENT_OR_STRING = re.compile(r"""(?P<comment>/\*.*?(?:\*/|\Z))|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.S)
_ADDRESS = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^)\s"']+))\s*\)|@import\s+["'](?P<sheet>[^"']+)["']""",
    re.I,
)
_FACE = re.compile(r"""@font-face\s*\{(?P<rules>(?:"[^"]*"|'[^']*'|[^}"'])*)\}""", re.I)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?(?P<name>[^;\"'}]+)", re.I)


@dataclass(frozen=True, slots=True)
class Face:
    """A font face that a sheet declares: its family, and the addresses that it may be had from, best first."""

    family: str
    addresses: tuple[str, ...]


def addresses(css: str) -> Iterator[tuple[str, int]]:
    """Yield every address that a style sheet names, with its offset; comments are passed over."""
    for match in _ADDRESS.finditer(_without_comments(css)):
        group = match.lastgroup or "bare"
        yield match[group], match.start(group)


def faces(css: str) -> Iterator[Face]:
    """Yield the font faces that a style sheet declares; comments are passed over, and faces without a family."""
    for match in _FACE.finditer(_without_comments(css)):
        family = _FAMILY.search(match["rules"])
        if family:
            yield Face(family["name"].strip(), tuple(address for address, _ in addresses(match["rules"])))


def _without_comments(css: str) -> str:
    """Return a style sheet with blanks for its comments: what is left stands where it stood."""
    return _COMMENT_OR_STRING.sub(lambda match: " " * len(match[0]) if match["comment"] else match[0], css)
