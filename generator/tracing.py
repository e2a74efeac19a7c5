"""Traces: what a page was made of, short enough to keep for every page, so that `nashra why` can say what changed.

A page's key says *that* an input changed; its trace says which. A trace is a function of the page alone and no part of
any key: losing one costs an explanation, never a wrong page. What all pages share (code, site, templates) is kept once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zlib import crc32

import msgspec

from generator import digest
from generator.digest import Digest
from generator.model import Page, Ref
from generator.render import Press

_NAME, _VALUE = 4, 3  # bytes of an input's name and of its value, both cut from CRC-32
_COUNT = 2
_SIZE = _NAME + _VALUE
_encoder = msgspec.msgpack.Encoder(order="deterministic")

CODE, STYLE, WORDS = "code", "style", "words"  # names of what pages share, besides fields of the site and templates


def trace(page: Page) -> bytes:
    """Return the trace of a page: how many values it has, then seven bytes for each of those and of its references."""
    own, refs = _inputs(page)
    return len(own).to_bytes(_COUNT, "big") + b"".join(_short_name(name) + value for name, value in (*own, *refs))


def _short(data: bytes, size: int) -> bytes:
    return crc32(data).to_bytes(4, "big")[:size]


def _short_name(name: str) -> bytes:
    return _short(name.encode(), _NAME)


_Inputs = list[tuple[str, bytes]]  # name and short digest


def _inputs(page: Page) -> tuple[_Inputs, _Inputs]:
    """Return the values of a page, and what it refers to."""
    refs: dict[str, Ref] = {}
    own = [("template", _short(page.template.encode(), _VALUE))]
    own += ((name, _short(_encoder.encode(_bare(value, refs)), _VALUE)) for name, value in values(page))
    return own, [(name, _short(ref.digest.encode(), _VALUE)) for name, ref in refs.items()]


def values(page: Page) -> Iterator[tuple[str, Any]]:
    """Yield the page's own values by name; those of a mapping one by one: `article.headline`."""
    for name, value in page.data.items():
        if isinstance(value, Mapping) and value:
            yield from ((f"{name}.{part}", inner) for part, inner in value.items())
        else:
            yield name, value


def _bare(value: Any, refs: dict[str, Ref]) -> Any:
    """Return a value in which each Ref is a name only, and add the Refs to `refs`."""
    if isinstance(value, Ref):
        name = name_of(value)
        refs[name] = value
        return name
    if isinstance(value, Mapping):
        return {key: _bare(part, refs) for key, part in value.items()}
    if type(value) is tuple:
        return [_bare(part, refs) for part in value]
    return value


def name_of(ref: Ref) -> str:
    """Return the name of what a page refers to: `teaser:harbour-10`."""
    return f"{ref.kind}:{ref.id}"


def changed(page: Page, before: bytes) -> frozenset[str]:
    """Return the names of the inputs that are new to a page, or another than when its trace was made."""
    then = dict(_pairs(before[_COUNT:]))
    own, refs = _inputs(page)
    return frozenset(name for name, value in (*own, *refs) if then.get(_short_name(name)) != value)


def gone(page: Page, before: bytes, known: Iterable[str]) -> tuple[list[str], int]:
    """Return what a page referred to when its trace was made and does no more.

    A trace holds no whole names: `known` are those that it may be. Returned are the names found among them, and the
    number of those that nobody knows any more.
    """
    own = int.from_bytes(before[:_COUNT], "big")
    lost = {short for short, _ in _pairs(before[_COUNT + own * _SIZE :])}
    lost -= {_short_name(name) for name, _ in _inputs(page)[1]}
    found = sorted(name for name in known if _short_name(name) in lost) if lost else []
    return found, max(0, len(lost) - len(found))


def _pairs(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for at in range(0, len(data), _SIZE):
        yield data[at : at + _NAME], data[at + _NAME : at + _SIZE]


def shared(press: Press) -> dict[str, Digest]:
    """Return the digests of what renderings share: code, each field of the site, how dates are written, templates."""
    site = {f"site.{name}": digest.of_value(value) for name, value in press.site.items()}
    style = digest.of_value((press.style, press.quotes))
    templates = {f"templates/{name}": digest.of_bytes(text.encode()) for name, text in press.theme.templates.items()}
    words = digest.of_value(press.theme.catalogues)
    return {CODE: press.code, **site, STYLE: style, WORDS: words, **templates}


def shared_by(page: Page, press: Press) -> list[str]:
    """Return the names in `shared` that a page hangs on, in that order; its key covers just these."""
    if page.template == "file":
        return [CODE]
    own = [CODE, *(f"site.{name}" for name in press.site), STYLE, WORDS]
    if page.template.endswith(".html"):
        own += (f"templates/{name}" for name in sorted(press.theme.closure(page.template)))
    return own
