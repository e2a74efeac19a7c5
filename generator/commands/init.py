"""nashra init: begin a site in a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", metavar="DIR", nargs="?", type=Path)


def _run(options: argparse.Namespace) -> int:
    from generator import scaffold

    root = options.directory or options.root
    files = scaffold.init(root.resolve().name)
    if root.exists() and not root.is_dir():
        raise parts.usage(str(root), "this is a file", "name a new folder: nashra init mysite")
    in_the_way = scaffold.in_the_way(path.name for path in root.iterdir()) if root.exists() else []
    if in_the_way:
        message = f"this folder holds {', '.join(in_the_way[:5])}"
        raise parts.usage(str(root), message, "name a new one: nashra init mysite")
    parts.write_new(root, files)
    voice = parts.voice_of(options)
    voice.say(f"{len(files)} files in {root}: site.toml explains itself; content/ is where articles go")
    voice.say(f"next: nashra build -C {root}")
    if options.json:
        parts.print_json({"written": sorted(files)})
    return Exit.OK


COMMAND = Command(name="init", help="begin a site in a folder", flags=_flags, run=_run)
