"""nashra new: begin a file of content."""

from __future__ import annotations

import argparse
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("article",), help="an article of the site's own, as a draft")
    parser.add_argument("title", help="its headline")
    parser.add_argument("--section", default="", help="the section it belongs to")


def _run(options: argparse.Namespace) -> int:
    from generator import scaffold

    config = parts.config_of(options)
    if not options.title.strip():
        raise parts.usage("new article", "the title is empty", 'write one in quotes: nashra new article "…"')
    folder = config.sources.paths[0]
    path, data = scaffold.new_article(
        options.title,
        token=secrets.token_hex(4),
        written=datetime.now(ZoneInfo(config.site.time_zone)),
        section=options.section,
        folder=folder,
        taken={f"{folder}/{found.name}" for found in (options.root / folder).glob("*")},
    )
    parts.write_new(options.root, {path: data})
    if options.json:
        parts.print_json({"written": [path]})
    else:
        print(path)
    return Exit.OK


COMMAND = Command(name="new", help="begin a file of content", flags=_flags, run=_run)
