"""Faults to plant in a built site, each with the rule that must find it."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from site_fixture import NOW, SITE_TOML, SiteFixture, line, markdown

from generator import check, config, digest, writing
from generator.errors import Problem


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


def good_site(root: Path) -> SiteFixture:
    """Return a site of three articles, two of which tell one event, built."""
    site = SiteFixture(root)
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


def copied(site: SiteFixture, output: Path) -> Built:
    """Return what a site was built to, in a folder of its own."""
    shutil.copytree(site.root / "public", output)
    return Built(output, site.order().config)


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


PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000049454e44ae426082")
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


def follows(problem: Problem, code: str) -> bool:
    """Tell whether a problem is another face of the planted fault: a file that is gone is also linked to, and so on."""
    return (code, problem.code) in {
        ("check-missing", "check-link"), ("check-missing", "check-sitemap"), ("check-missing", "check-feed"),
        ("check-language", "check-direction"),
    }  # fmt: skip
