"""`make bench`: every benchmark, one after the other."""

import sys

from bench import corpus

sys.exit(corpus.main())
