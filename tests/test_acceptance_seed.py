"""A real page of an aggregator, through the command line, to the pages that readers get, word for word.

What is expected is read from the page itself when the test runs: no text of it stands here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from acceptance import (
    NOW,
    Element,
    Ran,
    copied,
    elements,
    nashra,
    new_site,
    page_file,
    paragraphs,
    parsed,
    process,
    spelled,
    unspaced,
    words,
)

CAPTURED_AT = datetime.fromisoformat("2025-05-11T18:00:00+03:00")
PROMO = "انضم إلى قناتنا"  # begins the one promo tail, glued to its article's last sentence
CREDIT = "عربي 21"  # in brackets at the end of one text: moved to the credit line
CHROME = (
    "logo", "time", "app-storeplay-store", "Orange background", "Daily8 AI", "الذكاء الاصطناعي", "التعليقات",
    "لا يوجد تعليقات", "أخبار ذات صلة", "حمل التطبيق", "حمّل التطبيق", "متجر التطبيقات", "واتساب", "Twitter", "Youtube",
    "Google News", "شاركنا رأيك", "تابعونا على",
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """An article as the page has it: `body` a paragraph each, `hours` before the capture, None for the page's own."""

    headline: str
    outlet: str
    body: tuple[str, ...]
    hours: int | None


@dataclass(frozen=True)
class Built:
    """A site that was built of the page: what the commands said, and its articles by outlet."""

    root: Path
    build: Ran
    copies: list[dict[str, Any]]
    articles: dict[str, dict[str, Any]]

    def page(self, outlet: str) -> Element:
        return parsed(page_file(self.root, self.articles[outlet]["permalink"]))


@pytest.fixture(scope="module")
def seed(shared: Path) -> Path:
    path = shared / "seeds" / "daily8-article.txt"
    if not path.is_file():
        pytest.skip("the captured page in ../shared/seeds is not here")
    return path


@pytest.fixture(scope="module")
def expected(seed: Path) -> list[Expected]:
    """Return the four articles of the page, its own first."""
    lines = seed.read_text(encoding="utf-8").split("\n")
    glued = re.fullmatch(r"(\D+?)[\d-]+", lines[5])
    assert glued
    own = Expected(lines[1], glued[1], tuple(lines[7 : lines.index("", 7)]), None)
    bullets = [number for number, line in enumerate(lines) if "•" in line]
    return [own, *(_related(lines, number) for number in bullets)]


def _related(lines: Sequence[str], bullet: int) -> Expected:
    hours = re.fullmatch(r"time\D+(\d+)\D+", lines[bullet - 2])
    assert hours
    assert lines[bullet + 2] == lines[bullet - 6] == lines[bullet - 7]
    body = lines[bullet + 4].split(PROMO)[0].strip().removesuffix(f"({CREDIT})")
    return Expected(lines[bullet + 2], lines[bullet - 4], (body,), int(hours[1]))


def build_site(root: Path, seed: Path, sidecar: str) -> Built:
    """Build the page in a site as `init` begins it."""
    new_site(root)
    copied(seed, root / "content")
    if sidecar:
        (root / "content" / "daily8-article.toml").write_text(sidecar, encoding="utf-8")
    build = process("build", "-v", "-C", root, "--now", NOW)
    rows = nashra("list", "articles", "--json", "-C", root, "--now", NOW).rows
    copies = nashra("list", "copies", "--json", "-C", root, "--now", NOW).rows
    return Built(root, build, copies, {row["outlet"]: row for row in rows})


@pytest.fixture(scope="module")
def dated(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the site whose sidecar says when the page was captured."""
    return build_site(tmp_path_factory.mktemp("dated") / "x", seed, f"captured_at = {CAPTURED_AT.isoformat()}\n")


@pytest.fixture(scope="module")
def undated(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the site without a sidecar: "two hours ago" is all that anybody knows."""
    return build_site(tmp_path_factory.mktemp("undated") / "x", seed, "")


@pytest.fixture(params=["dated", "undated"])
def built(request: pytest.FixtureRequest) -> Built:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Built)
    return found


def test_every_item_of_the_page_becomes_one_article(built: Built, expected: list[Expected]) -> None:
    assert built.build.code == 0, built.build.err
    assert {outlet: row["title"] for outlet, row in built.articles.items()} == {
        each.outlet: each.headline for each in expected
    }
    folders = [path.parent for path in (built.root / "public" / "articles").glob("*/index.html")]
    assert sorted(folder.name for folder in folders) == sorted(
        row["permalink"].split("/")[2] for row in built.articles.values()
    )
    assert len(folders) == 4


def test_headline_and_outlet_are_exact_on_every_page(built: Built, expected: list[Expected]) -> None:
    for each in expected:
        page = built.page(each.outlet)
        assert [words(element) for element in elements(page, "h1")] == [each.headline]
        assert words(next(elements(page, "title"))).startswith(each.headline)
        (byline,) = elements(page, css="byline")
        assert each.outlet in [words(element) for element in elements(byline, "a")]


def test_every_sentence_of_every_body_is_there_and_nothing_else(built: Built, expected: list[Expected]) -> None:
    for each in expected:
        shown = paragraphs(built.page(each.outlet))
        # Only white space beside punctuation may differ: characters agree without any, words agree with it.
        assert unspaced("".join(shown)) == unspaced("".join(each.body))
        assert spelled(shown) == spelled(each.body)


def test_paragraphs_of_the_outlet_stay_and_one_long_one_is_parted_at_sentences(
    built: Built, expected: list[Expected]
) -> None:
    own, *others = expected
    assert [unspaced(text) for text in paragraphs(built.page(own.outlet))] == [unspaced(text) for text in own.body]
    for each in others:
        shown = paragraphs(built.page(each.outlet))
        assert len(shown) > 3
        assert max(len(text.split()) for text in shown) < 110
        assert all(text[-1] in ".'\"" for text in shown)


def test_spaces_before_commas_and_full_stops_are_mended(built: Built, expected: list[Expected]) -> None:
    assert any(re.search(r"\w [،.]", text) for each in expected for text in each.body)
    for each in expected:
        assert not re.search(r"\s[،؛.]|\s$", "\n".join(paragraphs(built.page(each.outlet))), re.M)


def test_the_credit_leaves_the_body_for_its_line(built: Built, expected: list[Expected]) -> None:
    credits = {each.outlet: [words(e) for e in elements(built.page(each.outlet), css="credit")] for each in expected}

    assert [outlet for outlet, lines in credits.items() if lines] == [expected[3].outlet]
    assert credits[expected[3].outlet][0].endswith(f" {CREDIT}")


def test_no_chrome_reaches_a_body(built: Built, expected: list[Expected], seed: Path) -> None:
    shown = {each.outlet: paragraphs(built.page(each.outlet)) for each in expected}
    own_words = {each.headline for each in expected} | {text for each in expected for text in each.body}
    lines = {line.strip() for line in seed.read_text(encoding="utf-8").split("\n")} - {""}
    chrome = {line for line in lines if not any(text in line for text in own_words)}

    assert len(chrome) > 12
    for outlet, texts in shown.items():
        for text in texts:
            assert not chrome & {text}, outlet
            assert not [word for word in CHROME if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)], outlet


def test_the_two_texts_on_the_new_party_are_one_copies_group(built: Built, expected: list[Expected]) -> None:
    _, first, other, second = expected
    assert [first.outlet, second.outlet] == ["القناة الثالثة والعشرون", "ليبانون 24"]

    assert built.copies == [{"members": sorted(built.articles[each.outlet]["id"] for each in (first, second))}]
    for each, twin in ((first, second), (second, first)):
        assert built.articles[twin.outlet]["permalink"] in links(built.page(each.outlet))
        assert built.articles[other.outlet]["permalink"] not in links(built.page(each.outlet))


def test_none_of_the_three_is_related_to_the_pages_own_article(built: Built, expected: list[Expected]) -> None:
    own, *others = expected

    assert not links(built.page(own.outlet)) & {built.articles[each.outlet]["permalink"] for each in others}


def links(page: Element) -> set[str]:
    return {unquote(element.get("href") or "") for element in elements(page, "a")}


def facts(built: Built) -> dict[str, tuple[str | None, str, str | None]]:
    """Return what `list articles` says of each outlet's date."""
    return {
        outlet: (row["published"], row["precision"], row["hijri"]) for outlet, row in sorted(built.articles.items())
    }


def test_relative_times_count_from_the_capture(dated: Built, expected: list[Expected]) -> None:
    own, *others = expected
    told = facts(dated)

    assert told[own.outlet] == ("2025-05-11", "day", "1446-11-13")
    for each in others:
        moment, precision, hijri = told[each.outlet]
        assert (precision, hijri) == ("hour", "1446-11-13")
        assert datetime.fromisoformat(moment or "") == CAPTURED_AT - timedelta(hours=each.hours or 0)
    assert not problems(dated)


def test_without_the_capture_nothing_is_invented(undated: Built, expected: list[Expected]) -> None:
    own, *others = expected
    told = facts(undated)

    assert told.pop(own.outlet) == ("2025-05-11", "day", "1446-11-13")
    assert told == {each.outlet: (None, "unknown", None) for each in others}


def test_the_unknown_moment_is_told_with_the_line_that_mends_it(undated: Built) -> None:
    assert [line.split(" ")[1] for line in problems(undated)] == ["capture-time-unknown"]
    assert "captured_at = " in undated.build.err
    assert "daily8-article.toml" in undated.build.err


def problems(built: Built) -> list[str]:
    return [line for line in built.build.err.splitlines() if line.startswith(("error", "warning"))]


def test_the_pages_own_article_shows_its_day_in_both_calendars_and_no_clock(
    built: Built, expected: list[Expected]
) -> None:
    (dates,) = elements(built.page(expected[0].outlet), css="dates")
    (time,) = elements(dates, "time")

    assert time.get("datetime") == "2025-05-11"
    assert words(time) == words(dates) == "الأحد ١١ مايو ٢٠٢٥ م · ١٣ ذو القعدة ١٤٤٦ هـ"


def test_an_hour_is_never_shown_as_a_minute(dated: Built, expected: list[Expected]) -> None:
    for each in expected[1:]:
        (dates,) = elements(dated.page(each.outlet), css="dates")
        assert [time.get("datetime") for time in elements(dates, "time")] == ["2025-05-11"]
        assert ":" not in words(dates)


def test_no_page_prints_a_date_for_an_article_that_has_none(undated: Built, expected: list[Expected]) -> None:
    without = {undated.articles[each.outlet]["permalink"] for each in expected[1:]}
    for path in sorted((undated.root / "public").rglob("*.html")):
        page = parsed(path)
        for part in (page, *elements(page, "li"), *elements(page, "article")):
            shown = links(part) & {row["permalink"] for row in undated.articles.values()}
            if shown and shown <= without:
                assert not list(elements(part, "time")), path
    for each in expected[1:]:
        assert not list(elements(undated.page(each.outlet), "time"))
        assert "datePublished" not in words(undated.page(each.outlet))


def test_an_article_without_a_date_is_in_no_feed_and_in_no_dated_archive(
    undated: Built, expected: list[Expected]
) -> None:
    public = undated.root / "public"
    without = {undated.articles[each.outlet]["permalink"] for each in expected[1:]}
    feed = unquote((public / "feed.xml").read_text(encoding="utf-8"))
    listing = [path for path in (public / "archive").rglob("*.html") if links(parsed(path)) & without]

    assert not [permalink for permalink in without if permalink in feed]
    assert listing == [public / "archive" / "undated" / "index.html"]


def test_what_was_removed_is_told(built: Built) -> None:
    kept_out = re.findall(r"^kept out content/daily8-article\.txt: (.+)$", built.build.err, re.M)

    assert f"\n{len(kept_out)} passages of page chrome and promotion were kept out of bodies" in built.build.err
    assert {"logo", "Orange background", "التعليقات", "أخبار ذات صلة", "app-storeplay-store"} < set(kept_out)
    assert len([text for text in kept_out if text.startswith(PROMO)]) == 1
