"""Where the keys of a TOML document stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Place
from generator.toml_places import Path, places

DOCUMENT = """\
# a comment with = and [brackets]
top = 1
"quoted key" = 2
'literal.key'.inner = 3
"\\u0633" = "escaped"

[site]   # the site
title = "نشرة # no comment"
a.b . c = true
text = \"\"\"
[not.a.table]
x = 1 \\\"\"\" still text\"\"\"\"\"
raw = '''
y = 2'''
list = [ 1, # one
  [2, 3],
  "a, ] b",
  { x = 1, y = [4] }, ]
day = 2025-05-11 10:00:00
  inline = { a = "1", b.c = [] }

[outlets."وكالة المثال"]
own = false
[[items]]
name = "one"
[[items]]
name = "two"
[items.detail]
deep = 1
[[items.parts]]
n = 1
"""


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Yield the path of every key and array item in what tomllib read."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*above, key)
        yield from paths(part, (*above, key))


def test_every_key_has_its_place() -> None:
    assert set(places(DOCUMENT)) == set(paths(tomllib.loads(DOCUMENT)))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("top",), (2, 1)),
        (("quoted key",), (3, 1)),
        (("literal.key", "inner"), (4, 1)),
        (("س",), (5, 1)),
        (("site",), (7, 1)),
        (("site", "title"), (8, 1)),
        (("site", "a", "b", "c"), (9, 1)),
        (("site", "raw"), (13, 1)),
        (("site", "list", 0), (15, 10)),
        (("site", "list", 1, 1), (16, 7)),
        (("site", "list", 2), (17, 3)),
        (("site", "list", 3, "y"), (18, 12)),
        (("site", "list", 3, "y", 0), (18, 17)),
        (("site", "inline"), (20, 3)),
        (("site", "inline", "b", "c"), (20, 23)),
        (("outlets", "وكالة المثال", "own"), (23, 1)),
        (("items", 1), (26, 1)),
        (("items", 1, "detail", "deep"), (29, 1)),
        (("items", 1, "parts", 0, "n"), (31, 1)),
    ],
)
def test_a_place_is_where_the_key_begins(path: Path, place: tuple[int, int]) -> None:
    assert places(DOCUMENT)[path] == Place(*place)


def test_line_ends_of_windows_change_no_place() -> None:
    assert places(DOCUMENT.replace("\n", "\r\n")) == places(DOCUMENT)


@given(st.text(alphabet="ab=[]{}.,\"'#\\\n 1س-", max_size=40))
def test_whatever_tomllib_accepts_has_places(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(places(text)) == set(paths(tree))
