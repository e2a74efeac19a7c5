"""nashra serve: look at the site while it is being written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.report import Voice
    from generator.serve.happenings import Happening

_NAMED = 3  # changed files in a line
_LINES = {
    "port": "port {taken} is taken; this is {port}",
    "ready": "{address} · {articles} articles · {seconds:.1f} s · Ctrl-C ends it",
    "renewed": "{what}: {names} · {seconds:.3f} s",
    "settled": "settled · {seconds:.3f} s",
    "mistake": "the pages stay those of before",
    "mended": "mended",
    "waiting": "waiting until it ends; saved words are shown meanwhile",
    "reading": "much is new: reading it",
    "related": "related links and stories found anew · {seconds:.1f} s",
    "unrelated": "related links and stories could not be found anew; the next change tries again",
    "changed": "Nashra itself changed: start serve anew; until then nothing is related any more",
    "blind": "the system does not watch these folders ({why}): looking every second",
    "stopped": "stopped",
}
"""What is said of a happening, by its kind; where a kind is not here its problems say it all."""


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="N", type=_port, help="default: 8000, or the next that is free")
    parser.add_argument("--open", action="store_true", help="open the front page in a browser")
    parts.moment_flags(parser)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"“{text}” is no port; write a number up to 65535 (0: any that is free)")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from generator.serve.opening import Wishes, serve
    from generator.site.visibility import Showing
    from generator.workers import default_jobs

    path = parts.config_path(options)
    if not path.is_file():
        raise parts.no_site(path, "there is no such file")
    voice = parts.voice_of(options)
    wishes = Wishes(
        root=options.root,
        config_path=path,
        port=options.port,
        showing=Showing(options.drafts, options.future, options.expired),
        now=parts.now_of(options, ZoneInfo("UTC")) if options.now else None,
        jobs=options.jobs or default_jobs(),
        opens_browser=options.open,
        is_debugging=options.debug,
    )
    serve(wishes, _teller(options, voice), voice.progress, voice.end_progress)
    return Exit.OK  # Ctrl-C is how a preview ends


def _teller(options: argparse.Namespace, voice: Voice) -> Callable[[Happening], None]:
    from generator.report import plain_problem

    def tell(happening: Happening) -> None:
        voice.problems(happening.problems)
        kind = happening.kind.value
        if kind in _LINES and (kind != "settled" or options.verbose):
            voice.say(_LINES[kind].format(**happening.facts, names=_names(happening.facts)))
        if options.json:
            problems = [plain_problem(problem) for problem in happening.problems]
            parts.print_json({"event": kind, **happening.facts, **({"problems": problems} if problems else {})})
            sys.stdout.flush()  # whoever reads it waits for this line

    return tell


def _names(facts: Any) -> str:
    names = facts.get("paths") or ["the site"]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


COMMAND = Command(name="serve", help="look at the site while it is being written", flags=_flags, run=_run)
