"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.outputs.feeds import content, entries, writers
from generator.outputs.json_text import document, stated

VERSION = "https://jsonfeed.org/version/1.1"


def write(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return a JSON Feed; `outputs.feeds` says what is in `data`.

    Dates below the minute are left out: the format knows instants only. An item must have a content: where the outlet
    grants none, that is the headline as text.
    """
    return document(
        stated(
            version=VERSION,
            title=data["title"],
            home_page_url=data["home"],
            feed_url=data["self"],
            description=data["description"],
            language=site["language"],
            authors=({"name": site["title"], "url": f"{site['base_url']}/"},),
        )
        | {"items": [_item(entry, site["base_url"]) for entry in entries(data)]}
    )


def _item(entry: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    html = content(entry, base_url)
    return stated(
        id=entry["id"],
        url=entry["link"],
        external_url=entry["url"],
        title=entry["headline"],
        content_html=html,
        content_text="" if html else entry["summary"] or entry["headline"],
        summary=entry["summary"],
        image=entry["picture"]["url"] if entry["picture"] else "",
        date_published=entry["published"],
        date_modified=entry["modified"],
        authors=tuple({"name": name} for name in writers(entry)),
        tags=entry["categories"],
    )
