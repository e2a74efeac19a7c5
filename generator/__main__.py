"""`python -m generator` is the same command as `nashra`."""

import sys

from generator.cli import main

sys.exit(main())
