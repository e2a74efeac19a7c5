"""Markdown files: ours, and folders written for other generators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from told import TESTS, assert_expected, captured, codes, parse

from generator.errors import Level
from generator.markup import paragraphs
from generator.model import Article, Moment, Parsed, Picture, Precision

CAPTURES = TESTS / "captures" / "markdown"
FILES = sorted(path for path in CAPTURES.rglob("*.m*") if path.name != "_index.md")


def markdown(text: str, *, path: str = "content/a.md") -> Parsed:
    return parse(path, text.encode())


def article(text: str, *, path: str = "content/a.md") -> Article:
    parsed = markdown(text, path=path)
    assert [str(problem) for problem in parsed.problems if problem.level is Level.ERROR] == []
    return parsed.articles[0]


def with_keys(*lines: str, body: str = "نص.") -> str:
    return "\n".join(["---", "title: خبر", *lines, "---", body])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_the_article_expected_of_it(path: Path, update_golden: bool) -> None:
    assert_expected(path, update=update_golden)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_of_every_generator_build_without_an_error(path: Path) -> None:
    assert {code for code in codes(captured(path)) if code != "date-without-zone"} <= {"layout-unknown", "shortcode"}


@pytest.mark.parametrize("said", ["2026-11", "true", "[2026-11-23, 2026-11-24]", "{until: 2026-11-23}", "بعد العيد"])
def test_an_embargo_that_cannot_be_read_holds_the_article_back(said: str) -> None:
    parsed = markdown(with_keys(f"embargo: {said}"))

    assert parsed.articles == ()
    assert [(problem.level, problem.code, problem.line) for problem in parsed.problems] == [
        (Level.ERROR, "embargo-unreadable", 3)
    ]


def test_an_embargo_is_a_moment_or_a_day() -> None:
    at = "2026-11-23T18:00:00+03:00"

    assert article(with_keys(f"embargo: {at}")).embargo == Moment(at, Precision.SECOND)
    assert article(with_keys("embargo_until: 2026-11-23")).embargo == Moment("2026-11-23", Precision.DAY)
    assert article(with_keys("embargo:")).embargo is None


def test_all_our_keys_are_read() -> None:
    found = captured(CAPTURES / "ours.md").articles[0]

    assert found.authors == ("ليلى الحداد", "سامر نصّار")
    assert found.updated == Moment("2025-05-12", Precision.DAY)
    assert found.standfirst == "السفينة حملت ألفي طن من القمح وفق إدارة الميناء."
    assert found.picture == Picture(url="pictures/harbour.webp", alt="سفينة عند الرصيف", credit="تصوير المرفأ")
    assert (found.slug, found.aliases) == ("harbour-first-ship", ("/2025/05/harbour/",))
    assert found.url == "https://marfa.example/news/17?utm_source=rss"


def test_hugo_s_names_are_read_as_ours() -> None:
    found = captured(CAPTURES / "hugo.md").articles[0]

    assert (found.section, found.topics) == ("ثقافة", ("مجتمع", "مكتبات", "ترميم"))
    assert found.updated == Moment("2025-03-04", Precision.DAY)
    assert found.picture == Picture(url="library.webp", alt="واجهة المكتبة")
    assert (found.slug, found.aliases) == ("library", ("/old/library/",))
    assert paragraphs(found.body)[-1] == "وفق بيان البلدية."


def test_a_bundle_s_section_page_is_no_article() -> None:
    parsed = captured(CAPTURES / "bundle" / "_index.md")

    assert (parsed.articles, parsed.problems) == ((), ())


def test_the_first_picture_of_a_body_stands_for_the_article_and_is_left_out_of_the_body() -> None:
    parsed = captured(CAPTURES / "bundle" / "index.md")

    assert parsed.articles[0].picture == Picture(url="boats.webp", alt="قوارب", caption="القوارب قبل السباق")
    assert "<img" not in parsed.articles[0].body
    assert parsed.removed == ('picture "boats.webp"',)


def test_jekyll_dates_a_file_by_its_name() -> None:
    found = captured(CAPTURES / "2025-05-11-jekyll-floods.markdown").articles[0]

    assert found.published == Moment("2025-05-11", Precision.DAY)
    assert (found.layout, found.draft, found.aliases) == ("", False, ())


def test_content_is_never_taken_for_a_template() -> None:
    body = captured(CAPTURES / "2025-05-11-jekyll-floods.markdown").articles[0].body

    assert "{{ site.title }}" in body
    assert "{%" not in body


@pytest.mark.parametrize(
    "text",
    [
        with_keys("draft: true"),
        with_keys("draft: Yes"),
        with_keys("published: false"),
        with_keys("status: draft"),
        "Title: خبر\nStatus: draft\n\nنص.",
    ],
)
def test_drafts_are_told_in_several_ways(text: str) -> None:
    assert article(text).draft


def test_a_folder_of_drafts_holds_drafts() -> None:
    assert article(with_keys(), path="content/_drafts/a.md").draft


def test_a_flag_that_says_neither_holds_the_article_back() -> None:
    parsed = markdown(with_keys("withdrawn: ربما"))

    assert parsed.articles[0].withdrawn
    assert codes(parsed) == ["flag-unclear"]


def test_an_article_without_outlet_is_the_site_s_own() -> None:
    assert article(with_keys()).outlet == ""


def test_a_source_that_is_an_address_is_the_original_and_no_outlet() -> None:
    found = article(with_keys("source: https://marfa.example/n/1"))

    assert (found.url, found.outlet) == ("https://marfa.example/n/1", "")


def test_a_url_that_is_a_path_leads_here() -> None:
    found = article(with_keys("url: /2024/old/", "aliases: [older]"))

    assert (found.url, found.aliases) == ("", ("/older", "/2024/old/"))


@pytest.mark.parametrize("alias", ["//evil.example/", "/a/../../b", "javascript:x", "https://a.example/"])
def test_an_alias_that_leads_elsewhere_is_refused(alias: str) -> None:
    parsed = markdown(with_keys(f'aliases: ["{alias}"]'))

    assert parsed.articles[0].aliases == ()
    assert codes(parsed) == ["alias-refused"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "http://"])
def test_an_original_that_is_no_web_address_is_left_out(url: str) -> None:
    parsed = markdown(with_keys(f'url: "{url}"'))

    assert parsed.articles[0].url == ""
    assert codes(parsed) == ["address-refused"]


@pytest.mark.parametrize(
    ("layout", "kept", "problems"),
    [
        ("page", "page", []),
        ("article", "article", []),
        ("post", "", []),
        ("single", "", []),
        ("layouts/post.njk", "", ["layout-unknown"]),
        ("artcle", "", ["layout-unknown"]),
    ],
)
def test_a_layout_is_a_name_of_a_fixed_list(layout: str, kept: str, problems: list[str]) -> None:
    parsed = markdown(with_keys(f"layout: {layout}"))

    assert (parsed.articles[0].layout, codes(parsed)) == (kept, problems)


@pytest.mark.parametrize(
    "layout", ["../../etc/passwd", "/etc/passwd", "a/b.html", '"a\\\\b"', "..", "x/../article.njk"]
)
def test_a_layout_that_is_a_path_costs_the_article(layout: str) -> None:
    parsed = markdown(with_keys(f"layout: {layout}"))

    assert (parsed.articles, codes(parsed)) == ((), ["layout-refused"])


@pytest.mark.parametrize("slug", ["a/b", "/a", "..", ".", '"a\\0b"', "a..b", '"a\\\\b"', '"a\\nb"'])
def test_a_slug_that_is_no_single_name_costs_the_article(slug: str) -> None:
    parsed = markdown(with_keys(f"slug: {slug}"))

    assert (parsed.articles, codes(parsed)) == ((), ["slug-refused"])
    assert parsed.problems[0].line == 3


def test_a_long_slug_is_cut_between_letters_and_told() -> None:
    parsed = markdown(with_keys(f"slug: {'خبر-' * 80}"))

    assert len(parsed.articles[0].slug.encode()) <= 120
    assert codes(parsed) == ["slug-long"]


def test_an_unreadable_date_leaves_the_article_undated() -> None:
    parsed = markdown(with_keys("date: قبل العيد بقليل"))

    assert parsed.articles[0].published is None
    assert parsed.articles[0].published_raw == "قبل العيد بقليل"
    assert [(p.code, p.line, p.level) for p in parsed.problems] == [("date-unreadable", 3, Level.WARNING)]


def test_the_nearest_key_is_named() -> None:
    parsed = markdown(with_keys("sumary: موجز"))

    assert [(p.code, p.line, p.field, p.hint) for p in parsed.problems] == [
        ("unknown-key", 3, "sumary", 'did you mean "summary"?')
    ]


def test_what_is_another_generator_s_alone_is_passed_over() -> None:
    assert (
        codes(markdown(with_keys("weight: 3", "toc: true", "showDate: false", "menu:\n  main:\n    weight: 1"))) == []
    )


def test_a_title_is_the_first_heading_where_none_is_given() -> None:
    found = article("# خبر *مهم*\n\nنص.")

    assert (found.headline, found.body) == ("خبر مهم", "<p>نص.</p>")


def test_a_heading_that_repeats_the_title_does_not_stand_twice() -> None:
    assert article("---\ntitle: خبر مهم\n---\n# خبر مُهم\n\nنص.").body == "<p>نص.</p>"


@pytest.mark.parametrize("title", ["[أ, ب]", "{a: b}"])
def test_a_title_that_is_no_text_is_told(title: str) -> None:
    assert codes(markdown(f"---\ntitle: {title}\n---\nنص"))[0] == "value-type"


@pytest.mark.parametrize(
    "keys",
    [
        "tags: {a: b}",
        "tags: [{a: b}]",
        "tags: true",
        "categories: {a: b}",
        "author: {twitter: x}",
        "author: true",
        "aliases: {a: b}",
        "section: {a: b}",
        "section: true",
        "date: {a: b}",
        "date: [2025-01-01, 2025-01-02]",
        "expires: {a: b}",
        "image: {a: b}",
        "image: true",
        "slug: {a: b}",
        "slug: [a, b]",
        "url: {a: b}",
        "layout: [page, article]",
        "permalink: {a: b}",
        "id: {a: b}",
    ],
)
def test_a_value_that_means_nothing_in_its_field_is_told_by_its_own_key(keys: str) -> None:
    [problem] = markdown(with_keys(keys)).problems

    assert (problem.level, problem.code, problem.line) == ("warning", "value-type", 3)
    assert problem.message.startswith(keys.partition(":")[0])


def test_keys_and_values_that_mean_nothing_leave_the_field_empty() -> None:
    found = article(
        with_keys("tags: {a: b}", "author: {twitter: x}", "section: {a: b}", "date: {a: b}", "image: {a: b}")
    )

    assert (found.topics, found.authors, found.section, found.published, found.picture) == ((), (), "", None, None)


@pytest.mark.parametrize("key", ["author", "tags", "image", "section", "layout", "slug", "aliases", "description"])
def test_false_says_that_there_is_none(key: str) -> None:
    assert markdown(with_keys(f"{key}: false")) == markdown(with_keys("", ""))


@pytest.mark.parametrize("key", ["date", "lastmod", "expires", "embargo"])
@pytest.mark.parametrize(
    ("written", "is_told"),
    [
        ("2026-11-22T20:30", True),
        ("2026-11-22 20:30:00", True),
        ("22 تشرين الثاني 2026 20:30", True),
        ("الأحد ٢٢ نوفمبر ٢٠٢٦، ٨:٣٠ مساء", True),
        ("Sun, 22 Nov 2026 20:30:00", True),
        ("2026-11-22T20:30Z", False),
        ("2026-11-22 20:30:00 +0200", False),
        ("Sun, 22 Nov 2026 20:30:00 GMT", False),
        ("22 تشرين الثاني 2026 20:30 بتوقيت مكة", False),
        ("22 تشرين الثاني 2026", False),
    ],
)
def test_a_time_that_states_no_zone_is_told(key: str, written: str, is_told: bool) -> None:
    parsed = markdown(with_keys(f"{key}: {written}"))

    assert codes(parsed) == (["date-without-zone"] if is_told else [])


@pytest.mark.parametrize("key", ["draft", "withdrawn"])
def test_keys_and_values_in_the_place_of_yes_hold_an_article_back(key: str) -> None:
    parsed = markdown(with_keys(f"{key}: {{a: b}}"))

    assert codes(parsed) == ["flag-unclear"]
    assert getattr(parsed.articles[0], key) is True


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dat", "date"),
        ("desciption", "description"),
        ("categores", "categories"),
        ("lastmode", "lastmod"),
        ("tgas", "tags"),
        ("expiryDat", "expiry_date"),
        ("secton", "section"),
        ("pubished", "published"),
        ("daft", "draft"),
        ("wieght", "weight"),
    ],
)
def test_suggestions_know_every_name_that_a_key_goes_by(written: str, meant: str) -> None:
    [problem] = markdown(with_keys(f"{written}: 5")).problems

    assert (problem.code, problem.hint) == ("unknown-key", f'did you mean "{meant}"?')


def test_without_title_and_heading_there_is_no_article() -> None:
    parsed = markdown("---\ndate: 2025-05-11\n---\nنص بلا عنوان.")

    assert (parsed.articles, codes(parsed)) == ((), ["headline-missing"])


def test_an_article_keeps_its_id_when_its_body_changes() -> None:
    assert article(with_keys(body="قديم")).id == article(with_keys(body="جديد")).id


def test_links_to_the_site_s_own_pages_stay_and_relative_ones_lose_their_address() -> None:
    body = article(with_keys(body="[داخل](/articles/x/) و[نسبي](x.md) و[خارج](https://a.example/).")).body

    assert body == (
        '<p><a href="/articles/x/">داخل</a> ونسبي و'
        '<a href="https://a.example/" rel="noopener nofollow ugc">خارج</a>.</p>'
    )


@pytest.mark.parametrize(
    "body",
    ["[" * 20_000, "\n".join("    " * depth + "- بند" for depth in range(500)), ">" * 500 + " نص", "- " * 500 + "نص"],
    ids=["brackets", "lists", "quotes", "lists in a line"],
)
def test_poisonous_structure_is_refused_before_it_is_read(body: str) -> None:
    parsed = markdown(with_keys(body=f"فقرة.\n\n{body}"))

    assert (parsed.articles, codes(parsed)) == ((), ["markdown-refused"])
    assert parsed.problems[0].line >= 4


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" \r\n"])
def test_an_empty_file_is_told(data: bytes) -> None:
    parsed = parse("content/a.md", data)

    assert (parsed.articles, codes(parsed)) == ((), ["empty-file"])
    assert "empty file" in parsed.problems[0].message


def test_bytes_that_are_not_utf_8_are_found() -> None:
    parsed = parse("content/a.md", b"---\ntitle: \xce\xc8\xd1\n---\n")

    assert parsed.problems[0].message == "not UTF-8, byte 11 (line 2)"
    assert parsed.problems[0].line == 2


def test_the_lines_of_problems_count_the_file_s_lines_whatever_ends_them() -> None:
    assert markdown("---\r\ntitle: خبر\r\ndate: x\r\n---\r\nنص").problems[0].line == 3


def front_matter_cases() -> list[dict[str, Any]]:
    manifest = TESTS.parent.parent / "shared/data/frontmatter/manifest.jsonl"
    return [json.loads(line) for line in manifest.read_bytes().splitlines()] if manifest.exists() else []


@pytest.mark.parametrize("case", front_matter_cases(), ids=lambda case: Path(case["id"]).stem)
def test_front_matter_is_read_or_refused_as_its_manifest_says(case: dict[str, Any], shared: Path) -> None:
    expect, name = case["expect"], Path(case["file"]).stem
    parsed = parse(case["file"], (shared / "data" / case["file"]).read_bytes())

    said = "\n".join(f"{problem.message} {problem.hint}" for problem in parsed.problems)
    if expect["ok"] is not None:
        assert bool(parsed.articles) == expect["ok"]
    if expect["error_line"] and parsed.problems:
        assert parsed.problems[0].line == expect["error_line"]
    mentions = {
        "unknown-key": 'did you mean "title"?',
        "slug-arabic-300-bytes": "",
        "html-injection-title": "",
        "toml": "",
    }
    assert mentions.get(name, expect["error_mentions"]) in said
