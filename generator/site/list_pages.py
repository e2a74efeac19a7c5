"""Sections, topics, outlets and authors: the newest articles of each, and where those are many, its months."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from generator.model import Link, Page, Permalink
from generator.site.edition import Edition, Recipe
from generator.site.feeds import list_links, opml_link
from generator.site.heads import head
from generator.site.listings import NEWEST, month_moment
from generator.site.permalinks import list_permalink
from generator.site.trails import OUTLETS, outlets_link


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for every list and its months, and the directory of outlets."""
    for kind, groups in edition.lists.items():
        for permalink, listing in groups.items():
            yield Recipe(permalink, list_page, (kind, permalink))
            for month in edition.months_of(permalink, listing):
                yield Recipe(_month_permalink(permalink, month), month_page, (kind, permalink, month))
    yield Recipe(OUTLETS, outlets_page)


def _month_permalink(parent: Permalink, month: str) -> Permalink:
    return Permalink(f"{parent}{month.replace('-', '/')}/")


def list_page(edition: Edition, which: tuple[str, Permalink]) -> Page:
    """Return the page of one section, topic, outlet or author."""
    kind, permalink = which
    listing = edition.lists[kind][permalink]
    months = edition.months_of(permalink, listing)
    data: dict[str, Any] = {
        "page": head(
            edition,
            kind,
            listing.name,
            "",
            feeds=list_links(edition, kind, permalink, listing),
            trail=_trail(edition, kind),
        ),
        "heading": listing.name,
        "count": len(listing.members),
        "teasers": edition.teasers(listing.members[:NEWEST]),
        "months": tuple(
            {"name": month_moment(month), "permalink": _month_permalink(permalink, month), "count": len(entries)}
            for month, entries in months.items()
        ),
    }
    if kind == "outlet":
        data["outlet"] = _outlet(edition, listing.name)
    return Page(permalink, f"{kind}.html", data)


def _trail(edition: Edition, kind: str) -> tuple[Link, ...]:
    """Return what stands above a list: the directory of outlets above an outlet."""
    return (outlets_link(edition),) if kind == "outlet" else ()


def month_page(edition: Edition, which: tuple[str, Permalink, str]) -> Page:
    """Return one month of a long list."""
    kind, parent, month = which
    listing = edition.lists[kind][parent]
    return Page(
        _month_permalink(parent, month),
        "listing_month.html",
        {
            "page": head(
                edition,
                "listing_month",
                f"{listing.name} – {edition.date_name(month_moment(month))}",
                "",
                feeds=list_links(edition, kind, parent, listing),
                trail=(*_trail(edition, kind), Link(listing.name, parent)),
            ),
            "heading": listing.name,
            "parent": Link(listing.name, parent),
            "month": month_moment(month),
            "teasers": edition.teasers(edition.months_of(parent, listing)[month]),
        },
    )


def outlets_page(edition: Edition, _: None) -> Page:
    """Return the directory of outlets; it counts nothing, so that a new article does not rewrite it."""
    names = sorted(listing.name for listing in edition.outlets.values())
    return Page(
        OUTLETS,
        "outlets.html",
        {
            "page": head(edition, "outlets", "", "", feeds=(opml_link(edition),)),
            "outlets": tuple(_outlet(edition, name) for name in names),
        },
    )


@cache
def country_name(code: str, language: str) -> str:
    """Return the name of a country (ISO 3166 alpha-2) in a language, else in English; "" where it has none (CLDR)."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(locale.territories.get(code, "")) if code else ""


def _outlet(edition: Edition, name: str) -> dict[str, Any]:
    outlet = edition.config.canonical(name)
    return {
        "name": outlet.name,
        "permalink": list_permalink("outlets", outlet.name),
        "url": outlet.url,
        "country": country_name(outlet.country, edition.config.site.language),
        "own": outlet.own,
        "policy": outlet.policy.value,
    }
