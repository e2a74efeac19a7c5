"""nashra list: what the site holds."""

from __future__ import annotations

import argparse

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit, Level

WHAT = (
    *("articles", "stories", "copies", "neighbours", "drafts", "scheduled", "expired", "hidden", "outlets", "routes"),
    *("problems", "quarantine"),
)


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=WHAT)
    parts.edition_flags(parser)


def _run(options: argparse.Namespace) -> int:
    from generator import listing

    voice = parts.voice_of(options)
    try:
        found = listing.listed(parts.order_of(options, voice), options.what)
    finally:
        voice.end_progress()
    for row in found.rows:
        if options.json:
            parts.print_json(row)
        else:
            print(listing.lines(options.what, row, found.headlines))
    if options.what in listing.WAITING and found.next_change:
        voice.say(f"next change by the clock: {found.next_change.isoformat(timespec='seconds')}; build again then")
    errors = [problem for problem in found.problems if problem.level is Level.ERROR]
    if options.what != "problems":
        voice.problems(errors)
    return Exit.CONTENT if errors else Exit.OK


COMMAND = Command(name="list", help="list what the site holds, and what it holds back", flags=_flags, run=_run)
