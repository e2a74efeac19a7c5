"""Open Graph (https://ogp.me/) and Twitter cards: what a messenger shows of a link beside title and description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.dates import write
from generator.dates.write import Style
from generator.model import Picture, Precision
from generator.outputs.addresses import absolute

ICON = ("icon-512.png", 512)  # a static file of the theme, and its size in pixels: of pages without a picture
_LARGE = (300, 157)  # the smallest picture, in pixels, that a card shows large
_DATED = (Precision.SECOND, Precision.MINUTE, Precision.HOUR, Precision.DAY)

Values = Mapping[str, Any]


def properties(data: Values, page: Values, site: Values, style: Style) -> tuple[tuple[str, str, str], ...]:
    """Return the meta elements of a page as (attribute, name, content), in order.

    A picture is the page's own, as far as rights go; a page without one has the site's icon, and a small card.
    """
    picture = _picture(data, page)
    found = [("property", "og:locale", site["locale"])]
    found += [("property", name, content) for name, content in _facts(data.get("article"), page, site, style)]
    found += _image(picture, site)
    card = "summary_large_image" if picture and _is_large(picture) else "summary"
    return (*found, ("name", "twitter:card", card))


def _facts(article: Values | None, page: Values, site: Values, style: Style) -> Iterator[tuple[str, str]]:
    if article is None or page["kind"] != "article":
        return
    for name, moment in (("published", article["published"]), ("modified", article["updated"])):
        if moment and moment.precision in _DATED:
            yield f"article:{name}_time", write.iso(moment, style)
    for author in article["authors"]:
        yield "article:author", absolute(author.permalink, site)
    if article["section"]:
        yield "article:section", article["section"].name
    for topic in article["topics"]:
        yield "article:tag", topic.name


def _picture(data: Values, page: Values) -> Picture | None:
    """Return the picture that a page shows first: its article's, or that of a story's lead."""
    found: Picture | None = None
    if page["kind"] == "article":
        found = data["article"]["picture"]
    elif page["kind"] == "story":
        found = data["lead"].picture
    return found


def _image(picture: Picture | None, site: Values) -> Iterator[tuple[str, str, str]]:
    if picture is None:
        name, pixels = ICON
        if name not in site["assets"]:
            return
        address, width, height, words = site["assets"][name], pixels, pixels, site["title"]
    else:
        address, width, height, words = picture.url, picture.width, picture.height, picture.alt
    yield "property", "og:image", absolute(address, site)
    yield "property", "og:image:width", str(width)
    yield "property", "og:image:height", str(height)
    if words:
        yield "property", "og:image:alt", words
        yield "name", "twitter:image:alt", words


def _is_large(picture: Picture) -> bool:
    width, height = _LARGE
    return picture.width >= width and picture.height >= height
