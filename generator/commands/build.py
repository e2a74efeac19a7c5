"""nashra build: bring the output folder up to date."""

from __future__ import annotations

import argparse
import gc
from typing import TYPE_CHECKING

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.order import Report
    from generator.report import Voice


def _flags(parser: argparse.ArgumentParser) -> None:
    parts.output_flag(parser)
    parts.edition_flags(parser)
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings too")
    parser.add_argument("--clean", action="store_true", help="begin from nothing")
    parser.add_argument("--verify", action="store_true", help="read every written file again")
    parser.add_argument(
        "--swap", action="store_true", help="show all changes at once: build a copy and exchange the two folders"
    )
    parser.add_argument(
        "--wait", metavar="SECONDS", nargs="?", type=parts.seconds, const=float("inf"), default=0.0,
        help="wait for another build to end (for so long; default: for ever), then build",
    )  # fmt: skip
    parser.add_argument("--timings", action="store_true", help="say where the time went, a line for each stage")


def _run(options: argparse.Namespace) -> int:
    from generator import build, report

    # Nearly all that a build makes lives to its end: looking for garbage in it takes a tenth of the time for none.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    voice = parts.voice_of(options)
    order = parts.order_of(options, voice)
    try:
        done = build.build(order)
    finally:
        voice.end_progress()
    voice.problems(done.problems)
    if options.verbose:
        _tell_paths(voice, done)
    if options.timings:
        for stage, seconds in done.seconds.items():
            voice.say(f"{stage:<8} {seconds:8.3f} s")
    for line in report.closing_lines(done, str(order.output)):
        voice.say(line)
    if options.json:
        parts.print_json(report.as_json(done, options.verbose))
    return Exit.CONTENT if report.has_errors(done.problems, strict=options.strict) else Exit.OK


def _tell_paths(voice: Voice, done: Report) -> None:
    for path in done.written_paths:
        voice.say(f"written {path}")
    for path in done.removed_paths:
        voice.say(f"removed {path}")
    for path, text in done.passages:
        voice.say(f"kept out {path}: {text[:100]}{'…' if len(text) > 100 else ''}")


COMMAND = Command(name="build", help="build the site", flags=_flags, run=_run)
