"""`make bench`: every benchmark that ends within half an hour, one after the other."""

import sys

from bench import compare, corpus

_ROUNDS = ["--rounds", "3"]
_SIZES = (
    ["--articles", "1000"],
    ["--articles", "10000"],
    ["--articles", "10000", "--kind", "rich", "--scenarios", "cold"],
)

sys.exit(max([corpus.main(), *(compare.main([*size, *_ROUNDS]) for size in _SIZES)]))
