"""Nashra beside its peers: the same news, built cold, with nothing changed, and after edits; round by round.

    python -m bench.compare [--articles N] [--kind plain|rich] [--tools A,B] [--rounds N] [--json FILE] …

Files lie on a tmpfs where there is one (/dev/shm; --tmp names another folder), so that the disk does not hide the rest.
In every round tool follows upon tool; a ratio is that of two builds of one round, and what is printed is the median.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench import tables
from bench.memory import run
from bench.scenarios import SCENARIOS, Site, restore, write_site
from bench.tables import Row
from bench.tools import ROOT, TOOLS, PeerMissingError

_SHARED_MEMORY = Path("/dev/shm")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables; return 1 where a goal is missed, 2 where a peer is not installed."""
    options = _parser().parse_args(arguments)
    try:
        versions = {name: TOOLS[name].version() for name in options.tools}
    except PeerMissingError as error:
        print(error, file=sys.stderr)
        return 2
    report = {"made": _circumstances(options, versions), "rows": []}
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="nashra-compare-", dir=options.tmp) as folder:
        for row in _rows(Path(folder), options):
            rows.append(row)
            print(tables.line(row), file=sys.stderr, flush=True)
            if options.json:
                options.json.write_text(
                    json.dumps(report | {"rows": list(map(asdict, rows))}, indent=1) + "\n", "utf-8"
                )
    print(tables.markdown(options.articles, options.kind, rows))
    return 0 if all(tables.verdicts(options.articles, options.kind, rows)) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kind", choices=["plain", "rich"], default="plain")
    parser.add_argument("--tools", type=_names(TOOLS), default=["nashra", "hugo", "hugo-related"])
    parser.add_argument("--scenarios", type=_names(SCENARIOS), default=list(SCENARIOS))
    parser.add_argument(
        "--cold-only",
        type=_names(TOOLS),
        default=["eleventy", "pelican"],
        metavar="A,B",
        help="tools that build all again whatever changed, so that one scenario tells enough",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every single figure there, as they come")
    shared = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    parser.add_argument("--tmp", type=Path, default=shared, metavar="DIR")
    return parser


def _names(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a reader of names parted by commas."""
    allowed = tuple(known)

    def read(text: str) -> list[str]:
        names = text.split(",") if text else []
        unknown = [name for name in names if name not in allowed]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)} is none of {', '.join(allowed)}")
        return names

    return read


def _circumstances(options: argparse.Namespace, versions: dict[str, str]) -> dict[str, object]:
    """Return what the figures depend on besides the code."""
    cpuinfo = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")), "")
    return {
        "articles": options.articles,
        "kind": options.kind,
        "rounds": options.rounds,
        "seed": options.seed,
        "versions": versions,
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": model,
        "processors": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "load": os.getloadavg(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _rows(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    sites = [
        write_site(TOOLS[name], folder / name, options.articles, options.kind, options.seed) for name in options.tools
    ]
    for turn in range(1, options.rounds + 1):
        for site in sites:
            restore(site)
            for scenario in options.scenarios:
                if scenario == "cold" or site.tool.name not in options.cold_only:
                    yield _row(site, scenario, turn, options.articles)
            shutil.rmtree(site.folder / "public", ignore_errors=True)


def _row(site: Site, scenario: str, turn: int, articles: int) -> Row:
    """Build once.

    Raises RuntimeError where the tool failed or made too few pages: there is nothing to compare then.
    """
    SCENARIOS[scenario](site, turn)
    done = run(site.tool.command(site.folder), ROOT if site.tool.runs_in_checkout else site.folder)
    made = sum(1 for _ in (site.folder / "public/articles").glob("*/index.html"))
    if done.code or made < articles:
        raise RuntimeError(f"{site.tool.name} {scenario}: exit code {done.code}, {made} articles\n{done.output}")
    return Row(site.tool.name, scenario, turn, done.wall, done.cpu, done.peak_resident, done.peak_proportional)


if __name__ == "__main__":
    sys.exit(main())
