"""Score relating on the labelled corpus, and print what it costs.

    python bench/relate_scores.py [FOLDER]      FOLDER: ../shared/data/related beside the checkout

Prints one JSON object: nDCG@5 of the neighbours (27 articles with judged neighbours), precision, recall and F1 of
copies and of stories over labelled pairs, the share of articles that show a related link, and processor seconds.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from generator.model import ArticleId, Candidate, Relations  # noqa: E402
from generator.relate import relate  # noqa: E402
from generator.relate.features import features  # noqa: E402

Pairs = Mapping[tuple[str, str], str]


def measured(folder: Path) -> dict[str, Any]:
    """Return scores, properties and processor seconds of relating the corpus in `folder`."""
    rows = articles(folder)
    begun = time.process_time()
    made = [candidate(row) for row in rows]
    with_features = time.process_time()
    found = relate(made)
    done = time.process_time()
    stories = [story.members for story in found.stories]
    return {
        "articles": len(rows),
        "nDCG@5": ndcg(found, judged(folder)),
        "copies": agreement(found.copies, labelled(folder / "neardup_pairs.csv"), {"dup", "near"}),
        "stories": agreement(stories, labelled(folder / "event_pairs.csv"), {"same_event"}),
        "groups_of_copies": len(found.copies),
        "number_of_stories": len(stories),
        "largest_story": max(map(len, stories), default=0),
        "stories_disjoint": max(Counter(member for story in stories for member in story).values(), default=1) == 1,
        "neighbours_distinct": all(
            len({n.id for n in near}) == len(near) for near in found.neighbours.by_id().values()
        ),
        "share_with_related": round(len(found.related) / len(rows), 4),
        "links": sum(map(len, found.related.values())),
        "features_ms_an_article": round((with_features - begun) / len(rows) * 1000, 3),
        "relate_seconds": round(done - with_features, 2),
    }


def articles(folder: Path) -> list[dict[str, str]]:
    """Return the lines of the corpus."""
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def candidate(row: Mapping[str, str]) -> Candidate:
    """Return one article of the corpus as it is compared."""
    start = datetime.fromisoformat(row["published"]).timestamp()
    made = features(row["title"], row["summary"], row["body"])
    return Candidate(ArticleId(row["id"]), row["source"], "articles.jsonl.gz", start, made)


def judged(folder: Path) -> dict[str, dict[str, int]]:
    """Return the grade (0 to 2) of the judged neighbours of each article asked about."""
    grades: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            grades.setdefault(row["query_id"], {})[row["doc_id"]] = int(row["grade"])
    return {query: given for query, given in grades.items() if any(given.values())}


def labelled(path: Path) -> dict[tuple[str, str], str]:
    """Return the label of each pair in a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["id_a"], row["id_b"]): row["label"] for row in csv.DictReader(lines)}


def ndcg(found: Relations, grades: Mapping[str, Mapping[str, int]]) -> float:
    """Return the mean of nDCG@5; neighbours nobody judged count as grade 0."""
    ranked = found.neighbours.by_id()
    near = {query: [n.id for n in ranked.get(ArticleId(query), ())][:5] for query in grades}
    scores = [
        gain([given.get(identity, 0) for identity in near[query]]) / gain(sorted(given.values(), reverse=True)[:5])
        for query, given in grades.items()
    ]
    return round(sum(scores) / max(len(scores), 1), 4)


def gain(grades: Sequence[int]) -> float:
    """Return the discounted gain of a ranking."""
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def agreement(groups: Iterable[Collection[str]], pairs: Pairs, positive: Collection[str]) -> dict[str, float]:
    """Return precision, recall and F1 of "both in one group" over labelled pairs."""
    group = {member: number for number, members in enumerate(groups) for member in members}
    together = {pair for pair in pairs if group.get(pair[0], -1) == group.get(pair[1], -2)}
    wanted = {pair for pair, label in pairs.items() if label in positive}
    precision = len(together & wanted) / max(len(together), 1)
    recall = len(together & wanted) / max(len(wanted), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "F1": round(f1, 4)}


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "related"
    if not (folder / "articles.jsonl.gz").is_file():
        print(f"no corpus in {folder}", file=sys.stderr)
        return 1
    print(json.dumps(measured(folder), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
