"""What a site needs of the machine it is built on: each need looked at, told as fine, doubtful or failing.

A check looks at one thing and never fails itself: what it cannot look at, it says so. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.doctor.findings import Finding, Status, Surroundings, fail, warn
from generator.doctor.fonts import fonts
from generator.doctor.machine import clock, git, packages, pillow, python, space, watching
from generator.doctor.site import address, compression, locale, output, sources, state

__all__ = ["Finding", "Status", "Surroundings", "examine"]

Check = Callable[[Surroundings], Iterator[Finding]]
MACHINE: tuple[Check, ...] = (python, packages, clock, space, git, watching, pillow)
SITE: tuple[Check, ...] = (address, locale, sources, fonts, compression, output, state)


def examine(around: Surroundings) -> list[Finding]:
    """Return the findings of every check, in the order of the table."""
    checks = (*MACHINE, *(SITE if around.config else ()))
    return [finding for check in checks for finding in _findings(check, around)]


def _findings(check: Check, around: Surroundings) -> list[Finding]:
    """Return what a check finds; one that fails says so and costs nothing but its own findings."""
    found: list[Finding] = []
    try:
        found += check(around)  # keeps what comes before an exception
    except OSError as wrong:
        message = f"cannot be looked at: {wrong.filename or 'a file'}: {wrong.strerror or wrong}"
        found.append(fail(check.__name__, message, "mend its permissions, or the disk"))
    except Exception as wrong:
        message = f"cannot be looked at: {type(wrong).__name__}: {wrong}"
        found.append(warn(check.__name__, message, "a mistake of Nashra's: please report it"))
    return found
