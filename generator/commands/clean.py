"""nashra clean: delete what builds made."""

from __future__ import annotations

import argparse

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit


def _run(options: argparse.Namespace) -> int:
    from generator import build

    if not parts.config_path(options).is_file():
        raise parts.no_site(parts.config_path(options), "nothing is cleaned")
    output = parts.output_of(options)
    if options.output and not output.exists():
        raise parts.usage(str(output), "there is no such folder: nothing is cleaned", "name the folder that was built")
    removed = build.clean(options.root, output)
    parts.voice_of(options).say(f"{removed} files removed from {output}, and the state")
    if options.json:
        parts.print_json({"removed": removed})
    return Exit.OK


COMMAND = Command(name="clean", help="delete what builds made, and nothing else", flags=parts.output_flag, run=_run)
