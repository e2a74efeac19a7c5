"""An article's id: the first name that its source offers, and the same one tomorrow."""

from __future__ import annotations

import pytest

from generator.sources.identity import ID_LIMIT, article_id, canonical_url


def test_the_first_name_offered_counts() -> None:
    said = {"given": "g-1", "guid": "tag:a.example,2025:1", "url": "https://a.example/1", "headline": "خبر"}
    ids = []
    for name in ("given", "guid", "url", "headline"):
        ids.append(article_id(**said))
        del said[name]

    assert ids[:3] == ["g-1", "tag:a.example,2025:1", "https://a.example/1"]
    assert len(ids[3]) == 32


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://A.Example:443/خبر/", "https://a.example/خبر"),
        ("http://a.example/?utm_source=x&p=1&fbclid=y#z", "http://a.example/?p=1"),
        ("http://a.example/?q=%D8%A3&b", "http://a.example/?q=%D8%A3&b"),
        ("http://a.example:8080", "http://a.example:8080"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("ftp://a.example/", ""),
        ("/x", ""),
        ("https://[x/", ""),
        ("https://a.example:99999/", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert not canonical or canonical_url(canonical) == canonical


def test_spellings_of_a_headline_and_outlet_are_one_article() -> None:
    assert article_id(outlet="وكالة", headline="أخبار القاهرة", date_raw="أمس") == article_id(
        outlet="وكاله", headline="اخبار  القاهره", date_raw="أمس"
    )


@pytest.mark.parametrize("change", [{"outlet": "ب"}, {"headline": "ب"}, {"date_raw": "2025"}])
def test_another_outlet_headline_or_date_is_another_article(change: dict[str, str]) -> None:
    said = {"outlet": "أ", "headline": "أ", "date_raw": ""}

    assert article_id(**said) != article_id(**{**said, **change})


def test_a_short_guid_is_unique_within_its_outlet_only() -> None:
    assert article_id(guid="17", outlet="أ") != article_id(guid="17", outlet="ب")
    assert article_id(guid="AL-technology-220-20180417", outlet="أ") == "AL-technology-220-20180417"


def test_a_boundless_name_is_known_by_its_digest() -> None:
    assert len(article_id(given="x" * (ID_LIMIT + 1))) == 32
    assert article_id(given="x" * ID_LIMIT) == "x" * ID_LIMIT


def test_an_id_holds_no_control_characters() -> None:
    assert article_id(given="a\x00\u202eb\n") == "ab"
