"""nashra init: begin a site in a folder, and have a CI host build it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.report import Voice

CI_HOSTS = ("github", "gitlab")


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", metavar="DIR", nargs="?", type=Path, help="the folder (default: this one)")
    help_of_ci = "also write what github or gitlab needs to build and publish; in a site that stands, only that"
    parser.add_argument("--ci", choices=CI_HOSTS, metavar="HOST", help=help_of_ci)


def _run(options: argparse.Namespace) -> int:
    options.root = options.directory or options.root
    voice = parts.voice_of(options)
    stands = bool(options.ci) and parts.config_path(options).is_file()
    written = [] if stands else _begin(options.root, voice)
    left: dict[str, list[str]] = {}
    if options.ci:
        fresh, left["left"] = _add_ci(options, voice)
        written += fresh
    if not stands:
        voice.say(f"next: nashra build -C {options.root}")
    if options.json:
        parts.print_json({"written": sorted(written), **left})
    return Exit.OK


def _begin(root: Path, voice: Voice) -> list[str]:
    """Write a new site into a folder that is empty or as good as that; return the paths."""
    from generator import scaffold

    if root.exists() and not root.is_dir():
        raise parts.usage(str(root), "this is a file", "name a new folder: nashra init mysite")
    in_the_way = scaffold.in_the_way(path.name for path in root.iterdir()) if root.exists() else []
    if in_the_way:
        message = f"this folder holds {', '.join(in_the_way[:5])}"
        raise parts.usage(str(root), message, "name a new one: nashra init mysite")
    files = scaffold.init(root.resolve().name)
    written = parts.write_new(root, files)
    voice.say(f"{len(files)} files in {root}: site.toml explains itself; content/ is where articles go")
    return written


def _add_ci(options: argparse.Namespace, voice: Voice) -> tuple[list[str], list[str]]:
    """Write the files of a CI host that are not there yet; return (those, the ones that stood and were left)."""
    from generator import ci_files

    files = ci_files.files(ci_files.CiHost(options.ci), parts.config_of(options))
    written = parts.write_new(options.root, files)
    left = sorted(files.keys() - set(written))
    for path in written:
        voice.say(f"written {path}")
    for path in left:
        voice.say(f"{path} stands already and is left as it is")
    return written, left


COMMAND = Command(name="init", help="begin a site in a folder", flags=_flags, run=_run)
