"""Where addresses lead: the short ways to the answer give the same as the long one."""

from __future__ import annotations

import pytest
from site_fixture import NOW

from generator import config
from generator.check.grounds import Grounds, Leads, Way

PAGE = "articles/ميناء/index.html"


def grounds(base_url: str = "https://news.example/") -> Grounds:
    return Grounds(config.load(f'[site]\nbase_url = "{base_url}"\n'), NOW, {}, {PAGE: 1, "index.html": 1})


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("#%D8%A3", Way(Leads.INSIDE, "articles/ميناء/", "أ")),
        ("#", Way(Leads.INSIDE, "articles/ميناء/")),
        ("", Way(Leads.INSIDE, "articles/ميناء/")),
        (" #a ", Way(Leads.INSIDE, "articles/ميناء/", "a")),
        ("../../", Way(Leads.INSIDE, "")),
        ("/", Way(Leads.INSIDE, "")),
        ("https://NEWS.example/a#b", Way(Leads.INSIDE, "a", "b")),
        ("http://news.example", Way(Leads.INSIDE, "")),
        ("//news.example/a", Way(Leads.INSIDE, "a")),
        ("https://other.example", Way(Leads.OUTSIDE)),
        ("HTTPS://other.example:8080/a?b#c", Way(Leads.OUTSIDE)),
        ("https://news.example.evil.example/", Way(Leads.OUTSIDE)),
        ("https://reader@other.example/", Way(Leads.OUTSIDE)),
        ("https://مثال.example/", Way(Leads.OUTSIDE)),
        ("//other.example/a", Way(Leads.OUTSIDE)),
        ("https://[", Way(Leads.NOWHERE)),
        ("mailto:a@b.example", Way(Leads.ELSEWHERE, scheme="mailto")),
    ],
)
def test_an_address_leads_where_a_browser_goes(address: str, way: Way) -> None:
    found = grounds()

    assert found.way(address, PAGE) == way
    assert found.way(address, PAGE) == found._way(address.strip(), PAGE)


def test_below_a_path_the_rest_of_the_host_is_beside_the_site() -> None:
    below = grounds("https://news.example/أخبار/")

    assert below.way("/a", PAGE) == Way(Leads.BESIDE, "/a")
    assert below.way("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/a", PAGE) == Way(Leads.INSIDE, "a")
    assert below.way("#b", PAGE) == Way(Leads.INSIDE, "articles/ميناء/", "b") == below._way("#b", PAGE)


def test_what_leads_away_is_not_kept() -> None:
    found = grounds()
    for number in range(100):
        found.way(f"https://share.example/?text={number}", PAGE)

    assert found._ways == {}
