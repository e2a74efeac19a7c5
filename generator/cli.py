"""The command line: with `report` and the commands, all that prints, exits, or reads the clock and the environment."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from generator import __version__
from generator.commands import COMMANDS, parts
from generator.errors import Exit, SiteError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (design, section 4)."""
    # One BLAS thread: our own workers use the processors, and forking a threaded process is unsafe.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no text, a terminal may know no Arabic
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except SiteError as error:
        return _told(error, options)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`nashra list … | head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except Exception as error:
        if options.debug:
            raise
        print(
            f"error internal {type(error).__name__}: {error}\n  hint: this is a mistake in Nashra; --debug shows where",
            file=sys.stderr,
        )
        return Exit.CONTENT


def _told(error: SiteError, options: argparse.Namespace) -> int:
    from generator import report

    if options.json:
        parts.print_json({"problems": [report.plain_problem(problem) for problem in error.problems]})
    parts.voice_of(options).problems(error.problems)
    return error.exit_code


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line: the reference and shell completion are made from it."""
    common = _common()
    top = argparse.ArgumentParser(
        prog="nashra", description="Make a static Arabic news site from article sources.", parents=[_common(top=True)]
    )
    top.add_argument("--version", action="version", version=f"nashra {__version__}")
    words = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        below = words.add_parser(command.name, parents=[common], help=command.help, description=command.help)
        command.flags(below)
        below.set_defaults(run=command.run)
    return top


def _common(*, top: bool = False) -> argparse.ArgumentParser:
    """Return the flags that every command takes, before its name or after it."""

    def default(value: Any) -> Any:
        return value if top else argparse.SUPPRESS

    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("-C", dest="root", metavar="DIR", type=Path, default=default(Path()), help="the site's folder")
    flags.add_argument(
        "--config", metavar="FILE", type=Path, default=default(None), help=f"configuration instead of {parts.CONFIG}"
    )
    flags.add_argument("-v", "--verbose", action="store_true", default=default(False), help="say more")
    flags.add_argument("-q", "--quiet", action="store_true", default=default(False), help="say problems only")
    flags.add_argument("--json", action="store_true", default=default(False), help="JSON on stdout, all talk on stderr")
    flags.add_argument(
        "--color", choices=("auto", "always", "never"), default=default("auto"), help="colours on stderr"
    )
    flags.add_argument("--debug", action="store_true", default=default(False), help="show tracebacks")
    return flags


if __name__ == "__main__":
    sys.exit(main())
