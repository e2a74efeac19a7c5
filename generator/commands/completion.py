"""nashra completion: let a shell complete our words."""

from __future__ import annotations

import argparse

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

# Where each shell reads the script from, said to people.
_PLACES = {
    "bash": 'in ~/.bashrc:  eval "$(nashra completion bash)"',
    "zsh": 'in ~/.zshrc, after compinit:  eval "$(nashra completion zsh)"',
    "fish": "nashra completion fish > ~/.config/fish/completions/nashra.fish",
}


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=tuple(_PLACES), help="the shell that is to complete")


def _run(options: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    script = shellcode(["nashra"], shell=options.shell)
    if options.json:
        parts.print_json({"shell": options.shell, "script": script})
    else:
        print(script)
    parts.voice_of(options).say(_PLACES[options.shell])
    return Exit.OK


COMMAND = Command(name="completion", help="print a script by which a shell completes", flags=_flags, run=_run)
