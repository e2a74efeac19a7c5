"""Nashra (نشرة): from Arabic article sources to a static news site."""

import zoneinfo

# One set of time zone data on every machine: that of the `tzdata` package, whose version is part of every key.
zoneinfo.reset_tzpath(())

__version__ = "0.1.0"
