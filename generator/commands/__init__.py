"""The commands, one module each, in the order in which `nashra --help` lists them.

Each imports what it works with where it runs: `--help` and a build that has nothing to do must stay light.
"""

from __future__ import annotations

from generator.commands import (
    build,
    check,
    clean,
    completion,
    config,
    date,
    doctor,
    hosting,
    init,
    listed,
    new,
    serve,
    why,
)
from generator.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    init.COMMAND,
    new.COMMAND,
    build.COMMAND,
    serve.COMMAND,
    check.COMMAND,
    clean.COMMAND,
    listed.COMMAND,
    why.COMMAND,
    date.COMMAND,
    config.COMMAND,
    doctor.COMMAND,
    completion.COMMAND,
    hosting.COMMAND,
)
