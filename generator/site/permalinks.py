"""Where articles, lists and pictures lie on the site: made of their own stable fields only."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

from generator import digest
from generator.ingest import PictureFile
from generator.model import Entry, Permalink
from generator.text.slug import slug


def slugged(entry: Entry) -> str:
    """Return the slug of an article with the dash that follows it, or nothing where no letter can stand in a path."""
    words = entry.slug or entry.headline_slug
    return f"{words}-" if words else ""


def article_permalink(entry: Entry, pattern: str) -> Permalink:
    """Return the permalink that `pattern` ("/articles/{slug}-{id}/") gives an article."""
    words = entry.slug or entry.headline_slug
    filled = pattern.replace("{slug}", words) if words else pattern.replace("{slug}-", "").replace("{slug}", "")
    return Permalink(filled.replace("{id}", digest.short_id(entry.id)).replace("//", "/"))


@lru_cache(maxsize=1 << 16)
def list_permalink(folder: str, name: str) -> Permalink:
    """Return the permalink of a section, topic, outlet or author; names that no slug can hold go by their digest."""
    return Permalink(f"/{folder}/{slug(name) or digest.short_id(name)}/")


def media_permalink(picture: PictureFile) -> Permalink:
    """Return where the site keeps a picture: by its name and its content, so that it may be cached for ever."""
    pure = PurePosixPath(picture.path)
    return Permalink(f"/media/{slug(pure.stem) or 'picture'}.{picture.digest[:10]}{pure.suffix.lower()}")
