"""nashra date: say how a date is read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", help="a date as an outlet writes it; none: one a line on stdin")
    parser.add_argument("--now", metavar="TIME", help="the moment that relative words count from (default: the clock)")
    parser.add_argument("--zone", metavar="ZONE", help="of dates that state none (default: the site's)")


def _run(options: argparse.Namespace) -> int:
    describe, voice = _described(options), parts.voice_of(options)
    failed = False
    for text in _texts(options.text):
        found = describe(text)
        failed |= found["value"] is None
        if options.json:
            parts.print_json(found)
        else:
            print(_line(found), flush=True)
            for note in found["notes"]:
                voice.say(f"note: “{text}”: {note}")
    return Exit.CONTENT if failed else Exit.OK


def _described(options: argparse.Namespace) -> Callable[[str], dict[str, Any]]:
    from generator.config import SiteConfig
    from generator.dates.describe import describe
    from generator.styles import style_of

    config = parts.config_of(options) if options.config or parts.config_path(options).exists() else SiteConfig()
    zone = config.site.time_zone if options.zone is None else options.zone
    try:
        where = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise parts.usage("--zone", f"“{zone}” is no time zone", "names look like Asia/Riyadh") from error
    now = parts.now_of(options, where)
    style = style_of(config)
    return lambda text: describe(text, now=now, zone=where, style=style)


def _texts(given: Sequence[str]) -> Iterator[str]:
    """Yield the texts of the command line, else the lines of stdin, empty ones too."""
    if given:
        yield " ".join(given)
        return
    lines: Iterable[str] = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    for line in lines:
        yield line.rstrip("\r\n")


def _line(found: dict[str, Any]) -> str:
    if found["value"] is None:
        return f"{found['text']}\t–\tunknown"
    return f"{found['value']}\t{found['precision']}\t{found['line']}"


COMMAND = Command(name="date", help="say how a date is read", flags=_flags, run=_run)
