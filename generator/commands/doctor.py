"""nashra doctor: what the site needs of this machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit, SiteError

if TYPE_CHECKING:
    from generator.config import SiteConfig
    from generator.doctor import Finding


def _flags(parser: argparse.ArgumentParser) -> None:
    parts.output_flag(parser)
    parser.add_argument("--strict", action="store_true", help="exit 1 for doubts too")


def _run(options: argparse.Namespace) -> int:
    from generator import doctor

    config, told = _config(options)
    around = doctor.Surroundings(
        root=options.root, output=parts.output_of(options), config=config, now=datetime.now(UTC)
    )
    findings = [*told, *doctor.examine(around)]
    if options.json:
        parts.print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for line in _lines(findings, quiet=options.quiet):
            print(line)
    bad = {"fail", "warn"} if options.strict else {"fail"}
    return Exit.CONTENT if any(finding.status in bad for finding in findings) else Exit.OK


def _config(options: argparse.Namespace) -> tuple[SiteConfig | None, list[Finding]]:
    """Return the site's configuration, None where there is none, and what is to be told of it."""
    from generator.doctor import Finding, Status

    path = parts.config_path(options)
    if not path.is_file():
        return None, [
            Finding("site", Status.WARN, f"there is no {path}", "nashra init begins one; -C names its folder")
        ]
    try:
        return parts.config_of(options), [Finding("site", Status.OK, str(path))]
    except SiteError as error:
        first, rest = error.problems[0], len(error.problems) - 1
        more = f", and {rest} more mistakes: nashra config" if rest else ""
        message = f"{first.path}:{first.line}: {first.message}{more}"
        return None, [Finding("site", Status.FAIL, message, first.hint)]


def _lines(findings: Sequence[Finding], *, quiet: bool) -> Iterator[str]:
    for finding in findings:
        if not (quiet and finding.status == "ok"):
            yield f"{finding.status:<5} {finding.topic:<12} {finding.message}"
            if finding.hint:
                yield f"{'':18} {finding.hint}"


COMMAND = Command(name="doctor", help="say what this machine lacks", flags=_flags, run=_run)
