"""What commands share: flags, the site's configuration, the clock, and how results are said."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from generator.errors import Level, Problem, SiteError

if TYPE_CHECKING:
    from generator.config import SiteConfig
    from generator.order import Order
    from generator.report import Voice

CONFIG = "site.toml"


# flags


def output_flag(parser: argparse.ArgumentParser) -> None:
    """Add -o, the folder of the built site."""
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, help="default: public in the site's folder")


def edition_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say which edition of the site is meant."""
    parser.add_argument("--base-url", metavar="URL", help="address of the site instead of the configured one")
    moment_flags(parser)


def moment_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say which articles are seen, and how much of the machine is used."""
    parser.add_argument("--now", metavar="TIME", help="the moment to build for, ISO 8601 (default: the clock)")
    parser.add_argument("--drafts", action="store_true", help="show drafts")
    parser.add_argument("--future", action="store_true", help="show articles of a later date or under embargo")
    parser.add_argument("--expired", action="store_true", help="show expired articles")
    parser.add_argument("--jobs", metavar="N", type=count, help="worker processes (default: one a processor)")


def completes(action: argparse.Action, choices: Callable[[argparse.Namespace], Iterable[str]]) -> None:
    """Let shells complete the value of an argument with `choices`, which are asked for when a shell asks."""

    def completer(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
        return list(choices(parsed_args))

    action.completer = completer  # type: ignore[attr-defined]


def count(text: str) -> int:
    """Return a whole number from 1 on, as argparse wants it."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"“{text}” is no count; write a whole number from 1 on")
    return int(text)


def seconds(text: str) -> float:
    """Return a number of seconds, as argparse wants it."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise argparse.ArgumentTypeError(f"“{text}” is no number of seconds; write one from 0 on")
    return found


# saying


def voice_of(options: argparse.Namespace) -> Voice:
    """Return the voice that speaks as loudly as the options say."""
    from generator.report import Voice

    return Voice(quiet=options.quiet, colour=options.color)


def print_json(value: Any) -> None:
    """Print one JSON value on a line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def usage(path: str, message: str, hint: str = "", code: str = "usage") -> SiteError:
    """Return the error of a command line that cannot be followed (exit 2)."""
    return SiteError([Problem(level=Level.ERROR, code=code, path=path, message=message, hint=hint)])


# the site


def config_path(options: argparse.Namespace) -> Path:
    """Return where the site's configuration is or would be."""
    path: Path = options.config or options.root / CONFIG
    return path


def config_of(options: argparse.Namespace) -> SiteConfig:
    """Read the site's configuration; without a site there is nothing to do."""
    from generator import config

    path = config_path(options)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise no_site(path, str(error.strerror)) from error
    settled = config.load(config.decoded(data, path.name), path.name)
    base_url = getattr(options, "base_url", None)
    return config.overridden(settled, base_url=base_url) if base_url is not None else settled


def no_site(path: Path, why: str) -> SiteError:
    """Return the error of a command that needs a site where there is none."""
    return usage(str(path), f"there is no site here: {why}", "`nashra init` begins one; -C names its folder", "no-site")


def now_of(options: argparse.Namespace, zone: ZoneInfo) -> datetime:
    """Return the aware moment that the command is to work for: --now, else the clock."""
    if options.now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(options.now)
    except ValueError as error:
        raise usage("--now", f"“{options.now}” is no ISO 8601 time", "for example 2026-11-23T08:30:00+03:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def output_of(options: argparse.Namespace) -> Path:
    """Return the folder of the built site."""
    output: Path = getattr(options, "output", None) or options.root / "public"
    return output


def order_of(options: argparse.Namespace, voice: Voice) -> Order:
    """Return what the options ask of a build."""
    from generator.order import Order
    from generator.site.visibility import Showing
    from generator.workers import default_jobs

    config = config_of(options)
    return Order(
        root=options.root,
        output=output_of(options),
        config=config,
        now=now_of(options, ZoneInfo(config.site.time_zone)),
        showing=Showing(options.drafts, options.future, options.expired),
        jobs=options.jobs or default_jobs(),
        clean=getattr(options, "clean", False),
        verify=getattr(options, "verify", False),
        swap=getattr(options, "swap", False),
        patience_seconds=getattr(options, "wait", 0.0),
        waiting=lambda process: voice.say(f"waiting for process {process}, which builds this site"),
        progress=voice.progress,
    )


def write_new(root: Path, files: dict[str, bytes]) -> list[str]:
    """Write files that are not there yet, and leave those that are alone; return what was written."""
    from generator.refusals import cannot_write

    written = [path for path in files if not (root / path).exists()]
    for path in written:
        try:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("xb") as file:
                file.write(files[path])
        except OSError as error:
            raise cannot_write(error) from error
    return written
