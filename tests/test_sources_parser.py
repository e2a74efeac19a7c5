"""The table of formats: which parser reads which file, and what all of them promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Reading, Record
from generator.sources import PARSERS, parser_for

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/a.md", "markdown"),
        ("content/A.MARKDOWN", "markdown"),
        ("content/a.xml", "feed"),
        ("content/a.rss", "feed"),
        ("content/a.atom", "feed"),
        ("content/a.rdf", "feed"),
        ("content/a.json", "json-feed"),
        ("content/a.jsonl", "jsonl"),
        ("content/a.ndjson", "jsonl"),
        ("content/a.jsonl.gz", "jsonl"),
        ("content/a.txt", "capture"),
    ],
)
def test_a_file_is_read_by_the_parser_of_its_name(path: str, name: str) -> None:
    parser = parser_for(path, b"")

    assert parser is not None
    assert parser.name == name


@pytest.mark.parametrize("path", ["content/a.toml", "content/a.webp", "content/a", "content/md", "content/a.gz"])
def test_other_files_are_no_sources(path: str) -> None:
    assert parser_for(path, b"") is None


def test_names_of_formats_are_one_each() -> None:
    assert len({parser.name for parser in PARSERS}) == len(PARSERS)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_make_a_parser_raise(parser: object, data: bytes) -> None:
    found = next(known for known in PARSERS if known is parser)
    for record in found.records(data.removeprefix(b"\x1f\x8b")):
        found.parse(record, Reading(path="content/a"))


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_the_same_record_gives_the_same_articles(parser: object) -> None:
    found = next(known for known in PARSERS if known is parser)
    data = "---\ntitle: خبر\nzzz: 1\nyyy: 2\n---\nنص".encode()

    assert found.parse(Record(1, data), Reading(path="a")) == found.parse(Record(1, data), Reading(path="a"))


def test_every_problem_of_the_sources_is_explained() -> None:
    pages = {path.stem for path in (ROOT / "docs/problems").glob("*.md")}
    call = re.compile(
        r"(?:notes\.(?:warn|error)|self\.(?:warn|error)|FrontMatterError|_problem\()\(?\s*(?:path, )?\"([a-z0-9-]+)\""
    )
    codes = {
        code for path in (ROOT / "generator/sources").glob("*.py") for code in call.findall(path.read_text("utf-8"))
    }

    assert len(codes) > 30
    assert sorted(codes - pages) == []
