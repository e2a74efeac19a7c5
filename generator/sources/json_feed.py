"""JSON Feed 1.0 and 1.1 files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import markup
from generator.model import Parsed, Picture, Reading, Record
from generator.sources import feed_items
from generator.sources.decode import decode
from generator.sources.feed_items import Item
from generator.sources.fields import Notes, quoted
from generator.sources.json_text import JsonError, read_json
from generator.sources.parser import Parser, has_suffix, whole_file
from generator.text.normalize import clean_markup_text

_VERSION = "jsonfeed.org/version/"
_HINT = "a .json file must be a JSON Feed (jsonfeed.org); articles of your own go into .jsonl, one a line"


def parse(record: Record, reading: Reading) -> Parsed:
    """Return the articles of a JSON Feed; anything else that is JSON is an error."""
    notes = Notes(reading)
    feed = _feed(record.data, notes)
    if feed is None:
        return notes.parsed_many(())
    items = feed["items"]
    if not items:
        notes.warn("feed-empty", "this feed has no items", line=1, hint="fetch it again later")
    return notes.parsed_many(feed_items.articles(_items(items, feed, notes), notes))


def _feed(data: bytes, notes: Notes) -> dict[str, Any] | None:
    text = decode(data).text
    if not text.strip():
        notes.error("empty-file", "empty file", hint="fetch the feed again, or delete it")
        return None
    try:
        feed = read_json(text.encode("utf-8", "replace"))
    except JsonError as error:
        place = error.place
        notes.error(
            "json-malformed", f"not JSON: {error.message}", line=place.line or 1, column=place.column, hint=_HINT
        )
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        notes.error("json-no-feed", f"no JSON Feed: {quoted(text[:200])} has no list of items", line=1, hint=_HINT)
        return None
    if _VERSION not in _text(feed.get("version")):
        message = f"the version {quoted(_text(feed.get('version')))} is not one of jsonfeed.org; read all the same"
        notes.warn("json-feed-version", message, line=1, field="version", hint=_HINT)
    return feed


def _items(items: list[Any], feed: Mapping[str, Any], notes: Notes) -> Iterator[Item]:
    outlet = notes.reading.sidecar.outlet or clean_markup_text(_text(feed.get("title")))
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _item(item, outlet, notes)
        else:
            message = f"item {number} is {quoted(item)}, not an object; it is left out"
            notes.warn("json-no-object", message, line=1, field="items", hint="the outlet's feed has to be mended")


def _item(item: Mapping[str, Any], outlet: str, notes: Notes) -> Item:
    link = notes.address(_text(item.get("url")), field="url", line=1)
    html = _text(item.get("content_html"))
    bodies = markup.sanitise(html, base=link), markup.from_text(_text(item.get("content_text")))
    in_body = list(markup.picture_attributes(html)) if "<" in html else []
    return Item(
        guid=clean_markup_text(_text(item.get("id"))),
        link=link or markup.web_address(_text(item.get("external_url"))),
        headline=clean_markup_text(_text(item.get("title"))),
        bodies=tuple(body for body in bodies if body),
        summary=clean_markup_text(_text(item.get("summary"))),
        published_raw=_text(item.get("date_published")),
        updated_raw=_text(item.get("date_modified")),
        outlet=outlet,
        authors=tuple(_names(item)),
        topics=tuple(_text(tag) for tag in _list(item.get("tags"))),
        picture=_picture(item, notes) or notes.first_picture(in_body, base=link),
    )


def _names(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield the authors' names: 1.1 has a list of them, 1.0 one."""
    for author in [*_list(item.get("authors")), item.get("author")]:
        yield _text(author.get("name") if isinstance(author, dict) else author)


def _picture(item: Mapping[str, Any], notes: Notes) -> Picture | None:
    for key in ("image", "banner_image"):
        if url := markup.web_address(_text(item.get(key))):
            return notes.picture(url, field=key, line=1)
    return None


def _text(value: object) -> str:
    """Return a text, or a number as one (ids are often numbers); "" for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


PARSER = Parser(name="json-feed", accepts=has_suffix(".json"), records=whole_file, parse=parse)
