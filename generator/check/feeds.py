"""Files for machines: XML, JSON, feeds of three formats, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element

from generator.check.files import JSON, TEXTS, XML, Fault, File
from generator.check.findings import NOWHERE, error, shortened
from generator.check.grounds import Grounds, Leads
from generator.errors import Problem

ATOM = "{http://www.w3.org/2005/Atom}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")
_JSON_FEED = "https://jsonfeed.org/version/"
_SITEMAP_LINE = re.compile(r"^sitemap:\s*(\S+)", re.I | re.M)


def encodings(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find text that is not UTF-8: a browser shows signs instead of letters."""
    if file.path.endswith(TEXTS):
        try:
            file.data.decode("utf-8")
        except UnicodeDecodeError as wrong:
            line = file.data.count(b"\n", 0, wrong.start) + 1
            message = f"not UTF-8: byte {wrong.start}, on line {line}"
            yield error("check-encoding", file.path, NOWHERE._replace(line=line), message, "save it as UTF-8")


def xml(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find XML that is not well formed."""
    if file.path.endswith(XML) and isinstance(file.xml, Fault):
        message = f"not XML: {file.xml.message}"
        yield error("check-xml", file.path, file.xml.place, message, "make it with a writer, never by pasting text")


def json(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find JSON that is none."""
    if file.path.endswith(JSON) and isinstance(file.json, Fault):
        message = f"not JSON: {file.json.message}"
        yield error("check-json", file.path, file.json.place, message, "make it with a writer, never by pasting text")


def feeds(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find feeds that readers refuse, and entries that lead nowhere."""
    if file.path.endswith(JSON):
        faults = _json_feed(file.json, file, grounds)
    elif not file.path.endswith(XML) or isinstance(file.xml, Fault):
        return
    elif file.xml.tag == f"{ATOM}feed":
        faults = [*_bozo(file), *_atom(file.xml, file, grounds)]
    elif file.xml.tag == "rss":
        faults = [*_bozo(file), *_rss(file.xml, file, grounds)]
    else:
        return
    for words, message in faults:
        yield error("check-feed", file.path, file.place_of(words) if words else NOWHERE, message, _HINT)


_HINT = "Nashra writes none such: look for what changed the file, or for a mistake to report"
_Faults = Iterable[tuple[str, str]]  # the words of the file where it stands, and what is wrong


def _bozo(file: File) -> _Faults:
    import feedparser

    parsed = feedparser.parse(file.data, sanitize_html=False, resolve_relative_uris=False)
    if parsed.bozo:
        yield "", f"feedparser refuses it: {parsed.get('bozo_exception', 'no reason given')}"


def _atom(feed: Element, file: File, grounds: Grounds) -> _Faults:
    for name in ("id", "title", "updated"):
        if not _text(feed, ATOM + name):
            yield "<feed", f"the feed has no <{name}>"
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        yield "<feed", "the feed does not say its own address: <link rel=self>"
    entries = feed.findall(f"{ATOM}entry")
    yield from _twice("<id>", [_text(entry, f"{ATOM}id") for entry in entries])
    for entry in entries:
        name = shortened(_text(entry, f"{ATOM}id"), 60)
        for field in ("title", "updated"):
            if entry.find(ATOM + field) is None:
                yield name, f"the entry {name} has no <{field}>"
        for moment in (_text(entry, ATOM + field) for field in ("updated", "published")):
            if moment and not _INSTANT.fullmatch(moment):
                yield moment, f"“{moment}” in the entry {name} is no instant of RFC 3339"
        links = (link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate")
        yield from _dead((link.get("href", "") for link in links), file, grounds)


def _rss(feed: Element, file: File, grounds: Grounds) -> _Faults:
    channel = feed.find("channel")
    if channel is None:
        yield "<rss", "the feed has no <channel>"
        return
    for name in ("title", "link", "description"):
        if not _text(channel, name):
            yield "<channel", f"the channel has no <{name}>"
    items = channel.findall("item")
    yield from _twice("<guid>", [_text(item, "guid") for item in items])
    for item in items:
        if not (_text(item, "title") or _text(item, "description")):
            yield (
                _text(item, "guid"),
                f"the item {shortened(_text(item, 'guid'), 60)} has neither title nor description",
            )
        published = _text(item, "pubDate")
        if published and not _is_mail_date(published):
            yield published, f"“{published}” is no date of RFC 822"
    yield from _dead((_text(item, "link") for item in items if _text(item, "link")), file, grounds)


def _json_feed(value: Any, file: File, grounds: Grounds) -> _Faults:
    if not (isinstance(value, Mapping) and str(value.get("version", "")).startswith(_JSON_FEED)):
        return
    items = value.get("items")
    if not isinstance(value.get("title"), str) or not isinstance(items, list):
        yield "", "the feed has no title or no list of items"
        return
    if not all(isinstance(item, Mapping) for item in items):
        yield "", "an item of the feed is no object"
        return
    yield from _twice("id", [str(item.get("id", "")) for item in items])
    for item in items:
        name = shortened(str(item.get("id", "")), 60)
        if not ({"content_html", "content_text"} & item.keys()):
            yield name, f"the item {name} has neither content_html nor content_text"
        for moment in (item.get(field) for field in ("date_published", "date_modified")):
            if moment is not None and not _INSTANT.fullmatch(str(moment)):
                yield str(moment), f"“{moment}” in the item {name} is no instant of RFC 3339"
    yield from _dead((str(item["url"]) for item in items if "url" in item), file, grounds)


def _text(parent: Element, name: str) -> str:
    return (parent.findtext(name) or "").strip()


def _twice(field: str, identities: list[str]) -> _Faults:
    if "" in identities:
        yield "", f"an entry has no {field}: readers show it again at every change"
    for identity in sorted({identity for identity in identities if identity and identities.count(identity) > 1}):
        yield identity, f"two entries have the {field} “{shortened(identity)}”: readers show one of them"


def _dead(links: Iterable[str], file: File, grounds: Grounds) -> _Faults:
    for link in links:
        way = grounds.way(link, file.path)
        if not link.startswith(("https://", "http://")):
            yield link, f"“{shortened(link)}” is no whole address: feeds are read away from the site"
        elif way.leads is Leads.INSIDE and not grounds.file_of(way.path):
            yield link, f"“{shortened(link)}” leads to no page of this site"


def _is_mail_date(text: str) -> bool:
    try:
        return bool(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError):
        return False


def robots(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find a sitemap that robots.txt names and that is not there."""
    if file.path == "robots.txt":
        for match in _SITEMAP_LINE.finditer(file.text):
            way = grounds.way(match[1], file.path)
            if way.leads is not Leads.INSIDE or not grounds.file_of(way.path):
                message = f"the sitemap “{match[1]}” is not on this site"
                hint = "build with the base_url that it is served under; check takes --base-url, too"
                yield error("check-sitemap", file.path, file.place(match.start(1)), message, hint)
