"""The real corpus of 16,434 articles: time, memory, an unchanged build, and the scores of relating."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.memory import Run, run

SHARED = Path(__file__).parent.parent.parent / "shared"
SITE = '[site]\ntitle = "corpus"\n[rights]\ndefault = "full"\n'
_MEGABYTE = 1 << 20


def main() -> int:
    """Print every figure; return 1 where a goal is missed, 0 where the corpus is absent."""
    articles = SHARED / "data/related/articles.jsonl.gz"
    if not articles.is_file():
        print("bench corpus: skipped, ../shared/data/related is not here")
        return 0
    with tempfile.TemporaryDirectory(prefix="nashra-bench-") as folder:
        site = Path(folder)
        (site / "content").mkdir()
        (site / "site.toml").write_text(SITE, encoding="utf-8")
        shutil.copy(articles, site / "content")
        met = [*_builds(site), *_scores(site), _share(site)]
    return 0 if all(met) else 1


def _nashra(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", *arguments]


def _builds(site: Path) -> list[bool]:
    root = Path(__file__).parent.parent
    cold = run(_nashra("build", "-C", str(site), "-q", "--json"), root)
    again = run(_nashra("build", "-C", str(site), "-q", "--json"), root)
    report, second = json.loads(cold.output), json.loads(again.output)
    print(f"cold        {_told(cold)}  {report['pages']} pages, {report['written']} files")
    print("            " + "  ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report["seconds"].items()))
    print(f"unchanged   {_told(again)}  {second['written']} files written")
    return [
        _goal("cold build", cold.wall, 60, "s"),
        _goal("memory of the process tree", cold.peak_resident / _MEGABYTE, 700, "MB"),
        _goal("unchanged build", again.wall, 1.5, "s"),
        _goal("files written again", second["written"], 0, ""),
    ]


def _told(done: Run) -> str:
    memory = (
        f"{done.peak_resident // _MEGABYTE} MB resident ({done.peak_proportional // _MEGABYTE} MB shared pages once)"
    )
    return f"{done.wall:6.2f} s wall  {done.cpu:6.2f} s cpu  {memory}"


def _goal(name: str, figure: float, at_most: float, unit: str) -> bool:
    met = figure <= at_most
    print(f"  {_verdict(met)} {name}: {figure:.2f} {unit} (goal: at most {at_most} {unit})")
    return met


def _verdict(met: bool) -> str:
    return "met   " if met else "MISSED"


def _scores(site: Path) -> list[bool]:
    """Print the scores of the labelled sets by their own tool."""
    root = Path(__file__).parent.parent
    goals = {"neighbours": ("nDCG@5", 0.75), "stories": ("F1", 0.80), "copies": ("F1", 0.85)}
    met = []
    for what, (measure, goal) in goals.items():
        rows = subprocess.run(_nashra("list", what, "-C", str(site), "--json"), cwd=root, stdout=subprocess.PIPE).stdout
        path = site / f"{what}.jsonl"
        path.write_bytes(rows)
        tool = [sys.executable, str(SHARED / "tools/score_related.py"), "--data", str(SHARED / "data/related")]
        said = subprocess.run([*tool, f"--{what}", str(path)], stdout=subprocess.PIPE, check=True).stdout.decode()
        figures = json.loads(said.partition(" ")[2])
        met.append(figures[measure] >= goal)
        print(f"  {_verdict(met[-1])} {what}: {measure} {figures[measure]} (goal: at least {goal})  {figures}")
    return [*met, *_sound(site)]


def _sound(site: Path) -> list[bool]:
    """Check that no article is in two stories and no list names a neighbour twice."""
    stories = [json.loads(line)["members"] for line in (site / "stories.jsonl").read_text("utf-8").splitlines()]
    members = [member for story in stories for member in story]
    lists = [json.loads(line)["neighbours"] for line in (site / "neighbours.jsonl").read_text("utf-8").splitlines()]
    disjoint = len(members) == len(set(members))
    distinct = all(len(near) == len(set(near)) for near in lists)
    print(f"  {len(stories)} stories of {len(members)} articles, disjoint: {disjoint}; neighbours distinct: {distinct}")
    return [disjoint, distinct]


def _share(site: Path) -> bool:
    """Print how many article pages show a related link."""
    pages = list((site / "public/articles").glob("*/index.html"))
    linked = sum(b'id="related"' in path.read_bytes() for path in pages)
    share = linked / max(len(pages), 1)
    met = share >= 0.5
    print(f"  {_verdict(met)} articles with a related link: {linked} of {len(pages)} ({share:.1%}, goal: half)")
    return met
