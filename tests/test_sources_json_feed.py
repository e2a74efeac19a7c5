"""JSON Feed files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from told import TESTS, assert_expected, captured, codes, parse

from generator.errors import Level
from generator.model import Moment, Parsed, Picture, Precision

FILE = TESTS / "captures" / "feed" / "json-feed.json"


def feed(*items: Any, **more: Any) -> Parsed:
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "نشرة", "items": list(items), **more}
    return parse("content/a.json", json.dumps(whole).encode())


def test_a_file_holds_the_articles_expected_of_it(update_golden: bool) -> None:
    assert_expected(FILE, update=update_golden)


def test_all_that_an_item_says_is_kept() -> None:
    first, second = captured(FILE).articles

    assert first.standfirst == "ثلاثة أيام من العروض."
    assert first.updated == Moment("2025-05-09T12:00:00+03:00", Precision.SECOND)
    assert first.picture == Picture(url="https://wadi.example/rose.jpg")
    assert (first.authors, second.authors) == (("جنى رحال",), ("سليم",))
    assert second.url == "https://other.example/x"


def test_a_bad_item_costs_only_itself() -> None:
    assert codes(captured(FILE)) == ["headline-made", "json-no-object"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"{", "json-malformed"),
        (b"[" * 100_000, "json-malformed"),
        (b'{"items": ' + b"[" * 100_000, "json-malformed"),
        (b"[]", "json-no-feed"),
        (b'{"name": "package"}', "json-no-feed"),
        (b'{"items": {}}', "json-no-feed"),
    ],
)
def test_json_that_is_no_feed_is_an_error(data: bytes, code: str) -> None:
    parsed = parse("content/a.json", data)

    assert [(problem.code, problem.level) for problem in parsed.problems] == [(code, Level.ERROR)]


def test_an_unknown_version_is_read_all_the_same() -> None:
    parsed = feed({"id": "1", "title": "خبر"}, version="2")

    assert len(parsed.articles) == 1
    assert codes(parsed) == ["json-feed-version"]


def test_fields_of_another_type_count_as_absent() -> None:
    item = {"id": [1], "title": {"a": 1}, "content_text": "نص يكفي", "tags": "x", "authors": {"name": "y"}, "url": 5}

    found = feed(item).articles[0]

    assert (found.headline, found.topics, found.authors, found.url) == ("نص يكفي", (), (), "")


def test_text_is_text_and_markup_is_cleaned() -> None:
    first, second = feed(
        {"id": "1", "title": "<b>أ</b>", "content_text": "<b>نص</b>"},
        {"id": "2", "title": "ب", "content_html": "<b onclick=x()>نص</b>"},
    ).articles

    assert (first.headline, first.body) == ("<b>أ</b>", "<p>&lt;b&gt;نص&lt;/b&gt;</p>")
    assert second.body == "<p><b>نص</b></p>"


def test_a_charset_is_found_as_in_other_feeds() -> None:
    data = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "خبر من المدينة القديمة"}]}'

    assert parse("content/a.json", data.encode("utf-16")).articles[0].headline == "خبر من المدينة القديمة"


def test_an_attack_by_depth_is_refused(shared: Path) -> None:
    parsed = parse("content/a.json", (shared / "data/xml-attacks/json-deep-100k.json").read_bytes())

    assert (parsed.articles, codes(parsed)) == ((), ["json-malformed"])
    assert "too deep" in parsed.problems[0].message
