"""The command line: the only module, with `report`, that prints, exits, or reads the clock and the environment."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from generator import __version__
from generator.errors import Exit, Level, Problem, SiteError

if TYPE_CHECKING:
    from generator.config import SiteConfig
    from generator.order import Order
    from generator.report import Voice

CONFIG = "site.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (design, section 4)."""
    # One BLAS thread: our own workers use the processors, and forking a threaded process is unsafe.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    options = _parser().parse_args(arguments)
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
        _print_json({"problems": [report.plain_problem(problem) for problem in error.problems]})
    _voice(options).problems(error.problems)
    return error.exit_code


# the parser


def _parser() -> argparse.ArgumentParser:
    common = _common()
    parser = argparse.ArgumentParser(
        prog="nashra", description="Make a static Arabic news site from article sources.", parents=[_common(top=True)]
    )
    parser.add_argument("--version", action="version", version=f"nashra {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_init(commands, common)
    _add_new(commands, common)
    _add_build(commands, common)
    _add_clean(commands, common)
    _add_list(commands, common)
    _add_date(commands, common)
    return parser


def _common(*, top: bool = False) -> argparse.ArgumentParser:
    """Return the flags that every command takes, before its name or after it."""

    def default(value: Any) -> Any:
        return value if top else argparse.SUPPRESS

    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("-C", dest="root", metavar="DIR", type=Path, default=default(Path()), help="the site's folder")
    flags.add_argument(
        "--config", metavar="FILE", type=Path, default=default(None), help=f"configuration instead of {CONFIG}"
    )
    flags.add_argument("-v", "--verbose", action="store_true", default=default(False), help="say more")
    flags.add_argument("-q", "--quiet", action="store_true", default=default(False), help="say problems only")
    flags.add_argument("--json", action="store_true", default=default(False), help="JSON on stdout, all talk on stderr")
    flags.add_argument(
        "--color", choices=("auto", "always", "never"), default=default("auto"), help="colours on stderr"
    )
    flags.add_argument("--debug", action="store_true", default=default(False), help="show tracebacks")
    return flags


def _add_init(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("init", parents=[common], help="begin a site in a folder")
    parser.add_argument("directory", metavar="DIR", nargs="?", type=Path)
    parser.set_defaults(run=_init)


def _add_new(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("new", parents=[common], help="begin a file of content")
    parser.add_argument("what", choices=("article",))
    parser.add_argument("title")
    parser.add_argument("--section", default="")
    parser.set_defaults(run=_new)


def _add_build(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("build", parents=[common], help="build the site")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, help="where to (default: public in the site's folder)"
    )
    _add_edition_flags(parser)
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings too")
    parser.add_argument("--clean", action="store_true", help="begin from nothing")
    parser.add_argument("--verify", action="store_true", help="read every written file again")
    parser.add_argument("--timings", action="store_true", help="say where the time went, a line for each stage")
    parser.set_defaults(run=_build)


def _add_edition_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", metavar="URL", help="address of the site instead of the configured one")
    parser.add_argument("--now", metavar="TIME", help="the moment to build for, ISO 8601 (default: the clock)")
    parser.add_argument("--drafts", action="store_true", help="show drafts")
    parser.add_argument("--future", action="store_true", help="show articles of a later date")
    parser.add_argument("--expired", action="store_true", help="show expired articles")
    parser.add_argument("--jobs", metavar="N", type=_count, help="worker processes (default: one a processor)")


def _add_clean(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("clean", parents=[common], help="delete what builds made, and nothing else")
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, help="default: public in the site's folder")
    parser.set_defaults(run=_clean)


def _add_list(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("list", parents=[common], help="list what the site holds, newest first")
    parser.add_argument("what", choices=("articles", "stories", "copies", "neighbours", "problems"))
    _add_edition_flags(parser)
    parser.set_defaults(run=_list)


def _add_date(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("date", parents=[common], help="say how a date is read")
    parser.add_argument("text", nargs="*", help="a date as an outlet writes it; none: one a line on stdin")
    parser.add_argument("--now", metavar="TIME", help="the moment that relative words count from (default: the clock)")
    parser.add_argument("--zone", metavar="ZONE", help="of dates that state none (default: the site's)")
    parser.set_defaults(run=_date)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"“{text}” is no count; write a whole number from 1 on")
    return int(text)


# what commands share


def _voice(options: argparse.Namespace) -> Voice:
    from generator.report import Voice

    return Voice(quiet=options.quiet, colour=options.color)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _usage(path: str, message: str, hint: str = "", code: str = "usage") -> SiteError:
    return SiteError([Problem(level=Level.ERROR, code=code, path=path, message=message, hint=hint)])


def _config(options: argparse.Namespace) -> SiteConfig:
    """Read the site's configuration; without a site there is nothing to do."""
    from generator import config

    path = _config_path(options)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _no_site(path, str(error.strerror)) from error
    settled = config.load(config.decoded(data, path.name), path.name)
    base_url = getattr(options, "base_url", None)
    return config.overridden(settled, base_url=base_url) if base_url is not None else settled


def _config_path(options: argparse.Namespace) -> Path:
    path: Path = options.config or options.root / CONFIG
    return path


def _no_site(path: Path, why: str) -> SiteError:
    return _usage(
        str(path), f"there is no site here: {why}", "`nashra init` begins one; -C names its folder", "no-site"
    )


def _now(options: argparse.Namespace, zone: ZoneInfo) -> datetime:
    if options.now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(options.now)
    except ValueError as error:
        raise _usage(
            "--now", f"“{options.now}” is no ISO 8601 time", "for example 2026-11-23T08:30:00+03:00"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _order(options: argparse.Namespace, voice: Voice) -> Order:
    from generator.order import Order
    from generator.site.edition import Showing
    from generator.workers import default_jobs

    config = _config(options)
    return Order(
        root=options.root,
        output=getattr(options, "output", None) or options.root / "public",
        config=config,
        now=_now(options, ZoneInfo(config.site.time_zone)),
        showing=Showing(options.drafts, options.future, options.expired),
        jobs=options.jobs or default_jobs(),
        clean=getattr(options, "clean", False),
        verify=getattr(options, "verify", False),
        progress=voice.progress,
    )


# commands


def _build(options: argparse.Namespace) -> int:
    from generator import build, report

    voice = _voice(options)
    order = _order(options, voice)
    try:
        done = build.build(order)
    finally:
        voice.end_progress()
    voice.problems(done.problems)
    if options.verbose:
        for path in done.written_paths:
            voice.say(f"written {path}")
        for path in done.removed_paths:
            voice.say(f"removed {path}")
        for path, text in done.passages:
            voice.say(f"kept out {path}: {text[:100]}{'…' if len(text) > 100 else ''}")
    if options.timings:
        for stage, seconds in done.seconds.items():
            voice.say(f"{stage:<8} {seconds:8.3f} s")
    for line in report.closing_lines(done, str(order.output)):
        voice.say(line)
    if options.json:
        _print_json(report.as_json(done, options.verbose))
    return Exit.CONTENT if report.has_errors(done.problems, strict=options.strict) else Exit.OK


def _list(options: argparse.Namespace) -> int:
    from generator import listing

    voice = _voice(options)
    try:
        rows, problems = listing.rows(_order(options, voice), options.what)
    finally:
        voice.end_progress()
    for row in rows:
        if options.json:
            _print_json(row)
        else:
            print(listing.line(options.what, row))
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if options.what != "problems":
        voice.problems(errors)
    return Exit.CONTENT if errors else Exit.OK


def _clean(options: argparse.Namespace) -> int:
    from generator import build

    if not _config_path(options).is_file():
        raise _no_site(_config_path(options), "nothing is cleaned")
    output = options.output or options.root / "public"
    removed = build.clean(options.root, output)
    _voice(options).say(f"{removed} files removed from {output}, and the state")
    if options.json:
        _print_json({"removed": removed})
    return Exit.OK


def _init(options: argparse.Namespace) -> int:
    from generator import scaffold

    root = options.directory or options.root
    files = scaffold.init(root.resolve().name)
    if root.exists() and not root.is_dir():
        raise _usage(str(root), "this is a file", "name a new folder: nashra init mysite")
    in_the_way = scaffold.in_the_way(path.name for path in root.iterdir()) if root.exists() else []
    if in_the_way:
        raise _usage(str(root), f"this folder holds {', '.join(in_the_way[:5])}", "name a new one: nashra init mysite")
    _write_new(root, files)
    voice = _voice(options)
    voice.say(f"{len(files)} files in {root}: site.toml explains itself; content/ is where articles go")
    voice.say(f"next: nashra build -C {root}")
    if options.json:
        _print_json({"written": sorted(files)})
    return Exit.OK


def _new(options: argparse.Namespace) -> int:
    from generator import scaffold

    config = _config(options)
    if not options.title.strip():
        raise _usage("new article", "the title is empty", 'write one in quotes: nashra new article "…"')
    folder = config.sources.paths[0]
    path, data = scaffold.new_article(
        options.title,
        token=secrets.token_hex(4),
        written=datetime.now(ZoneInfo(config.site.time_zone)),
        section=options.section,
        folder=folder,
        taken={f"{folder}/{found.name}" for found in (options.root / folder).glob("*")},
    )
    _write_new(options.root, {path: data})
    if options.json:
        _print_json({"written": [path]})
    else:
        print(path)
    return Exit.OK


def _write_new(root: Path, files: dict[str, bytes]) -> None:
    """Write files that are not there yet, and leave those that are alone."""
    from generator.jobs import cannot_write

    for path, data in files.items():
        if (root / path).exists():
            continue
        try:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("xb") as file:
                file.write(data)
        except OSError as error:
            raise cannot_write(error) from error


def _date(options: argparse.Namespace) -> int:
    describe = _described(options)
    failed = False
    for text in _texts(options.text):
        found = describe(text)
        failed |= found["value"] is None
        if options.json:
            _print_json(found)
        else:
            print(_date_line(found), flush=True)
    return Exit.CONTENT if failed else Exit.OK


def _described(options: argparse.Namespace) -> Callable[[str], dict[str, Any]]:
    from generator.config import SiteConfig
    from generator.dates.describe import describe
    from generator.styles import style_of

    there = options.config or (options.root / CONFIG).exists()
    config = _config(options) if there else SiteConfig()
    zone = config.site.time_zone if options.zone is None else options.zone
    try:
        where = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise _usage("--zone", f"“{zone}” is no time zone", "names look like Asia/Riyadh") from error
    now = _now(options, where)
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


def _date_line(found: dict[str, Any]) -> str:
    if found["value"] is None:
        return f"{found['text']}\t–\tunknown"
    return f"{found['value']}\t{found['precision']}\t{found['line']}"


if __name__ == "__main__":
    sys.exit(main())
