"""Open Graph and Twitter cards: what a messenger shows of a link."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from outputs_site import GIF, is_served, outputs_site, path_of
from site_fixture import SiteFixture, markdown

META = re.compile(r'<meta (?:property|name)="([a-z]+:[a-z_:]+)" content="([^"]*)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return the built site; no test of this module changes it."""
    site = outputs_site(tmp_path_factory.mktemp("outputs") / "site")
    site.write(
        "site.toml",
        site.read("site.toml").replace('policy = "link"', 'policy = "link"\n\n[outlets."سينما"]\nown = true'),
    )
    for name, outlet in (("linked", "موقع الثالث"), ("granted", "وكالة الأولى")):
        site.write(f"content/own/{name}.gif", GIF)
        text = markdown("كأس", len(name), day="2026-11", outlet=outlet, slug=name, image=f"{name}.gif", id=name)
        site.write(f"content/own/{name}.md", text)
    site.build()
    return site


def properties(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in META.findall(page):
        found.setdefault(name, []).append(unescape(content))
    return found


def article(site: SiteFixture, slug: str) -> dict[str, list[str]]:
    (path,) = (path for path in site.tree() if path.startswith(f"articles/{slug}") and "/story/" not in path)
    return properties(site.page(f"/{path.removesuffix('index.html')}"))


def test_every_page_has_what_a_card_needs(site: SiteFixture) -> None:
    for path, data in site.tree().items():
        page = data.decode("utf-8", "replace")
        if not path.endswith(".html") or 'http-equiv="refresh"' in page:
            continue
        found = properties(page)
        for name in ("og:site_name", "og:title", "og:description", "og:type", "og:locale", "og:image", "twitter:card"):
            assert len(found[name]) == 1, (path, name)
            assert found[name][0]
        assert is_served(site, found["og:image"][0])
        assert found["og:locale"] == ["ar_LB"]
        assert found.get("og:url") == CANONICAL.findall(page)[:1] or path == "404.html"


def test_the_page_of_lost_ways_has_no_address_of_its_own(site: SiteFixture) -> None:
    assert CANONICAL.findall(site.page("/404.html")) == []
    assert "og:url" not in properties(site.page("/404.html"))


def test_an_article_says_when_by_whom_and_of_what(site: SiteFixture) -> None:
    found = article(site, "خبر-")

    assert found["og:type"] == ["article"]
    assert found["article:published_time"] == ["2026-11-22T09:15+02:00"]
    assert found["article:section"] == ["اقتصاد"]
    assert found["article:tag"] == ["ميناء"]
    assert found["og:title"][0].startswith("خبر <script>")


def test_a_day_stays_a_day_and_less_is_left_out(site: SiteFixture) -> None:
    times = {
        time
        for path, data in site.tree().items()
        if path.startswith("articles/") and path.endswith("/index.html")
        for time in properties(data.decode()).get("article:published_time", ["none"])
    }

    assert {"2026-11-19", "2026-10-02", "none"} <= times
    assert not any(re.search(r"T00:00|^\d{4}(-\d\d)?$", time) for time in times)


def test_a_picture_is_shown_large_with_its_size_and_words(site: SiteFixture) -> None:
    found = article(site, "خبر-")

    assert found["twitter:card"] == ["summary_large_image"]
    assert path_of(found["og:image"][0]).startswith("/media/port.")
    assert (found["og:image:width"], found["og:image:height"]) == (["640"], ["360"])
    assert found["og:image:alt"] == found["twitter:image:alt"] == ["الميناء «القديم»"]


def test_rights_bind_pictures_and_pages_without_one_have_the_sites_sign(site: SiteFixture) -> None:
    linked, granted = article(site, "linked-"), article(site, "granted-")

    assert path_of(granted["og:image"][0]).startswith("/media/granted.")
    for found in (linked, properties(site.page("/")), properties(site.page("/archive/"))):
        assert path_of(found["og:image"][0]).startswith("/static/icon-512.")
        assert (found["og:image:width"], found["og:image:height"]) == (["512"], ["512"])
        assert found["og:image:alt"] == ["نشرة التجربة"]
        assert found["twitter:card"] == ["summary"]


def test_a_small_picture_makes_a_small_card(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.write("content/own/port.gif", GIF[:6] + (120).to_bytes(2, "little") * 2 + GIF[10:])
    site.build()

    assert article(site, "خبر-")["twitter:card"] == ["summary"]
