"""The same news with all of Markdown: headings, lists, quotations, links, emphasis, tables, pictures, rarely code."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from bench import prose

_WORD = re.compile(r"(?<= )[^\W\d_]{4,}(?= )")


def rich(rng: Random, paragraphs: list[str], words: prose.Words) -> str:
    """Return the paragraphs as Markdown, with other blocks between them."""
    blocks = []
    for place, paragraph in enumerate(paragraphs):
        if place > 1 and place % 4 == 2:
            blocks.append(f"## {prose.say(rng, 'subheads', words)}")
        blocks.append(_marked(rng, paragraph))
        if place and rng.random() < 0.3:
            blocks.append(_block(rng)(rng, words))
    return "\n\n".join(blocks)


def _block(rng: Random) -> Callable[[Random, prose.Words], str]:
    drawn = rng.random()
    for share, block in _BLOCKS:
        if drawn < share:
            return block
        drawn -= share
    return _bullets


def _marked(rng: Random, paragraph: str) -> str:
    """Emphasise or link a word or two of a paragraph."""
    for _ in range(prose.number(rng, 0, 3)):
        found = list(_WORD.finditer(paragraph))
        if not found or "*" in paragraph or "](" in paragraph:
            break
        word = prose.pick(rng, found)
        paragraph = paragraph[: word.start()] + _inline(rng, word[0]) + paragraph[word.end() :]
    return paragraph


def _inline(rng: Random, word: str) -> str:
    drawn = rng.random()
    if drawn < 0.4:
        return f"**{word}**"
    if drawn < 0.6:
        return f"*{word}*"
    return f"[{word}](https://example.org/{prose.number(rng, 1000, 9999)})"


def _bullets(rng: Random, words: prose.Words) -> str:
    return "\n".join(f"- {prose.say(rng, 'items', words)}" for _ in range(prose.number(rng, 3, 6)))


def _steps(rng: Random, words: prose.Words) -> str:
    return "\n".join(f"{place}. {prose.say(rng, 'items', words)}" for place in range(1, prose.number(rng, 4, 6)))


def _quote(rng: Random, words: prose.Words) -> str:
    return f"> {prose.say(rng, 'quotes', words)}\n>\n> {prose.pick(rng, words['person'])}"


def _table(rng: Random, words: prose.Words) -> str:
    rows = [(prose.pick(rng, words["any"]), prose.number(rng, 10, 900), prose.number(rng, 10, 900)) for _ in range(4)]
    lines = [f"| {name} | {before} | {after} |" for name, before, after in rows]
    return "\n".join(["| البند | قبل | بعد |", "|---|---|---|", *lines])


def _picture(rng: Random, words: prose.Words) -> str:
    return f"![{prose.pick(rng, words['object'])}](https://example.org/pictures/{prose.number(rng, 1, 400)}.webp)"


def _code(rng: Random, words: prose.Words) -> str:
    return f"```python\ntotal = {prose.number(rng, 10, 99)}\nprint(total * {prose.number(rng, 2, 9)})\n```"


_BLOCKS = ((0.32, _bullets), (0.13, _steps), (0.3, _quote), (0.14, _table), (0.1, _picture), (0.01, _code))
