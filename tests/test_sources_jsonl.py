"""JSON Lines: every line an article, every mistake one line's own."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest
from told import TESTS, assert_expected, captured, codes, parse

from generator.errors import Level
from generator.model import Article, Moment, Parsed, Picture, Precision, Reading, Record
from generator.sources.jsonl import PARSER

FILE = TESTS / "captures" / "jsonl" / "news.jsonl"


def line(**keys: Any) -> Parsed:
    return parse("content/a.jsonl", json.dumps(keys, ensure_ascii=False).encode())


def article(**keys: Any) -> Article:
    parsed = line(**{"title": "خبر", **keys})
    assert parsed.problems == ()
    return parsed.articles[0]


def test_a_file_holds_the_articles_expected_of_it(update_golden: bool) -> None:
    assert_expected(FILE, update=update_golden)


def test_a_bad_line_is_told_with_its_place_and_costs_only_itself() -> None:
    parsed = captured(FILE)

    assert len(parsed.articles) == 4
    assert [(problem.level, problem.code, problem.line, problem.column) for problem in parsed.problems] == [
        (Level.ERROR, "json-malformed", 5, 32),
        (Level.WARNING, "headline-made", 6, 0),
        (Level.WARNING, "date-unreadable", 6, 0),
        (Level.ERROR, "json-no-object", 7, 0),
        (Level.ERROR, "headline-missing", 8, 0),
    ]


def test_all_keys_are_read() -> None:
    first, second, third, _ = captured(FILE).articles

    assert (first.standfirst, first.authors) == ("أربعون قطعة.", ("ليلى الحداد",))
    assert first.picture == Picture(url="https://marfa.example/k.jpg")
    assert second.authors == ("هند مراد", "سامر")
    assert second.body == "<p>أمطار غدا.</p>\n<p>ثم صحو.</p>"
    assert third.body.startswith("<h2>اليوم</h2>\n<p>ارتفع سعر <strong>البندورة</strong>.</p>")
    assert third.published == Moment("2025-05", Precision.MONTH)


@pytest.mark.parametrize("said", ["2026-11", "قريبا", "03/04/26 أو 05/04/26", True, ["غدا"], {"until": "2026-11-23"}])
def test_an_embargo_that_cannot_be_read_holds_the_article_back(said: object) -> None:
    parsed = line(title="خبر", embargo=said)

    assert parsed.articles == ()
    assert [(problem.level, problem.code) for problem in parsed.problems] == [(Level.ERROR, "embargo-unreadable")]


@pytest.mark.parametrize("said", ["", None, False])
def test_no_embargo_is_none(said: object) -> None:
    assert article(embargo=said).embargo is None


def test_an_embargo_is_a_moment_or_a_day() -> None:
    at = "2026-11-23T18:00:00+03:00"

    assert article(embargo=at).embargo == Moment(at, Precision.SECOND)
    assert article(embargo="2026-11-23").embargo == Moment("2026-11-23", Precision.DAY)


def test_lines_or_blank_lines_part_the_paragraphs_of_text() -> None:
    assert article(body="أ\n\nب\r\nج").body == "<p>أ</p>\n<p>ب</p>\n<p>ج</p>"


def test_text_is_never_markup() -> None:
    assert article(body="<script>x()</script> & &lt;b&gt;").body == (
        "<p>&lt;script&gt;x()&lt;/script&gt; &amp; &lt;b&gt;</p>"
    )


def test_an_unknown_format_is_taken_as_text() -> None:
    parsed = line(title="خبر", body="<b>نص</b>", body_format="htlm")

    assert parsed.articles[0].body == "<p>&lt;b&gt;نص&lt;/b&gt;</p>"
    assert [(problem.code, problem.hint) for problem in parsed.problems] == [
        ("body-format-unknown", 'did you mean "html"?')
    ]


def test_links_of_html_bodies_count_from_the_article() -> None:
    body = article(url="https://a.example/n/1", body="<a href='../x'>ر</a>", body_format="html").body

    assert 'href="https://a.example/x"' in body


def test_topics_in_one_text_are_parted_and_each_stands_once() -> None:
    assert article(topics="نفط، غاز, نفط").topics == ("نفط", "غاز")
    assert article(topics=["نفط، غاز", "نفط"]).topics == ("نفط، غاز", "نفط")


def test_a_picture_may_be_a_local_file_with_its_words() -> None:
    found = article(image={"url": "pictures/a.webp", "alt": "بديل", "credit": "أرشيف"})

    assert found.picture == Picture(url="pictures/a.webp", alt="بديل", credit="أرشيف")
    assert article(image="pictures/a.webp", image_caption="شرح").picture == Picture(
        url="pictures/a.webp", caption="شرح"
    )


@pytest.mark.parametrize(
    "image", ["javascript:x()", "data:image/png;base64,x", "//evil.example/x.png", "file:///etc/passwd"]
)
def test_what_is_no_picture_is_left_out(image: str) -> None:
    parsed = line(title="خبر", image=image)

    assert (parsed.articles[0].picture, codes(parsed)) == (None, ["picture-refused"])


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"titel": "خبر"}, "unknown-key"),
        ({"section": ["أ", "ب"]}, "value-type"),
        ({"topics": [{"x": 1}]}, "value-type"),
        ({"author": True}, "value-type"),
        ({"url": "ftp://a.example"}, "address-refused"),
        ({"published": "غير معروف"}, "date-unreadable"),
    ],
)
def test_what_cannot_be_taken_is_a_warning(keys: dict[str, Any], code: str) -> None:
    parsed = line(title="خبر", **keys)

    assert len(parsed.articles) == 1
    assert [(problem.code, problem.level) for problem in parsed.problems] == [(code, Level.WARNING)]


def test_nulls_count_as_absent_and_numbers_are_taken_as_text() -> None:
    found = article(id=17, section=None, summary=None, image=None, author=None)

    assert (found.id, found.section) == ("17", "")


def test_half_a_surrogate_pair_does_not_cost_the_line() -> None:
    parsed = parse("content/a.jsonl", b'{"title": "\\ud83d \xd8\xae\xd8\xa8\xd8\xb1"}')

    assert parsed.articles[0].headline == "خبر"


def test_markdown_that_would_take_minutes_costs_its_line() -> None:
    parsed = line(title="خبر", body="[" * 20_000, body_format="markdown")

    assert (parsed.articles, codes(parsed)) == ((), ["markdown-refused"])


def test_records_are_lines_with_their_numbers() -> None:
    data = b'\xef\xbb\xbf{"title": "a"}\n\n \r\n{"title": "b"}\r\n'

    assert [(record.line, record.data.strip()) for record in PARSER.records(data)] == [
        (1, b'{"title": "a"}'),
        (4, b'{"title": "b"}'),
    ]


def test_a_gzipped_file_is_unpacked() -> None:
    packed = gzip.compress(b'{"title": "a"}\n') + gzip.compress(b'{"title": "b"}')

    assert [article.headline for article in parse("content/a.jsonl.gz", packed).articles] == ["a", "b"]


def broken_off(packed: bytes) -> list[Record]:
    """Return the records of a packed file that ends with an error."""
    found: list[Record] = []
    with pytest.raises((EOFError, ValueError)):
        found.extend(PARSER.records(packed))  # what came before the error stays
    return found


PACKED = gzip.compress(
    b"".join(b'{"title": "%d %d"}\n' % (number, number * number * 7919 % 100_003) for number in range(2000))
)


def test_a_gzipped_file_that_breaks_off_keeps_the_lines_before() -> None:
    found = broken_off(PACKED[:-600])

    assert 0 < len(found) < 2000
    assert all(record.data.endswith(b'"}') for record in found)


def test_a_gzipped_file_with_wrong_bytes_is_told() -> None:
    assert broken_off(PACKED[:-600] + b"x" * 600)


def test_sixteen_thousand_real_articles_are_read_in_seconds(shared: Path) -> None:
    data = (shared / "data/related/articles.jsonl.gz").read_bytes()
    reading = Reading(path="content/articles.jsonl.gz")
    began = time.process_time()

    parsed = [PARSER.parse(record, reading) for record in PARSER.records(data)]

    assert time.process_time() - began < 16_434 * 0.0005
    assert len({part.articles[0].id for part in parsed}) == 16_434
    assert [problem for part in parsed for problem in part.problems] == []
