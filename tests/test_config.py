"""site.toml: defaults, values, and all mistakes at once."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from generator import config, digest
from generator.config import Calendar, Digits, HijriCalendar, Months, Outlet, Policy, Quotes, Rights, Site, SiteConfig
from generator.errors import Exit, Problem, SiteError

ROOT = Path(__file__).parent.parent

FULL = """\
[site]
title = "صحيفة   الضفاف"
tagline = "أخبار النهر"
description = "موقع تجريبي"
base_url = "https://example.org/news"
language = "ar"
region = "LB"
time_zone = "Asia/Beirut"
digits = "arab"
months = "dual"
quotes = "arabic"
sections = ["سياسة", "رياضة"]
permalink = "/a/{id}/{slug}/"

[calendar]
hijri = "none"
hijri_offset = -1
[calendar.month_starts]
"1446-10" = 2025-03-31

[sources]
paths = ["content", "seeds/pages/"]

[rights]
default = "link"
excerpt_words = 40

[outlets."وكالة المثال"]
aliases = ["Example Agency", "وكالة المثال للأنباء"]
url = "https://example.net/"
country = "LB"
policy = "full"
[outlets."مجلة النهر"]
own = true
[outlets.Sunbula]

[outputs]
rss = false
json_feed = false
news_sitemap = false
api = false

[hosting]
host = "netlify"
precompress = ["gz", "br"]

[schedule]
every_minutes = 30
stale_after_hours = 6

[desk]
future_tolerance_minutes = 5

[budgets]
html_kb = 1
css_kb = 2
script_kb = 3
picture_kb = 4
page_links = 5
"""


def mistakes(text: str) -> list[Problem]:
    """Return the problems of a site.toml, in order."""
    with pytest.raises(SiteError) as caught:
        config.load(text)
    assert caught.value.exit_code == Exit.USAGE
    return caught.value.problems


def test_an_empty_file_is_all_defaults() -> None:
    assert config.load("") == SiteConfig()


def test_every_key_is_read() -> None:
    read = config.load(FULL)

    assert read == SiteConfig(
        site=Site(
            title="صحيفة الضفاف",
            tagline="أخبار النهر",
            description="موقع تجريبي",
            base_url="https://example.org/news/",
            region="LB",
            time_zone="Asia/Beirut",
            digits=Digits.ARAB,
            months=Months.DUAL,
            quotes=Quotes.ARABIC,
            sections=("سياسة", "رياضة"),
            permalink="/a/{id}/{slug}/",
        ),
        calendar=Calendar(hijri=HijriCalendar.NONE, hijri_offset=-1, month_starts=(("1446-10", date(2025, 3, 31)),)),
        sources=config.Sources(paths=("content", "seeds/pages")),
        rights=Rights(default=Policy.LINK, excerpt_words=40),
        outlets=(
            Outlet(
                name="وكالة المثال",
                aliases=("Example Agency", "وكالة المثال للأنباء"),
                url="https://example.net/",
                country="LB",
                policy=Policy.FULL,
                policy_is_default=False,
            ),
            Outlet(name="مجلة النهر", own=True, policy=Policy.FULL),
            Outlet(name="Sunbula", policy=Policy.LINK),
        ),
        outputs=config.Outputs(rss=False, json_feed=False, news_sitemap=False, api=False),
        hosting=config.Hosting(host=config.Host.NETLIFY, precompress=(config.Encoding.GZIP, config.Encoding.BROTLI)),
        schedule=config.Schedule(every_minutes=30, stale_after_hours=6),
        desk=config.Desk(future_tolerance_minutes=5),
        budgets=config.Budgets(html_kb=1, css_kb=2, script_kb=3, picture_kb=4, page_links=5),
    )


def test_a_configuration_is_a_plain_value() -> None:
    read = config.load(FULL)
    before = digest.of_value(read)
    read.canonical("وكالة المثال")

    assert digest.of_value(read) == before == digest.of_value(config.load(FULL))
    assert hash(read) == hash(config.load(FULL))
    assert digest.of_value(config.load("")) != before


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (Site, config.SITE),
        (Calendar, config.CALENDAR),
        (config.Sources, config.SOURCES),
        (Rights, config.RIGHTS),
        (config.Outputs, config.OUTPUTS),
        (config.Hosting, config.HOSTING),
        (config.Schedule, config.SCHEDULE),
        (config.Desk, config.DESK),
        (config.Budgets, config.BUDGETS),
        (SiteConfig, {**config.TABLES, "written_base_url": None}),  # which no table of site.toml has
    ],
)
def test_each_table_has_a_converter_for_every_field(table: type, keys: dict[str, object]) -> None:
    assert [field.name for field in dataclasses.fields(table)] == list(keys)


# ---- outlets


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("وكالة المثال", "وكالة المثال"),
        ("وكاله  المثال", "وكالة المثال"),
        ("EXAMPLE agency", "وكالة المثال"),
        ("وكالة المثال للأنباء", "وكالة المثال"),
        ("sunbula", "Sunbula"),
        ("قناة أخرى", "قناة أخرى"),
    ],
)
def test_an_outlet_is_found_by_its_names(name: str, canonical: str) -> None:
    assert config.load(FULL).canonical(name).name == canonical


def test_an_outlet_not_listed_has_the_default_policy() -> None:
    assert config.load(FULL).canonical("قناة أخرى") == Outlet(name="قناة أخرى", policy=Policy.LINK)


@pytest.mark.parametrize("name", ["", " ", "صحيفة الضفاف", "صحيفه الضفاف"])
def test_no_outlet_is_the_site_itself(name: str) -> None:
    assert config.load(FULL).canonical(name) == Outlet(name="صحيفة الضفاف", policy=Policy.FULL, own=True)


def test_the_site_itself_may_be_listed() -> None:
    read = config.load('[site]\ntitle = "الضفاف"\n[outlets."الضفاف"]\nurl = "https://example.org/about/"')

    assert read.canonical("") == read.outlets[0]
    assert read.outlets[0].own
    assert read.outlets[0].policy is Policy.FULL


# ---- the address


@pytest.mark.parametrize(
    ("base_url", "normal", "base_path"),
    [
        ("https://example.org", "https://example.org/", ""),
        ("https://example.org/news/ar/", "https://example.org/news/ar/", "/news/ar"),
        ("http://localhost:8000/x", "http://localhost:8000/x/", "/x"),
        ("http://[::1]:8000/", "http://[::1]:8000/", ""),
        ("https://EXAMPLE.org/", "https://example.org/", ""),
        ("https://مثال.example/أخبار", "https://xn--mgbh0fb.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/", "/أخبار"),
        ("https://example.org/%D8%A3/", "https://example.org/%D8%A3/", "/أ"),
    ],
)
def test_the_address_is_normal_and_tells_the_subpath(base_url: str, normal: str, base_path: str) -> None:
    read = config.overridden(SiteConfig(), base_url=base_url)

    assert (read.site.base_url, read.base_path, read.base_url) == (normal, base_path, normal.rstrip("/"))


def test_a_bad_address_on_the_command_line_is_a_usage_error() -> None:
    with pytest.raises(SiteError, match="--base-url") as caught:
        config.overridden(SiteConfig(), base_url="example.org")
    assert caught.value.exit_code == Exit.USAGE


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa-IR", "rtl"), ("en", "ltr"), ("ku", "ltr")])
def test_the_language_tells_the_direction(language: str, direction: str) -> None:
    assert config.load(f'[site]\nlanguage = "{language}"').direction == direction


# ---- mistakes


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "said"),
    [
        ("[site]\ntitle = 12", 2, 1, "config-type", 'site.title: found 12, wants text\n  hint: write for example "12"'),
        ("[site]\ntitle = true", 2, 1, "config-type", "found true, wants text"),
        ('[site]\ntitle = " "', 2, 1, "config-empty", "found empty text"),
        ('[site]\nsections = "سياسة"', 2, 1, "config-type", "wants a list\n  hint: write for example ["),
        ('[site]\nsections = ["أ", 3]', 2, 18, "config-type", "site.sections[1]: found 3, wants text"),
        ('[site]\nsections = [\n  "سياسة",\n  "سِياسة"]', 4, 3, "config-twice", "stands here twice"),
        ('[site]\ntimezone = "Africa/Cairo"', 2, 1, "config-unknown-key", 'did you mean "time_zone"?'),
        ("[site]\n  hijri_offset = 1", 2, 3, "config-unknown-key", "it belongs under [calendar]"),
        ('title = "نشرة"', 1, 1, "config-unknown-key", "it belongs under [site]"),
        ("[sitte]", 1, 1, "config-unknown-key", 'did you mean "site"?'),
        ("[site]\nzzz = 1", 2, 1, "config-unknown-key", "known here: title, tagline, description"),
        ("site = 3", 1, 1, "config-type", "found 3, wants a table\n  hint: write [site]"),
        ("outlets.a = 3", 1, 1, "config-type", "outlets.a: found 3, wants a table\n  hint: write [outlets.a]"),
        ('[site]\ndigits = "arabic"', 2, 1, "config-choice", "wants one of: auto, latn, arab\n  hint: did you"),
        ('[rights]\ndefault = "ful"', 2, 1, "config-choice", 'did you mean "full"?'),
        ("[rights]\nexcerpt_words = 5", 2, 1, "config-range", "wants a whole number from 10 to 500"),
        ("[rights]\nexcerpt_words = 60.5", 2, 1, "config-type", "found 60.5, wants a whole number"),
        ("[calendar]\nhijri_offset = 3", 2, 1, "config-range", "wants a whole number from -2 to 2"),
        ("[calendar]\nhijri_offset = true", 2, 1, "config-type", "found true, wants a whole number"),
        ('[site]\ntime_zone = "Cairo"', 2, 1, "config-time-zone", 'did you mean "Africa/Cairo"?'),
        ('[site]\ntime_zone = "Asia/Bierut"', 2, 1, "config-time-zone", 'did you mean "Asia/Beirut"?'),
        ('[site]\ntime_zone = "Africa"', 2, 1, "config-time-zone", "which is no time zone"),
        ('[site]\ntime_zone = "localtime"', 2, 1, "config-time-zone", "which is no time zone"),
        ('[site]\ntime_zone = "../etc/passwd"', 2, 1, "config-time-zone", "which is no time zone"),
        ('[site]\nregion = "eg"', 2, 1, "config-region", 'did you mean "EG"?'),
        ('[site]\nregion = "Atlantis"', 2, 1, "config-region", 'write for example "EG"'),
        ('[site]\nregion = "egypt"', 2, 1, "config-region", 'did you mean "EG"?'),
        ('[site]\nregion = "الامارات"', 2, 1, "config-region", 'did you mean "AE"?'),
        ('[site]\nregion = "XX"', 2, 1, "config-region", 'found "XX", which is no country'),
        ('[site]\nregion = "UK"', 2, 1, "config-region", 'did you mean "GB"?'),
        ('[site]\nregion = "LN"', 2, 1, "config-region", 'did you mean "LB"?'),
        ('[site]\nregion = "ksa"', 2, 1, "config-region", 'did you mean "SA"?'),
        ('[site]\nregion = 5', 2, 1, "config-type", "found 5"),
        ('[outlets."أ"]\ncountry = "ZZ"', 2, 1, "config-region", 'did you mean "DZ"?'),
        ('[site]\nlanguage = "Arabic!"', 2, 1, "config-language", 'found "Arabic!"'),
        ('[site]\nbase_url = "example.org"', 2, 1, "config-base-url", "does not begin with https:// or http://"),
        ('[site]\nbase_url = "ftp://example.org/"', 2, 1, "config-base-url", "does not begin with https:// or http://"),
        ('[site]\nbase_url = "https://"', 2, 1, "config-base-url", "no proper host"),
        ('[site]\nbase_url = "https://example.org/?a=1"', 2, 1, "config-base-url", "a query or a fragment"),
        ('[site]\nbase_url = "https://example.org/../a"', 2, 1, "config-base-url", "dots for a folder"),
        ('[site]\nbase_url = "https://me@example.org/"', 2, 1, "config-base-url", "a user's name"),
        ('[site]\nbase_url = "https://example.org:99999/"', 2, 1, "config-base-url", "no proper host name or port"),
        ('[site]\npermalink = "/{section}/{id}/"', 2, 1, "config-permalink", "has {section} in it"),
        ('[site]\npermalink = "/{slug}/"', 2, 1, "config-permalink", "has no {id} in it"),
        ('[site]\npermalink = "{id}/"', 2, 1, "config-permalink", 'does not begin and end with "/"'),
        ('[site]\npermalink = "/a//{id}/"', 2, 1, "config-permalink", "no plain path"),
        ('[site]\npermalink = "/{/{id}/"', 2, 1, "config-permalink", "no plain path"),
        ('[sources]\npaths = ["content", "../x"]', 2, 21, "config-path", "does not stay inside the site"),
        ('[sources]\npaths = ["/etc"]', 2, 10, "config-path", "does not stay inside the site"),
        ('[sources]\npaths = ["C:\\\\x"]', 2, 10, "config-path", "does not stay inside the site"),
        ('[sources]\npaths = ["."]', 2, 10, "config-path", "does not stay inside the site"),
        ('[sources]\npaths = ["a", "a/"]', 2, 15, "config-twice", "stands here twice"),
        ('[sources]\npaths = ["a/b", "a"]', 2, 10, "config-twice", 'found "a/b", which lies in "a"'),
        ('[calendar.month_starts]\n"1446-13" = 2025-03-31', 2, 1, "config-month-starts", "wants a Hijri month"),
        ('[calendar.month_starts]\n"1300-01" = 2025-03-31', 2, 1, "config-month-starts", "wants a Hijri month"),
        ('[calendar.month_starts]\n"1446-10" = "2025-03-31"', 2, 1, "config-type", 'found "2025-03-31", wants a date'),
        ('[calendar.month_starts]\n"1446-10" = 2025-03-31T10:00:00', 2, 1, "config-type", "wants a date"),
        ('[calendar.month_starts]\n"1446-10" = 2025-04-05', 2, 1, "config-month-starts", "hint: try 2025-03-30 or"),
        ("[outlets.a]\nurl = 'x'", 2, 1, "config-url", "does not begin with https:// or http://"),
        ("[outlets.a]\npolcy = 'full'", 2, 1, "config-unknown-key", 'outlets.a.polcy: there is no such key'),
        ("[outlets.a]\nown = 'yes'", 2, 1, "config-type", 'found "yes", wants true or false'),
        ("[outlets.a]\naliases = ['B']\n[outlets.b]", 3, 1, "config-outlet-twice", '"b" already stands for "a"'),
        ("[outlets.b]\n[outlets.a]\naliases = ['c', 'B']", 3, 17, "config-outlet-twice", '"B" already stands for "b"'),
        ("[outlets.'']", 1, 1, "config-empty", "an outlet without a name"),
        ("[site\n", 1, 6, "config-syntax", "not TOML"),
        ('[site]\ntitle = "نشرة', 2, 14, "config-syntax", "not TOML"),
        ("[outlets.وكالة]\n", 1, 10, "config-syntax", "put keys that are not plain Latin letters in quotes"),
        ("a = " + "[" * 5000, 1, 1, "config-syntax", "nested too deep"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, line: int, column: int, code: str, said: str) -> None:
    [problem] = mistakes(text)

    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert said in str(problem)


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    text = FULL.replace('"LB"', '"Lebanon"').replace('"arab"', "9").replace("own =", "owns =").replace('"none"', '""')

    assert [(problem.line, problem.field) for problem in mistakes(text)] == [
        (7, "site.region"),
        (9, "site.digits"),
        (16, "calendar.hijri"),
        (31, 'outlets."وكالة المثال".country'),
        (34, 'outlets."مجلة النهر".owns'),
    ]


def test_a_byte_order_mark_and_other_line_ends_do_no_harm() -> None:
    data = ("\ufeff" + FULL.replace("\n", "\r\n")).encode()

    assert config.load(config.decoded(data)) == config.load(FULL)
    assert config.load(data.decode()) == config.load(FULL)


def test_bytes_that_are_not_utf_8_are_told_with_their_line() -> None:
    with pytest.raises(SiteError) as caught:
        config.decoded('[site]\ntitle = "نشرة"'.encode("cp1256"))

    assert caught.value.problems[0].line == 2


# ---- documents


def test_every_problem_has_its_page() -> None:
    sources = (ROOT / "generator" / name for name in ("config.py", "toml_values.py"))
    codes = {code for source in sources for code in re.findall(r'"(config-[a-z0-9-]+)"', source.read_text("utf-8"))}
    pages = {page.stem for page in (ROOT / "docs" / "problems").glob("config-*.md")}

    assert pages == codes


def test_the_reference_names_every_key_and_its_default() -> None:
    reference = (ROOT / "docs" / "reference" / "site-toml.md").read_text("utf-8")
    keys = [key for table in (*config.TABLES.values(), config.OUTLET) for key in table]

    assert [key for key in keys if f"| `{key}` |" not in reference] == []


def test_the_demonstrations_own_site_toml_has_no_mistake() -> None:
    config.load((ROOT / "site.toml").read_text("utf-8"))


def test_an_overridden_address_keeps_the_written_one_beside_it() -> None:
    read = config.overridden(SiteConfig(), base_url="https://preview.example/a/")

    assert SiteConfig().base_urls == ("https://example.org",)
    assert read.base_urls == ("https://preview.example/a", "https://example.org")
    assert config.overridden(read, base_url="http://localhost/").base_urls == (
        "http://localhost",
        "https://example.org",
    )
