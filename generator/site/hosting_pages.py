"""Files that hosts read beside the site: headers, redirects, and the marks of GitHub Pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from generator.hosting import policy, redirects
from generator.hosting.redirects import DIALECTS, Redirect
from generator.model import Page, Permalink
from generator.settings import Host, Site, SiteConfig
from generator.site.article_pages import redirect_page
from generator.site.edition import Edition, Recipe

HEADERS = Permalink("/_headers")
REDIRECTS = Permalink("/_redirects")
NO_JEKYLL = Permalink("/.nojekyll")  # GitHub Pages else leaves out names that begin with "_"
CNAME = Permalink("/CNAME")
# `any` writes what every host reads or passes over.
_WRITTEN = {
    HEADERS: (Host.ANY, Host.CLOUDFLARE_PAGES, Host.NETLIFY),
    REDIRECTS: tuple(DIALECTS),
    NO_JEKYLL: (Host.ANY, Host.GITHUB_PAGES),
}
_Way = tuple[Permalink, Permalink]  # a former path and where it leads: the argument of `redirect_page`


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for every file that the chosen host reads; `with_redirects` then says what `_redirects` holds."""
    host = edition.config.hosting.host
    for permalink, hosts in _WRITTEN.items():
        if host in hosts:
            yield Recipe(permalink, _PAGES[permalink])
    if host is Host.GITHUB_PAGES and own_domain(edition.config):
        yield Recipe(CNAME, cname_page)


def own_domain(config: SiteConfig) -> str:
    """Return the domain that GitHub Pages must be told: that of a site at its root, unless it is GitHub's own.

    An address that nobody set yet is nobody's domain.
    """
    if config.base_path or config.site.base_url == Site().base_url:
        return ""
    host = urlsplit(config.base_url).hostname or ""
    return "" if host.endswith(".github.io") else host


def headers_page(edition: Edition, _: None) -> Page:
    """Return `_headers`."""
    return Page(HEADERS, "lines", {"lines": tuple(policy.rules(edition.config.base_path))})


def redirects_page(edition: Edition, ways: tuple[_Way, ...] | None) -> Page:
    """Return `_redirects` with as many of the redirects as the host takes; it changes only where one of those does."""
    dialect = DIALECTS[edition.config.hosting.host]
    wanted = [_redirect(way) for way in ways or ()]
    return Page(REDIRECTS, "lines", {"lines": tuple(redirects.rules(wanted, edition.config.base_path, dialect))})


def no_jekyll_page(edition: Edition, _: None) -> Page:
    """Return `.nojekyll`, which is empty."""
    return Page(NO_JEKYLL, "lines", {"lines": ()})


def cname_page(edition: Edition, _: None) -> Page:
    """Return `CNAME`."""
    return Page(CNAME, "lines", {"lines": (own_domain(edition.config),)})


_PAGES: Mapping[Permalink, Callable[[Edition, Any], Page]] = {
    HEADERS: headers_page,
    REDIRECTS: redirects_page,
    NO_JEKYLL: no_jekyll_page,
}


def with_redirects(edition: Edition, planned: Iterable[Recipe]) -> list[Recipe]:
    """Return the recipes of a plan, that of `_redirects` with those redirects that got their path.

    One that gave way to a page must not stand in the file: some hosts look there first.
    """
    found = list(planned)
    ways = tuple(_in_order(edition, found))
    return [replace(recipe, argument=ways) if recipe.make is redirects_page else recipe for recipe in found]


def of_plan(edition: Edition, planned: Iterable[Recipe]) -> list[Redirect]:
    """Return the redirects of a plan in order of importance: those of the newest articles first, then the others."""
    return [_redirect(way) for way in _in_order(edition, planned)]


def _in_order(edition: Edition, planned: Iterable[Recipe]) -> list[_Way]:
    ways: list[_Way] = [recipe.argument for recipe in planned if recipe.make is redirect_page]
    places = {f"{edition.permalink(entry)}story/": place for place, entry in enumerate(edition.newest)}
    return sorted(ways, key=lambda way: (places.get(way[0], len(places)), way))


def _redirect(way: _Way) -> Redirect:
    source, target = way
    shared = source.removesuffix("story/")  # leads to a story, or to the tombstone: what is withdrawn may come back
    passing = source.endswith("/story/") and (target.startswith("/stories/") or target == shared)
    return Redirect(source, target, not passing)
