"""JSON-LD: what is said of a page, in words that schema.org has, and no more than is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from outputs_site import BASE, HOSTILE, is_served, outputs_site, path_of
from rdflib.namespace import RDF, SDO
from site_fixture import SiteFixture, line, markdown

from generator.outputs.json_text import data_block

if TYPE_CHECKING:
    from playwright.sync_api import Page

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
OWN = 'property="og:type" content="article"'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return the built site; no test of this module changes it."""
    site = outputs_site(tmp_path_factory.mktemp("outputs") / "site")
    site.build()
    return site


def pages(site: SiteFixture) -> dict[str, str]:
    return {
        f"/{path.removesuffix('index.html')}": data.decode()
        for path, data in site.tree().items()
        if path.endswith(".html")
    }


def graph(page: str) -> list[dict[str, Any]]:
    """Return what a page says; it must be one block."""
    (block,) = BLOCK.findall(page)
    value = json.loads(block)
    assert value["@context"] == "https://schema.org"
    return list(value["@graph"])


def said(site: SiteFixture, kind: str) -> dict[str, dict[str, Any]]:
    """Return what is said of one type, by the page that says it."""
    return {
        permalink: part
        for permalink, page in pages(site).items()
        if BLOCK.search(page)
        for part in graph(page)
        if part["@type"] == kind
    }


def addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in ("url", "item", "mainEntityOfPage") and isinstance(part, str):
                yield part
            yield from addresses(part)
    elif isinstance(value, list):
        for part in value:
            yield from addresses(part)


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")  # of rdflib, to itself
def test_every_word_of_it_is_schema_orgs(site: SiteFixture) -> None:
    for permalink, page in pages(site).items():
        for block in BLOCK.findall(page):
            value = json.loads(block) | {"@context": {"@vocab": "https://schema.org/"}}  # theirs needs the network
            found = rdflib.Graph().parse(data=json.dumps(value), format="json-ld")
            used = {predicate for predicate in found.predicates() if predicate != RDF.type}
            used |= set(found.objects(None, RDF.type))
            assert {str(term).removeprefix(str(SDO)) for term in used} - SDO.__annotations__.keys() == set(), permalink
            assert len(found) > 3


def test_only_own_articles_are_news_articles(site: SiteFixture) -> None:
    articles = said(site, "NewsArticle")

    indexed = {permalink for permalink, page in pages(site).items() if OWN in page and 'content="index,follow"' in page}
    assert articles.keys() == indexed
    assert len(indexed) == 5


def test_dates_are_as_exact_as_they_are_known(site: SiteFixture) -> None:
    dates = sorted(str(article.get("datePublished")) for article in said(site, "NewsArticle").values())

    assert dates == [
        "2026-10-02",
        "2026-11-20T10:00:00+02:00",
        "2026-11-21T18:00:00+02:00",
        "2026-11-22T09:15+02:00",
        "None",
    ]
    assert not any("T00:00" in block for page in pages(site).values() for block in BLOCK.findall(page))


def test_a_news_article_says_who_wrote_and_published_what(site: SiteFixture) -> None:
    (article,) = (part for part in said(site, "NewsArticle").values() if part["headline"].startswith("خبر"))

    assert article["headline"].split()[:2] == HOSTILE.split()[:2]
    assert article["publisher"]["@type"] == "NewsMediaOrganization"
    assert article["publisher"]["name"] == article["author"]["name"] == "نشرة التجربة"
    assert article["image"]["width"], article["image"]["height"] == (640, 360)
    assert path_of(article["image"]["url"]).startswith("/media/port.")
    assert article["articleSection"] == "اقتصاد"
    assert article["keywords"] == ["ميناء"]
    assert article["inLanguage"] == "ar"
    (signed,) = (part for part in said(site, "NewsArticle").values() if isinstance(part["author"], list))
    assert [(author["@type"], author["name"]) for author in signed["author"]] == [("Person", "ليان")]


def test_another_outlet_of_the_sites_own_publishes_under_its_name(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.write("site.toml", site.read("site.toml") + '\n[outlets."ملحق الأحد"]\nown = true\n')
    site.write("content/own/sunday.md", markdown("تمور", 700, day="2026-11-21", outlet="ملحق الأحد", slug="sunday"))
    site.build()

    (article,) = (part for permalink, part in said(site, "NewsArticle").items() if "/sunday-" in permalink)

    assert article["publisher"]["name"] == "ملحق الأحد"
    assert is_served(site, article["publisher"]["url"])


def test_a_story_is_a_list_that_cites_the_outlets_originals(site: SiteFixture, tmp_path: Path) -> None:
    cited = outputs_site(tmp_path / "site")
    rows = [
        line("ميناء", 801, day="2026-11-20T11:00:00+02:00", source="وكالة الأولى", url="https://first.example/801"),
        line("ميناء", 802, day="2026-11-20T12:00:00+02:00", source="موقع الثالث", url="https://third.example/802"),
    ]
    cited.write("content/cited.jsonl", "\n".join(rows))
    cited.build()

    originals: set[str] = set()
    for permalink, story in said(cited, "CollectionPage").items():
        elements = story["mainEntity"]["itemListElement"]
        assert permalink.startswith("/stories/")
        assert story["mainEntity"]["numberOfItems"] == len(elements) >= 2
        assert [element["position"] for element in elements] == list(range(1, len(elements) + 1))
        originals |= {original["url"] for original in story.get("citation", ())}
    assert {"https://first.example/801", "https://third.example/802"} <= originals
    assert said(site, "CollectionPage")


def test_breadcrumbs_lead_from_the_front_page_to_the_page(site: SiteFixture) -> None:
    trails = {
        permalink: [step["name"] for step in part["itemListElement"]]
        for permalink, part in said(site, "BreadcrumbList").items()
    }

    assert trails["/sections/اقتصاد/"] == ["نشرة التجربة", "اقتصاد"]
    assert trails["/outlets/وكالة-الأولى/"] == ["نشرة التجربة", "المصادر", "وكالة الأولى"]
    assert trails["/archive/2026/11/20/"] == [
        "نشرة التجربة",
        "الأرشيف",
        "2026",
        "تشرين الثاني 2026",
        "20 تشرين الثاني 2026",
    ]
    article = next(trail for permalink, trail in trails.items() if permalink.startswith("/articles/خبر"))
    assert article[:2] == ["نشرة التجربة", "اقتصاد"]
    for permalink, part in said(site, "BreadcrumbList").items():
        assert path_of(part["itemListElement"][-1]["item"]) == permalink


def test_the_front_page_introduces_the_site_and_its_newsroom(site: SiteFixture) -> None:
    website, newsroom = graph(site.page("/"))

    assert (website["@type"], newsroom["@type"]) == ("WebSite", "NewsMediaOrganization")
    assert website["publisher"]["@id"] == newsroom["@id"]
    assert is_served(site, newsroom["logo"]["url"])


def test_addresses_are_absolute_and_lead_to_pages(site: SiteFixture) -> None:
    for page in pages(site).values():
        for block in BLOCK.findall(page):
            for address in addresses(json.loads(block)):
                if address.startswith(BASE):
                    assert is_served(site, address), address
                else:
                    assert address.startswith("https://"), address


def test_no_text_ends_the_element_it_stands_in() -> None:
    text = "</script><!-- <script> & \u2028 \u2029"
    block = data_block({"headline": text})

    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"headline": text}
    assert unescape(block) == block


@pytest.mark.browser
def test_it_breaks_no_rule_of_the_policy(page: Page, site: SiteFixture) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.route(
        f"{BASE}/**",
        lambda route: route.fulfill(path=site.root / "public" / _file(path_of(route.request.url.split("?")[0]))),
    )
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.log('refused: ' + e.blockedURI))")

    for permalink in ("/", *list(said(site, "NewsArticle"))[:2], *list(said(site, "CollectionPage"))[:1]):
        page.goto(BASE + permalink, wait_until="load")
        assert page.locator('script[type="application/ld+json"]').count() == 1
        assert page.evaluate(
            "() => JSON.parse(document.querySelector('script[type$=json]').textContent)['@graph'].length"
        )
        loaded = page.evaluate("fetch('/site.webmanifest').then(() => 'fetched', () => 'refused')")
        assert loaded == "refused"  # scripts may connect to nothing; a manifest is no script
        told = [text for text in told if "webmanifest" not in text]
    assert told == []


def _file(path: str) -> str:
    return f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")
