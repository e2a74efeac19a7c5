"""The tags of an article, as pages list them: `#سوريا، #لبنان` or one a line, some with the section before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.sources.capture.lines import Line

_LIMIT = 60  # characters; a longer line is a paragraph that got among the tags
_ALL_HASHES = re.compile(r"(?:#[^\s#،,؛;]+[\s،,؛;]*)+")
_BETWEEN = re.compile(r"[،,؛;|]")
_BETWEEN_HASHES = re.compile(r"[#،,؛;|]")


def may_be_tags(line: Line) -> bool:
    """Tell whether a line under the heading of tags is one of them."""
    return "#" in line.text or (len(line.text) <= _LIMIT and not line.text.endswith((".", "؟", "!", "…")))


def is_hashes(line: Line) -> bool:
    """Tell whether a line holds tags marked as such and nothing else, wherever it stands."""
    return _ALL_HASHES.fullmatch(_unbulleted(line)) is not None


def section_and_topics(lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Return the section ("" for none) and the tags that these lines list, each once, in order.

    Where tags carry their mark, a line without it before them names the section.
    """
    texts = [_unbulleted(line) for line in lines]
    first_marked = next((at for at, text in enumerate(texts) if "#" in text), 0)
    section = texts[0] if first_marked else ""
    names = [name for text in texts[first_marked:] for name in _names(text)]
    return section, tuple(dict.fromkeys(names))


def names_of_listing(line: Line) -> list[str]:
    """Return the tag whose articles a page lists, from its title."""
    return _names(line.text[line.text.index("#") :])[:1] if "#" in line.text else []


def _names(text: str) -> list[str]:
    parts = (_BETWEEN_HASHES if "#" in text else _BETWEEN).split(text)
    return [name for name in (" ".join(part.replace("_", " ").split()) for part in parts) if name]


def _unbulleted(line: Line) -> str:
    return line.bullet or line.text
