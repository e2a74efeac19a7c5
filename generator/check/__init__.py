"""The built site examined: rules over the files that readers will get, each telling its findings as Problems.

    output folder + manifest ──▶ every file, in batches, by all processors: file and page rules, what is kept of it
                                   │
                                   ▼
                                 rules across the site ──▶ Verdict

Nothing is written, and nothing is asked of the network: `check.external` does that, when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from generator import writing
from generator.check.across import Address, Facts, facts_of_file, facts_of_page
from generator.check.files import PAGES, File
from generator.check.findings import failure, told
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage
from generator.check.rules import CODES, RULES, Rule
from generator.config import SiteConfig
from generator.errors import Problem, SiteError, error, in_order
from generator.workers import map_batches

_BATCH = 64
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is to be examined, and by which rules."""

    output: Path
    config: SiteConfig
    now: datetime  # aware
    codes: Container[str] = CODES
    jobs: int = 1
    progress: Progress = lambda stage, done, of: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was examined and found; problems in order, `outside` the links that lead away with the pages they are on."""

    files: int
    pages: int
    problems: tuple[Problem, ...]
    outside: tuple[tuple[str, Address], ...]


def examine(inspection: Inspection) -> Verdict:
    """Examine a built site by the rules asked for.

    Raises SiteError (exit 2) where no site was built.
    """
    grounds = _grounds(inspection)
    paths = sorted(grounds.sizes)
    rules = [rule for rule in RULES if rule.code in inspection.codes]
    work = _Work(inspection.output, grounds, rules)
    problems: list[Problem] = []
    seen: dict[str, Facts] = {}
    for found, facts in map_batches(work, paths, jobs=inspection.jobs, size=_BATCH):
        problems += found
        seen.update((fact.path, fact) for fact in facts)
        inspection.progress("check", len(seen), len(paths))
    for rule in rules:
        for find in rule.site:
            problems += told(rule.code, str(inspection.output), partial(find, seen, grounds))
    return Verdict(
        files=len(paths),
        pages=sum(path.endswith(PAGES) for path in paths),
        problems=tuple(in_order(problems)),
        outside=tuple((path, address) for path in paths for address in seen[path].outside),
    )


def _grounds(inspection: Inspection) -> Grounds:
    output = inspection.output
    claimed = writing.read_manifest(output)
    if claimed is None:
        message = f"no site was built here: there is no {writing.MANIFEST}"
        raise SiteError([error("no-output", str(output), message, "nashra build makes one; -o names its folder")])
    found = (path for path in output.rglob("*") if path.is_file())
    sizes = {path.relative_to(output).as_posix(): path.stat().st_size for path in found}
    sizes.pop(writing.MANIFEST, None)
    return Grounds(inspection.config, inspection.now, claimed, sizes)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker does with a batch of paths."""

    output: Path
    grounds: Grounds
    rules: Sequence[Rule]

    def __call__(self, paths: Sequence[str]) -> tuple[list[Problem], list[Facts]]:
        problems: list[Problem] = []
        facts: list[Facts] = []
        for path in paths:
            try:
                facts.append(self._seen(path, problems))
            except OSError as cause:
                message = f"cannot be read: {cause.strerror}"
                hint = "check again when no build is running; else mend its permissions"
                problems.append(error("output-unreadable", path, message, hint))
                facts.append(Facts(path=path, is_known=False))
            except Exception as wrong:
                problems.append(failure("taking it apart", path, wrong))
                facts.append(Facts(path=path, is_known=False))
        return problems, facts

    def _seen(self, path: str, problems: list[Problem]) -> Facts:
        """Add the problems of a file to the others, and return what is kept of it."""
        file = File(path, (self.output / path).read_bytes())
        for rule in self.rules:
            for find in rule.file:
                problems += told(rule.code, path, partial(find, file, self.grounds))
        if not path.endswith(PAGES):
            return facts_of_file(file)
        page = HtmlPage(file)
        for rule in self.rules:
            for find_on in rule.page:
                problems += told(rule.code, path, partial(find_on, page, self.grounds))
        return facts_of_page(page, self.grounds)
