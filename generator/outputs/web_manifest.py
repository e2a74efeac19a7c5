"""The web app manifest (https://www.w3.org/TR/appmanifest/): what a telephone shows of a site that its reader keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from generator.outputs.json_text import document, stated

# Static files of the theme that are icons: logical name, size in pixels, media type.
ICONS = (
    ("favicon.svg", "any", "image/svg+xml"),
    ("icon-180.png", "180x180", "image/png"),
    ("icon-512.png", "512x512", "image/png"),
)


def write(data: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
    """Return the manifest of the site; paths in it begin at the host's root."""
    start = quote(f"{site['base_path']}/")
    return document(
        stated(
            id=start,
            name=site["title"],
            short_name=site["title"],
            description=site["description"],
            lang=site["language"],
            dir=site["direction"],
            start_url=start,
            scope=start,
            display="minimal-ui",  # a site of many pages and no script: its reader needs a way back
            background_color=site["colours"]["light"],
            theme_color=site["colours"]["light"],
            icons=tuple(_icon(name, size, kind, site) for name, size, kind in ICONS if name in site["assets"]),
        )
    )


def _icon(name: str, size: str, kind: str, site: Mapping[str, Any]) -> dict[str, str]:
    return {"src": quote(site["base_path"] + site["assets"][name]), "sizes": size, "type": kind}
