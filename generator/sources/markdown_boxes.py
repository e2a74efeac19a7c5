"""What is open while Markdown is read a line at a time: quotes, items, notes, code, HTML; and the lines written."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.markup.elements import escaped
from generator.sources.markdown_leaves import TAB, indent_of, tag_of

QUOTE = "> "


@dataclass(slots=True)
class Items:
    """A list: the sign of its items, and whether an empty line parts them, or the blocks of one."""

    sign: str  # -, *, +, . or )
    loose: bool = False


@dataclass(slots=True)
class Box:
    """A quote, an item or a note that is open. What goes on inside it is indented by `width` columns, or has a >."""

    opening: str  # as it is written in its first line
    width: int = 0  # 0: a quote
    items: Items | None = None  # the list that an item belongs to
    filled: bool = False

    @property
    def prefix(self) -> str:
        """Return what its further lines begin with."""
        return " " * TAB if self.width else QUOTE

    def would_join(self, before: Box) -> bool:
        """Tell whether Python-Markdown would make one list or quote of two that stand next to each other."""
        if before.items and self.items:
            return before.items is not self.items and (before.items.sign in ".)") == (self.items.sign in ".)")
        return not before.width and not self.width


@dataclass(slots=True)
class Written:
    """A line as it is written: `parted` from the line before by an empty line, always or where its list is loose."""

    text: str
    empty: str = ""  # the empty line that may have to stand before it
    parted: bool = False
    items: Items | None = None
    says: Items | None = None  # the list of the item whose words begin here


@dataclass(slots=True)
class Code:
    """A fenced block of code that is open, and the line that stands for it."""

    place: Written
    fence: str
    indent: int
    lines: list[str] = field(default_factory=list)

    def take(self, text: str, following: str) -> bool:
        """Take a line and tell whether it was the last: the one that closes the fence."""
        mark = text.strip(" ")
        if indent_of(text) < TAB and mark.startswith(self.fence) and not mark.strip(self.fence[0]):
            return True
        self.lines.append(text[min(self.indent, indent_of(text)) :])
        return False

    def html(self) -> str:
        """Return what the code is in HTML."""
        words = escaped("\n".join(self.lines).rstrip("\n"))
        return f"<pre><code>{words}\n</code></pre>"


class Html:
    """A block of HTML that is open, and the line that stands for it: up to an empty line, or the end of its element.

    CommonMark has only the former; Markdown that follows an end tag at once is read in most dialects.
    """

    __slots__ = ("_depth", "_tag", "lines", "place")

    def __init__(self, place: Written, words: str) -> None:
        self.place = place
        self.lines: list[str] = []
        self._tag = tag_of(words)
        self._depth = 0  # elements of the first one's name that are open

    def take(self, text: str, following: str) -> bool:
        """Take a line and tell whether it was the last."""
        self.lines.append(text)
        self._depth += sum(-1 if match[1] else 1 for match in self._tag.finditer(text))
        return not following.strip() or (
            self._depth <= 0 and text.rstrip().endswith(">") and indent_of(following) < TAB
        )

    def html(self) -> str:
        """Return it as it was written."""
        return "\n".join(self.lines)
