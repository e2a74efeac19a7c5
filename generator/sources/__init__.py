"""The source formats, in order of precedence: the first that accepts a file reads it."""

from __future__ import annotations

from generator.sources import capture, feed, json_feed, jsonl, markdown_file
from generator.sources.parser import HEAD_BYTES, Parser

PARSERS: tuple[Parser, ...] = (
    markdown_file.PARSER,
    feed.PARSER,
    json_feed.PARSER,
    jsonl.PARSER,
    capture.PARSER,
)


def parser_for(path: str, head: bytes) -> Parser | None:
    """Return the parser of the file at `path` (relative to the site) that begins with `head`, or None."""
    start = head[:HEAD_BYTES]
    return next((parser for parser in PARSERS if parser.accepts(path, start)), None)
