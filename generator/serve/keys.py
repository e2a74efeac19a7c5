"""The key of an answer, in two parts: so that a page tells a new style sheet from a new page."""

from __future__ import annotations

from typing import NamedTuple

from generator.digest import Digest


class Key(NamedTuple):
    """What an answer hangs on. Two answers with equal keys have equal bytes.

    `plain` leaves out under which names style sheets are served: where only `whole` differs, the page has a new look
    and nothing else, and its sheets can be exchanged in place.
    """

    plain: Digest
    whole: Digest

    def __str__(self) -> str:
        return f"{self.plain}-{self.whole}"

    @classmethod
    def read(cls, text: str) -> Key:
        """Return the key that a page says it shows; any other text is a key that no answer has."""
        plain, _, whole = text.partition("-")
        return cls(Digest(plain), Digest(whole))
