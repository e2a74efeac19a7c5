"""nashra why: what a page is made of, and whether the next build writes it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.why import Explanation, Input


def _flags(parser: argparse.ArgumentParser) -> None:
    page = parser.add_argument(
        "page", metavar="PAGE", help="permalink, address, path in the output folder, or source file"
    )
    parts.completes(page, _written_pages)
    parts.output_flag(parser)
    parts.edition_flags(parser)


def _written_pages(options: argparse.Namespace) -> Iterator[str]:
    """Yield the permalinks of the pages that the last build wrote."""
    from generator.writing import read_manifest

    for path in read_manifest(parts.output_of(options)) or {}:
        if path.endswith("index.html"):
            yield f"/{path.removesuffix('index.html')}"


def _run(options: argparse.Namespace) -> int:
    from generator import why

    voice = parts.voice_of(options)
    try:
        explanation = why.explain(parts.order_of(options, voice), options.page)
    finally:
        voice.end_progress()
    if options.json:
        parts.print_json(asdict(explanation))
    else:
        print("\n".join(_lines(explanation)))
    return Exit.OK


def _lines(explanation: Explanation) -> Iterator[str]:
    made = f"{explanation.file} by {explanation.template}"
    yield f"{explanation.permalink}  ({made}{f', from {explanation.source}' if explanation.source else ''})"
    yield _fate(explanation)
    for one in explanation.reasons:
        yield f"  changed   {_line(one)}"
    for name in explanation.gone:
        yield f"  gone      {name}"
    if explanation.unnamed:
        yield f"  gone      {explanation.unnamed} inputs that no source holds any more"
    same = [one for one in explanation.inputs if not one.changed]
    for kind, group in groupby(same, key=lambda one: one.kind):
        if kind in ("article", "teaser", "file", "asset"):
            yield from (f"  {kind:<9} {_line(one)}" for one in group)
        else:
            yield f"  {kind:<9} {', '.join(one.name for one in group)}"


def _fate(explanation: Explanation) -> str:
    if explanation.fate == "new":
        return "is not in the output folder: the next build writes it"
    if explanation.fate == "unknown":
        return "is there, but the state does not know what it was made of: the next build writes it again"
    if explanation.fate == "up-to-date":
        return "is up to date: nothing that it hangs on has changed since it was written"
    count = len(explanation.reasons) + len(explanation.gone) + explanation.unnamed
    return f"would be written again: {count} of its inputs changed" if count else "would be written again"


def _line(one: Input) -> str:
    place = f"{one.path}:{one.line}" if one.line else one.path
    words = f"“{one.headline}”" if one.headline else ""
    return "  ".join(filter(None, (one.name, words, place, one.digest)))


COMMAND = Command(name="why", help="say what a page is made of and what changed", flags=_flags, run=_run)
