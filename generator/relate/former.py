"""What relating leaves for the next time; it loads no heavy library, so that a store may hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model import ArticleId


@dataclass(frozen=True, slots=True)
class Former:
    """What relating leaves for the next time: the rankings of dated articles among themselves, as plain columns.

    A function of the candidates alone, like the relations that it belongs to.
    """

    ids: tuple[ArticleId, ...] = ()  # of the dated articles, in the order of the table
    digests: bytes = b""  # of what their comparisons read, 16 bytes each
    lengths: bytes = b""  # uint8: of each one's ranking
    near: bytes = b""  # int32: places in `ids`
    scores: bytes = b""  # int32
    in_files: bytes = b""  # bool: which have undated articles of their file near them
    copies: Mapping[str, bytes] = field(default_factory=dict)  # links between copies, by what their window holds
    events: Mapping[str, bytes] = field(default_factory=dict)  # links of events, likewise
