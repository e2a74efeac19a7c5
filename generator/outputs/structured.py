"""JSON-LD in the words of schema.org: what a page is, and where it stands.

NewsArticle is said of the site's own articles only. Dates are as exact as they are known: a day is a day, an unknown
one is left out. Values are made of the page's own data, and written by `json_text.data_block`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.dates import write
from generator.dates.write import Style
from generator.model import Link, Moment, Picture
from generator.outputs.addresses import absolute
from generator.outputs.json_text import stated

LOGO = ("icon-512.png", 512)  # a static file of the theme, and its size in pixels

Values = Mapping[str, Any]


def graph(data: Values, page: Values, site: Values, style: Style) -> dict[str, Any] | None:
    """Return what there is to say of a page, or None.

    `data` is what its template sees, `page` what its head says.
    """
    parts = [*_things(data, page, site, style), *_crumbs(page, site)]
    return {"@context": "https://schema.org", "@graph": parts} if parts else None


def _things(data: Values, page: Values, site: Values, style: Style) -> list[dict[str, Any]]:
    if page["kind"] == "front":
        return [_website(page, site), _newsroom(site)]
    if page["kind"] == "article" and data["article"]["own"]:
        return [_article(data["article"], page, site, style)]
    if page["kind"] == "story":
        return [_story(data, page, site)]
    return []


# the site


def _website(page: Values, site: Values) -> dict[str, Any]:
    return {"@type": "WebSite", "@id": f"{site['base_url']}/#site"} | stated(
        url=page["canonical"],
        name=site["title"],
        description=site["description"] or site["tagline"],
        inLanguage=site["language"],
        publisher={"@id": _newsroom_id(site)},
    )


def _newsroom_id(site: Values) -> str:
    return f"{site['base_url']}/#newsroom"


def _newsroom(site: Values) -> dict[str, Any]:
    name, pixels = LOGO
    logo = site["assets"].get(name)
    return {"@type": "NewsMediaOrganization", "@id": _newsroom_id(site)} | stated(
        name=site["title"],
        url=f"{site['base_url']}/",
        logo=_image(absolute(logo, site), pixels, pixels) if logo else None,
    )


# an own article


def _article(article: Values, page: Values, site: Values, style: Style) -> dict[str, Any]:
    publisher = _publisher(article, site)
    return {"@type": "NewsArticle"} | stated(
        headline=article["headline"],
        description=page["summary"],
        url=page["canonical"],
        mainEntityOfPage=page["canonical"],
        inLanguage=site["language"],
        datePublished=_date(article["published"], style),
        dateModified=_date(article["updated"], style),
        author=[_person(link, site) for link in article["authors"]] or publisher,
        publisher=publisher,
        image=_picture(article["picture"], site),
        articleSection=article["section"].name if article["section"] else "",
        keywords=[topic.name for topic in article["topics"]],
        wordCount=article["words"] or None,
        isAccessibleForFree=True,
    )


def _publisher(article: Values, site: Values) -> dict[str, Any]:
    """Return who published an own article: the site's newsroom, or an outlet that is the site's own, too."""
    if article["outlet"].name == site["title"]:
        return _newsroom(site)
    outlet = article["outlet"]
    return {"@type": "NewsMediaOrganization", "name": outlet.name, "url": absolute(outlet.permalink, site)}


def _person(author: Link, site: Values) -> dict[str, Any]:
    return {"@type": "Person", "name": author.name, "url": absolute(author.permalink, site)}


def _date(moment: Moment | None, style: Style) -> str:
    return write.iso(moment, style) if moment else ""


def _picture(picture: Picture | None, site: Values) -> dict[str, Any] | None:
    if picture is None:
        return None
    image = _image(absolute(picture.url, site), picture.width, picture.height)
    return image | stated(caption=picture.caption, creditText=picture.credit)


def _image(address: str, width: int, height: int) -> dict[str, Any]:
    return {"@type": "ImageObject", "url": address, "width": width, "height": height}


# a story


def _story(data: Values, page: Values, site: Values) -> dict[str, Any]:
    """Return a story: the list of its articles here, newest first, citing the outlets' originals that are known."""
    cited = zip(data["members"], data["originals"], strict=True)
    return {"@type": "CollectionPage"} | stated(
        url=page["canonical"],
        name=data["headline"],
        description=page["summary"],
        inLanguage=site["language"],
        citation=[_original(teaser, address) for teaser, address in cited if address],
        mainEntity={
            "@type": "ItemList",
            "itemListOrder": "https://schema.org/ItemListOrderDescending",
            "numberOfItems": len(data["members"]),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": teaser.headline,
                    "url": absolute(teaser.permalink, site),
                }
                for place, teaser in enumerate(data["members"], 1)
            ],
        },
    )


def _original(teaser: Any, address: str) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": teaser.outlet.name}
    return {"@type": "CreativeWork", "name": teaser.headline, "url": address, "publisher": publisher}


# the way to a page


def _crumbs(page: Values, site: Values) -> list[dict[str, Any]]:
    """Return the way from the front page, where the page says what it is called."""
    if not page["title"] or page["kind"] == "front":
        return []
    above = [(site["title"], f"{site['base_url']}/")]
    above += [(link.name, absolute(link.permalink, site)) for link in page["trail"]]
    steps = [*above, (page["title"], page["canonical"])]
    items = [_item(place, name, address) for place, (name, address) in enumerate(steps, 1)]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def _item(place: int, name: str, address: str) -> dict[str, Any]:
    return {"@type": "ListItem", "position": place, "name": name, "item": address}
