"""nashra check: examine the built site."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from generator import __version__
from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit, Level, Problem

if TYPE_CHECKING:
    from generator.check import Inspection, Verdict
    from generator.check.external import Answers
    from generator.report import Voice


def _flags(parser: argparse.ArgumentParser) -> None:
    parts.output_flag(parser)
    parser.add_argument(
        "--base-url", metavar="URL", help="address that the site was built for, instead of the configured one"
    )
    parser.add_argument("--now", metavar="TIME", help="the moment that dates are held against (default: the clock)")
    parser.add_argument("--jobs", metavar="N", type=parts.count, help="worker processes (default: one a processor)")
    for flag, meaning in (("--only", "ask this rule alone"), ("--skip", "leave this rule out")):
        rule = parser.add_argument(
            flag, metavar="RULE", action="append", default=[], help=f"{meaning}; may be repeated"
        )
        parts.completes(rule, _rules)
    parser.add_argument(
        "--external", action="store_true", help="also ask, politely, for the pages of others that are linked to"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings too")


def _rules(options: argparse.Namespace) -> Sequence[str]:
    from generator.check.rules import CODES

    return CODES


def _run(options: argparse.Namespace) -> int:
    from generator import check, report

    began = time.perf_counter()
    voice = parts.voice_of(options)
    try:
        verdict = check.examine(_inspection(options, voice))
        answers = _asked(options, verdict, voice) if options.external else None
    finally:
        voice.end_progress()
    problems = [*verdict.problems, *(answers.problems if answers else ())]
    voice.problems(_each_once(problems))
    seconds = time.perf_counter() - began
    for line in _closing(verdict, answers, problems, str(parts.output_of(options)), seconds):
        voice.say(line)
    if options.json:
        parts.print_json(
            {
                "pages": verdict.pages,
                "files": verdict.files,
                "problems": [report.plain_problem(problem) for problem in problems],
                "asked": answers.asked if answers else 0,
                "unasked": answers.unasked if answers else 0,
                "seconds": round(seconds, 4),
            }
        )
    return Exit.CONTENT if report.has_errors(problems, strict=options.strict) else Exit.OK


def _each_once(problems: Sequence[Problem]) -> list[Problem]:
    """Return the first of those problems that say the same of several places, with their number.

    A page that is gone is linked from everywhere: said once, the other problems are seen beside it.
    """
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.level, problem.code, problem.message, problem.hint), []).append(problem)
    return [_counted(first, len(others)) for first, *others in alike.values()]


def _counted(problem: Problem, others: int) -> Problem:
    if not others:
        return problem
    more = "one other place" if others == 1 else f"{others:,} other places"
    return replace(problem, message=f"{problem.message} (and at {more})")


def _inspection(options: argparse.Namespace, voice: Voice) -> Inspection:
    from generator.check import Inspection
    from generator.workers import default_jobs

    config = parts.config_of(options)
    return Inspection(
        output=parts.output_of(options),
        config=config,
        now=parts.now_of(options, ZoneInfo(config.site.time_zone)),
        codes=_codes(options),
        jobs=options.jobs or default_jobs(),
        progress=voice.progress,
    )


def _codes(options: argparse.Namespace) -> frozenset[str]:
    """Return the rules that are asked for; their names may be written without `check-`."""
    from generator.check.rules import CODES

    only, skip = ([_code(name, CODES, flag) for name in names] for flag, names in _named(options))
    return frozenset(only or CODES) - frozenset(skip)


def _named(options: argparse.Namespace) -> tuple[tuple[str, Sequence[str]], ...]:
    return (("--only", options.only), ("--skip", options.skip))


def _code(name: str, codes: Sequence[str], flag: str) -> str:
    from generator.text.nearest import did_you_mean

    code = name if name.startswith("check-") else f"check-{name}"
    if code not in codes:
        hint = did_you_mean(code, codes) or f"the rules are {', '.join(codes)}"
        raise parts.usage(flag, f"there is no rule “{name}”", hint)
    return code


def _asked(options: argparse.Namespace, verdict: Verdict, voice: Voice) -> Answers:
    from generator.check import external

    agent = f"Nashra/{__version__} (link check of {parts.config_of(options).site.base_url})"
    return external.ask(verdict.outside, external.Manners(agent=agent, progress=voice.progress))


def _closing(
    verdict: Verdict, answers: Answers | None, problems: Sequence[Problem], output: str, seconds: float
) -> list[str]:
    errors = sum(problem.level is Level.ERROR for problem in problems)
    lines = []
    if answers:
        left = f"; {answers.unasked} were not asked for: too many, too slow, or their host wants patience"
        lines.append(f"{answers.asked} addresses of others asked for{left if answers.unasked else ''}")
    counts = f"{errors} errors, {len(problems) - errors} warnings"
    return [*lines, f"{verdict.pages} pages of {verdict.files} files in {output}: {counts} in {seconds:.2f} s"]


COMMAND = Command(name="check", help="examine the built site", flags=_flags, run=_run)
