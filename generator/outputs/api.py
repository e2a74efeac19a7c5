"""`/api/`: articles and stories as JSON, in the names of ninjs 3.0 (IPTC's News in JSON) where those fit.

docs/reference/api.md tells every member, docs/reference/api.schema.json checks them. `published` and `updated` are
ours: ninjs knows instants only, and here a day stays a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import Link, Picture, Teaser
from generator.outputs.addresses import absolute
from generator.outputs.json_text import document, stated

VERSION = "1"  # of the format: it grows when a member leaves or changes its meaning
STANDARD = {"name": "ninjs", "version": "3.0"}

Values = Mapping[str, Any]


def write_index(data: Values, site: Values) -> bytes:
    """Return the index: what there is and where."""
    return document(
        {
            "version": VERSION,
            "standard": STANDARD,
            "title": site["title"],
            "language": site["language"],
            **{name: data[name] for name in ("home", "latest", "outlets", "feeds", "articles", "stories")},
        }
    )


def write_articles(data: Values, site: Values) -> bytes:
    """Return articles, newest first."""
    return document({"version": VERSION, "items": [_article(each, site) for each in data["articles"]]})


def write_stories(data: Values, site: Values) -> bytes:
    """Return stories, each with its articles, oldest first."""
    return document({"version": VERSION, "items": [_story(each, site) for each in data["stories"]]})


def _article(article: Values, site: Values) -> dict[str, Any]:
    teaser, facts = article["teaser"], article["facts"]
    return stated(
        **_named(teaser, site),
        descriptions=[{"role": "summary", "value": teaser.standfirst}] if teaser.standfirst else [],
        by=("، " if site["language"].startswith("ar") else ", ").join(facts["authors"]),
        firstCreated=facts["first"],
        versionCreated=facts["last"],
        published=facts["published"],
        updated=facts["updated"],
        subjects=[*_subjects(teaser.section, "section", site), *_topics(facts["topics"], site)],
        altIds=_other_ids(facts),
        associations=[_picture(teaser.picture, site)] if teaser.picture else [],
    )


def _named(teaser: Teaser, site: Values) -> dict[str, Any]:
    """Return what every mention of an article begins with."""
    outlet = teaser.outlet
    return {
        "uri": absolute(teaser.permalink, site),
        "type": "text",
        "representationType": "partial",
        "language": site["language"],
        "headlines": [{"value": teaser.headline}],
        "infoSources": [{"name": outlet.name, "role": "publisher", "uri": absolute(outlet.permalink, site)}],
    }


def _subjects(link: Link | None, rel: str, site: Values) -> list[dict[str, str]]:
    return [{"name": link.name, "rel": rel, "uri": absolute(link.permalink, site)}] if link else []


def _topics(topics: tuple[Link, ...], site: Values) -> list[dict[str, str]]:
    return [subject for topic in topics for subject in _subjects(topic, "topic", site)]


def _other_ids(article: Values) -> list[dict[str, str]]:
    found = (("id", article["id"]), ("original", article["url"]))
    return [{"role": role, "value": value} for role, value in found if value]


def _picture(picture: Picture, site: Values) -> dict[str, Any]:
    address = absolute(picture.url, site)
    words = (("alt", picture.alt), ("caption", picture.caption))
    return stated(
        name="picture",
        uri=address,
        type="picture",
        descriptions=[{"role": role, "value": value} for role, value in words if value],
        by=picture.credit,
        renditions=[{"name": "main", "href": address, "width": picture.width, "height": picture.height}],
    )


def _story(story: Values, site: Values) -> dict[str, Any]:
    lead = story["lead"]
    return stated(
        uri=absolute(story["permalink"], site),
        type="composite",
        representationType="partial",
        language=site["language"],
        headlines=[{"value": story["headline"]}],
        lead=absolute(lead.permalink, site),
        associations=[_member(member, site) for member in story["members"]],
        copies=[[absolute(copy, site) for copy in group] for group in story["copies"]],
    )


def _member(member: Values, site: Values) -> dict[str, Any]:
    return stated(name="article", **_named(member["teaser"], site), published=member["published"])
