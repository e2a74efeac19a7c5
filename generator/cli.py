"""The command line: with `report` and the commands, all that prints, exits, or reads the clock and the environment."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn, TypeGuard

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
    given = sys.argv[1:] if arguments is None else list(arguments)
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    try:
        code = _answered(given)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`nashra list … | head`): nothing is wrong, and nothing more can be said.
        _say_no_more()
        return Exit.OK
    except Exception as error:
        if _is_of_stdout(error):
            _say_no_more()
            print(f"error cannot-write stdout {error.strerror}\n  hint: free space where it goes", file=sys.stderr)
            return Exit.WRITE
        if "--debug" in given:
            raise
        print(
            f"error internal {type(error).__name__}: {error}\n  hint: this is a mistake in Nashra; --debug shows where",
            file=sys.stderr,
        )
        return Exit.CONTENT


def _answered(given: Sequence[str]) -> int:
    """Do what the words say and return the exit code; a mistake in the words is told like any other."""
    options = argparse.Namespace(json="--json" in given, quiet=False, color="auto")
    try:
        options = parser().parse_args(given)
        return int(options.run(options))
    except SiteError as error:
        return _told(error, options)


def _told(error: SiteError, options: argparse.Namespace) -> int:
    from generator import report

    if options.json:
        parts.print_json({"problems": [report.plain_problem(problem) for problem in error.problems]})
    parts.voice_of(options).problems(error.problems)
    return error.exit_code


def _is_of_stdout(error: Exception) -> TypeGuard[OSError]:
    """Tell whether a disk refused what we print: errors of files that we open have their names."""
    refusals = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    return isinstance(error, OSError) and error.filename is None and error.errno in refusals


def _say_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# the words


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are Problems: told like all others, in JSON where that is asked for."""

    def error(self, message: str) -> NoReturn:
        """Raise SiteError (exit 2)."""
        raise parts.usage(self.prog, message, _meant(message) or f"{self.prog} --help says what it takes")


def _meant(message: str) -> str:
    """Return “did you mean” for a word that is none of the choices."""
    from generator.text.nearest import did_you_mean

    match = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
    return did_you_mean(match[1], (choice.strip("' ") for choice in match[2].split(","))) if match else ""


def _complete() -> None:
    """Answer a shell that completes a line, and exit; see `nashra completion`."""
    from argcomplete import autocomplete

    autocomplete(parser(), always_complete_options=False)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line: the reference and shell completion are made from it."""
    common = _common()
    top = _Parser(
        prog="nashra", description="Make a static Arabic news site from article sources.", parents=[_common(top=True)]
    )
    top.add_argument("--version", action="version", version=f"nashra {__version__}")
    words = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        below = words.add_parser(command.name, parents=[common], help=command.help, description=command.help)
        command.flags(below)
        below.set_defaults(run=command.run)
    return top


def _common(*, top: bool = False) -> _Parser:
    """Return the flags that every command takes, before its name or after it."""

    def default(value: Any) -> Any:
        return value if top else argparse.SUPPRESS

    flags = _Parser(add_help=False)
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
