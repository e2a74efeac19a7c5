"""The files of pictures that pages show, and the site's sign: the web manifest."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Page, Permalink, Ref
from generator.site.edition import Edition, Recipe
from generator.site.permalinks import media_permalink

MANIFEST = Permalink("/site.webmanifest")


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for the web manifest and every picture in use."""
    yield Recipe(MANIFEST, manifest_page)
    for permalink, path in _pictures(edition).items():
        yield Recipe(permalink, picture_page, path, path)


def _pictures(edition: Edition) -> dict[Permalink, str]:
    """Return the pictures in use by permalink; equal ones of one name in two folders are one file."""
    shown = {entry.picture.url for entry in edition.newest if entry.picture and edition.picture(entry)}
    return {media_permalink(edition.pictures[path]): path for path in sorted(shown, reverse=True)}


def picture_page(edition: Edition, path: str) -> Page:
    """Return the file of a picture."""
    picture = edition.pictures[path]
    return Page(media_permalink(picture), "file", {"file": Ref("file", path, picture.digest)})


def manifest_page(edition: Edition, _: None) -> Page:
    """Return the web manifest; all that it says is the SITE value's."""
    return Page(MANIFEST, "web-manifest", {})
