"""One planted fault a rule: exactly that rule speaks, and says where. The good sites give no problem at all."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from site_fixture import NOW, SITE_TOML, SiteFixture, line, markdown, small_site

from generator import build, check, cli, config, digest, writing
from generator.check import external
from generator.check.across import Facts, facts_of_page
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage
from generator.check.rules import CODES, RULES
from generator.errors import Level, Problem, SiteError
from generator.order import Order

ROOT = Path(__file__).parent.parent
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000049454e44ae426082")


@dataclass(frozen=True)
class Built:
    """A built site to plant faults in: its folder and how it was configured."""

    output: Path
    config: config.SiteConfig

    def read(self, path: str) -> str:
        return (self.output / path).read_text("utf-8")

    def write(self, path: str, text: str | bytes, *, claimed: bool = True) -> None:
        """Write a file as a build would have: the manifest names it."""
        data = text if isinstance(text, bytes) else text.encode()
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).write_bytes(data)
        if claimed:
            files = writing.read_manifest(self.output) or {}
            (self.output / writing.MANIFEST).write_bytes(writing.manifest(files | {path: digest.of_bytes(data)}))

    def edit(self, path: str, old: str, new: str, *, claimed: bool = True) -> None:
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1), claimed=claimed)

    def check(self, **changes: Any) -> tuple[Problem, ...]:
        given: dict[str, Any] = {"output": self.output, "config": self.config, "now": NOW}
        return check.examine(check.Inspection(**(given | changes))).problems


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """A site of three articles, two of which tell one event."""
    site = SiteFixture(tmp_path_factory.mktemp("check") / "site")
    site.write("site.toml", SITE_TOML)
    site.write("content/harbour.md", markdown("ميناء", 10, day="2026-11-20T10:00:00+02:00"))
    site.write("content/pages/about.md", "---\ntitle: عن التجربة\n---\nصفحة ثابتة.\n")
    wire = [
        line("مرصد", 4, day="2026-11-20T12:00:00+02:00", source="وكالة الأولى"),
        line("مرصد", 5, day="2026-11-20T16:00:00+02:00", source="صحيفة الثانية"),
    ]
    site.write("content/wire.jsonl", "\n".join(wire) + "\n")
    site.build()
    return site


@pytest.fixture
def built(good: SiteFixture, tmp_path: Path) -> Built:
    output = tmp_path / "public"
    shutil.copytree(good.root / "public", output)
    return Built(output, good.order().config)


def an_article(built: Built) -> str:
    """Return the path of an article that is the site's own: shown whole, indexed."""
    found = sorted(path for path in built.output.glob("articles/*/index.html") if "index,follow" in path.read_text())
    own = [path for path in found if "noindex" not in path.read_text() and "refresh" not in path.read_text()]
    return own[0].relative_to(built.output).as_posix()


def a_sheet(built: Built) -> str:
    return next(built.output.glob("static/*.css")).relative_to(built.output).as_posix()


def in_body(html: str) -> Callable[[Built], str]:
    """Plant something on an article's page, after its text."""

    def plant(built: Built) -> str:
        path = an_article(built)
        built.edit(path, "</main>", f"{html}</main>")
        return path

    return plant


def in_file(path: str, old: str, new: str) -> Callable[[Built], str]:
    """Plant something in a file by its path."""

    def plant(built: Built) -> str:
        built.edit(path, old, new)
        return path

    return plant


def in_page(old: str, new: str) -> Callable[[Built], str]:
    """Plant something on an article's page."""

    def plant(built: Built) -> str:
        path = an_article(built)
        built.edit(path, old, new)
        return path

    return plant


def added(path: str, data: str | bytes, *, claimed: bool = True) -> Callable[[Built], str]:
    """Plant a file."""

    def plant(built: Built) -> str:
        built.write(path, data, claimed=claimed)
        return path

    return plant


def in_sheet(css: str) -> Callable[[Built], str]:
    def plant(built: Built) -> str:
        path = a_sheet(built)
        built.write(path, f"{css}\n{built.read(path)}")
        return path

    return plant


def altered(built: Built) -> str:
    path = an_article(built)
    built.edit(path, "</main>", "<p>زيادة</p></main>", claimed=False)
    return path


def unfinished(built: Built) -> str:
    files = writing.read_manifest(built.output) or {}
    path = an_article(built)
    (built.output / writing.MANIFEST).write_bytes(writing.manifest(files | {path: writing.PENDING}))
    return path


def gone(built: Built) -> str:
    (built.output / "about/index.html").unlink()
    return "about/index.html"


def twin_of_a_file(built: Built) -> str:
    built.write("static/Notes.txt", "١")
    built.write("static/notes.txt", "١")
    return "static/notes.txt"


def twin_in_unicode(built: Built) -> str:
    composed, decomposed = (f"static/{unicodedata.normalize(form, 'آراء')}.txt" for form in ("NFC", "NFD"))
    built.write(composed, "١")
    built.write(decomposed, "١")
    return max(composed, decomposed)


def untitled(built: Built) -> str:
    path = an_article(built)
    built.write(path, re.sub("<title>.*?</title>", "<title> </title>", built.read(path), flags=re.S))
    return path


def same_canonical(built: Built) -> str:
    path = an_article(built)
    built.write("articles/zz/index.html", built.read(path))
    return "articles/zz/index.html"


def listed_in_sitemap(location: str) -> Callable[[Built], str]:
    def plant(built: Built) -> str:
        path = next(built.output.glob("sitemaps/*.xml")).relative_to(built.output).as_posix()
        built.edit(path, "</urlset>", f" <url>\n  <loc>{location}</loc>\n </url>\n</urlset>")
        return path

    return plant


def a_redirect(built: Built) -> str:
    found = sorted(built.output.glob("articles/*/story/index.html"))
    return found[0].relative_to(built.output).as_posix().removesuffix("index.html")


def redirect_in_sitemap(built: Built) -> str:
    return listed_in_sitemap(f"https://news.example/{quote(a_redirect(built))}")(built)


def heavy(suffix: str, kb: int) -> Callable[[Built], str]:
    return added(f"static/heavy{suffix}", b" " * (kb * 1024 + 1))


def many_links(built: Built) -> str:
    return in_body("<p>" + '<a href="/">أ</a> ' * 3001 + "</p>")(built)


LD = '<script type="application/ld+json">{}</script>'
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>https://news.example/</id>'
    "<title>خ</title><updated>2026-11-23T00:00:00Z</updated>"
    '<link rel="self" href="https://news.example/x.xml"/><author><name>ن</name></author>{}</feed>'
)
ENTRY = "<entry><id>{id}</id><title>ع</title><updated>{updated}</updated><link href='{link}'/></entry>"  # one of a feed
RSS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>خ</title>'
    "<link>https://news.example/</link><description>و</description>{}</channel></rss>"
)
JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "خ",
    "items": [{"id": "1", "content_text": "نص", "url": "https://news.example/"}],
}


def entry(identity: str = "urn:1", updated: str = "2026-11-23T00:00:00Z", link: str = "https://news.example/") -> str:
    return ATOM.format(ENTRY.format(id=identity, updated=updated, link=link))


def json_feed(**item: Any) -> str:
    return json.dumps(JSON_FEED | {"items": [JSON_FEED["items"][0] | item]}, ensure_ascii=False)


# (rule, what is planted; it returns the path that the problem must name, the words of its message)
FAULTS: tuple[tuple[str, Callable[[Built], str], str], ...] = (
    ("check-link", in_body('<p><a href="/nowhere/">رابط</a></p>'), "/nowhere/"),
    ("check-link", in_body('<p><a href="/About/">رابط</a></p>'), "the file is called “about/index.html”"),
    ("check-link", in_body('<p><a href="/about">رابط</a></p>'), "is a folder"),
    ("check-link", in_body('<p><a href="https://news.example/nowhere/">رابط</a></p>'), "leads to no page"),
    ("check-link", in_body('<p><a href="../../%D8%B9/">رابط</a></p>'), "leads to no page"),
    ("check-link", in_body('<p><a href="https://[">رابط</a></p>'), "is no address"),
    ("check-link", in_body('<p><img src="/media/gone.png" alt="" width="1" height="1"></p>'), "/media/gone.png"),
    ("check-link", in_body('<p><img src="/static/x.png 2x" srcset="/a.png 1x" alt="" width="1" height="1"></p>'), "x"),
    (
        "check-link",
        in_page("</head>", '<meta property="og:image" content="https://news.example/no.png"></head>'),
        "no.png",
    ),
    ("check-link", in_sheet("a { background: url('../media/no.png') }"), "../media/no.png"),
    ("check-anchor", in_body('<p><a href="#nothing">رابط</a></p>'), "“nothing”"),
    ("check-anchor", in_body('<p><a href="/about/#contents">رابط</a></p>'), 'did you mean "content"?'),
    ("check-id-twice", in_body('<p id="content">نص</p>'), "“content” is already"),
    ("check-id-twice", in_body('<p id="a b">نص</p>'), "is no id"),
    ("check-reference", in_body('<p aria-labelledby="nothing">نص</p>'), "“nothing”"),
    ("check-language", in_page('<html lang="ar" dir="rtl">', '<html dir="rtl">'), "no language"),
    ("check-language", in_page('<html lang="ar" dir="rtl">', '<html lang="ar">'), "written rtl"),
    ("check-language", in_page('<html lang="ar" dir="rtl">', '<html lang="ur" dir="rtl">'), "says “ur”"),
    ("check-direction", in_body("<p>The ministry said no.</p>"), "ltr text in a paragraph that runs rtl"),
    ("check-direction", in_body('<div dir="ltr"><p>قالت الوزارة: لا.</p></div>'), "rtl text in a paragraph"),
    ("check-number-run", in_body("<p>فاز 2-1 أمس</p>"), "“2-1”"),
    ("check-number-run", in_body("<p>الموسم <b>2024-2026</b> طويل</p>"), "“2024-2026”"),
    ("check-number-run", in_body("<p>الساعة 14:30 مساء</p>"), "“14:30”"),
    ("check-number-run", in_body("<p>فاز ٢-١ أمس</p>"), "“٢-١”"),
    ("check-date", in_body('<p><time datetime="2026-02-30">يوم</time></p>'), "“2026-02-30”"),
    ("check-date", in_body("<p><time>أمس</time></p>"), "“أمس”"),
    ("check-date", in_body('<p><time datetime="1899-12-31">يوم</time></p>'), "before 1900"),
    ("check-date", in_body('<p><time datetime="2026-11-23T13:01+03:00">بعد</time></p>'), "ahead of the clock"),
    ("check-date-words", in_body('<p><time datetime="2025-05-11">12 أيار 2025</time></p>'), "12 أيار 2025"),
    ("check-date-words", in_body('<p><time datetime="2025-05-11">14 ذو القعدة 1446 هـ</time></p>'), "1446-11-13 AH"),
    ("check-permalink-twice", twin_of_a_file, "capitals"),
    ("check-permalink-twice", twin_in_unicode, "Unicode"),
    (
        "check-canonical",
        in_page('rel="canonical" href="https://news.example/', 'rel="canonical" href="https://o.example/'),
        "o",
    ),
    ("check-canonical", same_canonical, "is another page's"),
    ("check-title", untitled, "no title"),
    ("check-description", in_page('name="description"', 'name="descriptions"'), "no description"),
    ("check-heading", in_body("<h1>ثان</h1>"), "2 headings"),
    ("check-heading", in_body("<h2>أ</h2><h4>ب</h4>"), "a level is left out"),
    ("check-picture", in_body('<p><img src="/media/p.png" width="1" height="1"></p>'), "no alt"),
    ("check-picture", in_body('<p><img src="/media/p.png" alt=""></p>'), "no width and height"),
    ("check-csp", in_page('http-equiv="Content-Security-Policy"', 'name="csp"'), "no Content-Security-Policy"),
    ("check-csp", in_page("style-src 'self'", "style-src 'self' 'unsafe-inline'"), "'unsafe-inline'"),
    ("check-inline", in_body("<script>alert(1)</script>"), "a script"),
    ("check-inline", in_body('<script type="SpeculationRules">{}</script>'), "a script"),
    ("check-inline", in_body('<script type="text/x-javascript">1</script>'), "a script"),
    ("check-inline", in_body("<style>p{}</style>"), "its Content-Security-Policy forbids that"),
    ("check-inline", in_body('<p style="color:red">نص</p>'), "the attribute style"),
    ("check-inline", in_body('<p onclick="x()">نص</p>'), "the attribute onclick"),
    ("check-inline", in_body('<p><a href=" JavaScript:x()">نص</a></p>'), "the script in href"),
    (
        "check-third-party",
        in_body('<p><img src="https://o.example/p.png" alt="" width="1" height="1"></p>'),
        "o.example",
    ),
    ("check-third-party", in_body('<script src="//o.example/x.js"></script>'), "o.example"),
    ("check-third-party", in_sheet('@import "https://o.example/x.css";'), "o.example"),
    ("check-json-ld", in_body(LD.format("{")), "is no JSON"),
    ("check-json-ld", in_body(LD.format('{"@type": "NewsArticle"}')), "no @context"),
    ("check-json-ld", in_body(LD.format('{"@context": "https://schema.org"}')), "no @type"),
    (
        "check-json-ld",
        in_body(LD.format('{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "أمس"}')),
        "no date",
    ),
    ("check-markup", in_body('<p class="a" class="b">نص</p>'), "duplicate-attribute"),
    ("check-encoding", added("static/notes.txt", "نص".encode("cp1256")), "not UTF-8"),
    ("check-xml", added("extra.xml", "<a>\n<b></a>"), "mismatched tag"),
    ("check-json", added("extra.json", '{"a": NaN}'), "not JSON"),
    ("check-feed", added("x.xml", entry(identity="")), "has no <id>"),
    ("check-feed", added("x.xml", entry(updated="أمس")), "RFC 3339"),
    ("check-feed", added("x.xml", entry(link="https://news.example/no/")), "leads to no page"),
    ("check-feed", added("x.xml", entry(link="/about/")), "no whole address"),
    ("check-feed", added("x.xml", entry().replace("<title>خ</title>", "")), "no <title>"),
    ("check-feed", added("x.xml", entry().replace('rel="self"', 'rel="via"')), "its own address"),
    ("check-feed", added("x.xml", RSS.format("<item><guid>1</guid></item>")), "neither title nor description"),
    ("check-feed", added("x.xml", RSS.format("<item><title>ع</title></item>")), "no <guid>"),
    (
        "check-feed",
        added("x.xml", RSS.format("<item><title>ع</title><guid>1</guid><pubDate>أمس</pubDate></item>")),
        "RFC 822",
    ),
    (
        "check-feed",
        added("x.xml", RSS.format("<item><title>ع</title><guid>1</guid></item>" * 2)),
        "two entries have the <guid> “1”",
    ),
    ("check-feed", added("x.json", json.dumps(JSON_FEED | {"items": None})), "no list of items"),
    ("check-feed", added("x.json", json_feed(date_published="2026-11-23")), "RFC 3339"),
    ("check-feed", added("x.json", json_feed(url="https://news.example/no/")), "leads to no page"),
    ("check-sitemap", listed_in_sitemap("https://news.example/no/"), "no such page"),
    ("check-sitemap", listed_in_sitemap("https://o.example/"), "not below https://news.example/"),
    ("check-sitemap", listed_in_sitemap("https://news.example/عن/"), "percent-encoded"),
    ("check-sitemap", redirect_in_sitemap, "moved"),
    ("check-sitemap", in_file("robots.txt", "/sitemap.xml", "/no.xml"), "no.xml"),
    ("check-budget", heavy(".css", 100), "budgets.css_kb is 100"),
    ("check-budget", heavy(".js", 50), "budgets.script_kb is 50"),
    ("check-budget", heavy(".webp", 500), "budgets.picture_kb is 500"),
    ("check-budget", in_body("<!--" + "x" * 205_000 + "-->"), "budgets.html_kb is 200"),
    ("check-budget", many_links, "budgets.page_links is 3,000"),
    ("check-foreign", added("static/mine.txt", "لي", claimed=False), "not Nashra's"),
    ("check-altered", altered, "not as Nashra wrote it"),
    ("check-altered", unfinished, "did not finish"),
    ("check-missing", gone, "is gone"),
)


@pytest.mark.parametrize(("code", "plant", "words"), FAULTS, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(FAULTS)])
def test_exactly_the_planted_fault_is_found(built: Built, code: str, plant: Callable[[Built], str], words: str) -> None:
    built.write("media/p.png", PNG)
    path = plant(built)

    found = [problem for problem in built.check() if not _follows(problem, code)]

    assert {problem.code for problem in found} == {code}, [str(problem) for problem in found]
    assert [problem.path for problem in found] == [path] * len(found)
    assert any(words in f"{problem.message} {problem.hint}" for problem in found), [str(problem) for problem in found]


def _follows(problem: Problem, code: str) -> bool:
    """Tell whether a problem is another face of the planted fault: a file that is gone is also linked to, and so on."""
    return (code, problem.code) in {
        ("check-missing", "check-link"), ("check-missing", "check-sitemap"), ("check-missing", "check-feed"),
        ("check-language", "check-direction"),
    }  # fmt: skip


def test_every_rule_has_its_planted_fault() -> None:
    assert {code for code, *_ in FAULTS} == set(CODES)


def test_the_good_site_has_no_problem(good: SiteFixture, built: Built) -> None:
    assert [str(problem) for problem in built.check()] == []


def test_a_good_site_under_a_path_has_no_problem_and_links_that_leave_it_are_found(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.edit("site.toml", "https://news.example/", "https://news.example/أخبار/")
    site.build()
    below = Built(site.root / "public", site.order().config)

    assert [str(problem) for problem in below.check()] == []

    below.edit("about/index.html", "</main>", '<p><a href="/archive/">الأرشيف</a></p></main>')
    assert [(p.code, p.path) for p in below.check()] == [("check-link", "about/index.html")]


def test_the_demonstration_has_no_problem(tmp_path: Path) -> None:
    shutil.copy(ROOT / "site.toml", tmp_path)
    for folder in ("content", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    settled = config.load((tmp_path / "site.toml").read_text("utf-8"))
    build.build(Order(root=tmp_path, output=tmp_path / "public", config=settled, now=NOW, jobs=2))

    found = Built(tmp_path / "public", settled).check(jobs=2)

    assert [str(problem) for problem in found] == []


@pytest.mark.parametrize(
    "html",
    [
        '<p>فاز <bdi dir="ltr">2-1</bdi> أمس</p>',
        '<p dir="ltr">He won 2-1, 2024-2026.</p>',
        '<p>في <time datetime="2026-11-20">2026-11-20</time></p>',
        "<p>اكتب <code>1-2</code> هنا</p>",
        "<p>بلغ 45 أو 1,900.5 ألفا</p>",
        "<p>فاز <b>Real</b> Madrid أمس</p>",
        "<p>BBC</p>",
        '<p dir="auto">The end.</p>',
        '<p><a href="#content">رابط</a> <a href="#top">فوق</a> <a href="#:~:text=نص">نص</a> <a href="">هنا</a></p>',
        '<p><a href="mailto:a@b.example">بريد</a> <a href="https://o.example/x">خارج</a></p>',
        '<p><time datetime="2025-W05">أسبوع</time> <time datetime="P3D">أيام</time></p>',
        '<p><time datetime="14:30">وقت</time> <time>2026-11-20</time></p>',
        '<p><time datetime="2025-05-10T22:00Z">الأحد 11 أيار 2025 م · 13 ذو القعدة 1446 هـ</time></p>',
        LD.format('{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2025-05"}'),
        "<svg><title>رسم</title></svg>",
    ],
)
def test_what_is_right_is_left_alone(built: Built, html: str) -> None:
    in_body(html)(built)

    assert [str(problem) for problem in built.check()] == []


def test_the_place_of_a_fault_is_its_line_and_column_in_the_built_file(built: Built) -> None:
    path = an_article(built)
    built.edit(path, "</main>", "\n<p>أولًا</p>\n<p>فاز <b>ثم 3-2</b></p></main>")
    number = built.read(path).split("\n").index("<p>فاز <b>ثم 3-2</b></p></main>") + 1

    (found,) = built.check()

    assert (found.line, found.column) == (number, 14)


def test_of_a_page_without_a_policy_it_is_not_said_that_its_policy_forbids_something(built: Built) -> None:
    path = in_page('http-equiv="Content-Security-Policy"', 'name="csp"')(built)
    in_body("<style>p{}</style>")(built)

    found = {problem.code: problem.message for problem in built.check() if problem.path == path}

    assert found.keys() == {"check-csp", "check-inline"}
    assert "Policy" not in found["check-inline"]


def test_rules_that_are_not_asked_for_are_silent(built: Built) -> None:
    in_body('<p><a href="/nowhere/">فاز 2-1</a></p>')(built)

    assert {problem.code for problem in built.check(codes={"check-link"})} == {"check-link"}


def test_two_processes_find_what_one_finds(built: Built) -> None:
    for fault in ('<p><a href="/about/#no">رابط</a></p>', "<p>فاز 2-1</p>"):
        in_body(fault)(built)

    assert built.check(jobs=2) == built.check(jobs=1)


def test_budgets_are_those_of_the_configuration(built: Built) -> None:
    tight = replace(built.config, budgets=replace(built.config.budgets, html_kb=1))

    found = built.check(config=tight)

    assert {problem.level for problem in found} == {Level.WARNING}
    assert {problem.code for problem in found} == {"check-budget"}


def test_a_folder_without_a_manifest_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        Built(tmp_path, config.SiteConfig()).check()

    assert [problem.code for problem in raised.value.problems] == ["no-output"]


def test_a_file_that_goes_away_while_it_is_looked_at_is_told(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = built.output / "about/index.html"

    def then_gone(*values: Any) -> Grounds:
        gone.unlink()
        return Grounds(*values)

    monkeypatch.setattr(check, "Grounds", then_gone)

    assert [(p.code, p.path) for p in built.check()] == [("output-unreadable", "about/index.html")]


def raising(*given: Any) -> Iterator[Problem]:
    yield from ()
    raise OverflowError("date value out of range")


def test_a_rule_that_raises_costs_its_own_findings_and_is_one(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    path = in_body("<p>فاز 2-1 أمس</p>")(built)
    rules = [replace(rule, page=(raising,)) if rule.code == "check-date" else rule for rule in RULES]
    monkeypatch.setattr(check, "RULES", rules)

    found = built.check()

    pages = sum(1 for _ in built.output.rglob("*.html"))
    failed = [problem for problem in found if problem.code == "check-failed"]
    assert pages == len(failed) == len(found) - 1
    assert [problem.path for problem in found if problem.code == "check-number-run"] == [path]
    assert failed[0].message.startswith("check-date failed here: OverflowError: date value out of range (test_check.py")
    assert built.check(jobs=2) == found


def test_a_rule_of_the_whole_site_that_raises_costs_its_own_findings(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gone(built)
    monkeypatch.setattr(
        check, "RULES", [replace(rule, site=(raising,)) if rule.code == "check-sitemap" else rule for rule in RULES]
    )

    found = [problem for problem in built.check() if not _follows(problem, "check-missing")]

    assert [(p.code, p.path) for p in found] == [("check-failed", str(built.output)), ("check-missing", path)]


def test_from_a_page_that_cannot_be_taken_apart_nothing_follows(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    in_body('<p><a href="/about/#content">رابط</a></p>')(built)

    def apart(page: HtmlPage, grounds: Grounds) -> Facts:
        if page.path == "about/index.html":
            raise RecursionError("nested too deep")
        return facts_of_page(page, grounds)

    monkeypatch.setattr(check, "facts_of_page", apart)

    assert [(p.code, p.path) for p in built.check()] == [("check-failed", "about/index.html")]


# ---- the command


def told(built: Built, *arguments: str, site: SiteFixture, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of `nashra check`."""
    given = ("-C", str(site.root), "-o", str(built.output), "--now", NOW.isoformat())
    code = cli.main(["check", *given, *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_says_nothing_but_a_count_of_a_good_site(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(built, "--strict", site=good, capsys=capsys)

    assert (code, out) == (0, "")
    assert "0 errors, 0 warnings" in err


@pytest.mark.parametrize(
    ("html", "flags", "code"),
    [
        ("<p>فاز 2-1</p>", (), 1),
        ("<p>The end.</p>", (), 0),
        ("<p>The end.</p>", ("--strict",), 1),
        ("<p>The end.</p>", ("--strict", "-q"), 1),
        ("<p>The end.</p>", ("--strict", "--skip", "direction"), 0),
        ("<p>فاز 2-1</p>", ("--only", "check-direction"), 0),
        ("<p>فاز 2-1</p>", ("--only", "no-such-rule"), 2),
    ],
)
def test_its_exit_code_tells_errors_from_warnings(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str], html: str, flags: tuple[str, ...], code: int
) -> None:
    in_body(html)(built)

    assert told(built, *flags, site=good, capsys=capsys)[0] == code


def test_its_json_is_one_object_with_every_problem(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    path = in_body("<p>فاز 2-1</p>" * 20)(built)

    code, out, err = told(built, "--json", "-q", site=good, capsys=capsys)

    found = json.loads(out)
    assert (code, out.count("\n")) == (1, 1)
    assert [(problem["code"], problem["path"]) for problem in found["problems"]] == [("check-number-run", path)] * 20
    assert err.count("error check-number-run") == 1
    assert "(and at 19 other places)" in err


def test_a_page_that_is_gone_is_one_line_however_many_pages_link_to_it(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gone(built)
    links = sum(1 for problem in built.check() if problem.code == "check-link")

    code, _, err = told(built, site=good, capsys=capsys)

    lines = [line for line in err.splitlines() if "“/about/” leads to no page" in line]
    assert code == 1
    assert links > 10
    assert len(lines) == 1
    assert lines[0].endswith(f"(and at {links - 1} other places)")
    assert f"error check-missing {path} this file was written and is gone" in err
    assert "more check-" not in err


def test_asking_the_network_is_only_done_when_asked_for(
    built: Built, good: SiteFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_body('<p><a href="https://o.example/page#part">خارج</a> <a href="https://p.example/" rel="nofollow">ش</a></p>')(
        built
    )
    asked: list[str] = []

    async def answers(addresses: Sequence[str], manners: external.Manners) -> dict[str, str]:
        asked.extend(addresses)
        assert manners.agent.endswith("(link check of https://news.example/)")
        return dict.fromkeys(addresses, "answers 404")

    monkeypatch.setattr(external, "answers", answers)

    assert told(built, site=good, capsys=capsys)[0] == 0
    assert asked == []
    code, out, _ = told(built, "--external", "--json", site=good, capsys=capsys)
    assert (code, asked) == (0, ["https://o.example/page"])
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["check-external"]


def test_the_guide_names_every_rule_with_what_it_finds() -> None:
    guide = (ROOT / "docs/how-to/check.md").read_text("utf-8")
    rows = [f"| [`{rule.code}`](../problems/{rule.code}.md) | {rule.finds} |\n" for rule in RULES]

    assert "".join(rows) in guide


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
def test_a_date_at_either_end_of_the_calendar_ends_nothing(built: Built, value: str) -> None:
    path = in_body(f'<p><time datetime="{value}">أمس</time></p>')(built)

    assert {problem.path for problem in built.check()} <= {path}
