"""RSS 2.0, RSS 1.0 and Atom files, well-formed or as far as they go.

feedparser reads what other readers give up on, but it must not meet the bytes as they come: they are decoded here
(it takes Arabic charsets for Latin-1), everything before the first element is dropped (declarations, doctypes with
their entities), and its HTML is cleaned by `markup.sanitise`, not by its own list.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from generator import markup
from generator.model import Parsed, Picture, Reading, Record
from generator.sources import feed_items
from generator.sources.decode import decode
from generator.sources.feed_items import Item, plain_words
from generator.sources.fields import Notes, quoted
from generator.sources.identity import is_uri
from generator.sources.parser import Parser, has_suffix, whole_file
from generator.text.normalize import clean_markup_text

SIZE_LIMIT = 64 * 1024**2  # bytes
DEPTH_LIMIT = 300  # elements within each other

_ROOT = re.compile(r"<[A-Za-z_]")
_OPENINGS = (("<!--", "-->"), ("<?", "?>"))
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*+\]\s*)?>", re.I)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.S)
_CDATA_START = "<![CDATA["
_TEXT_END = re.compile(r"</(?:title|description|content:encoded|summary|content)\s*>")
_ELEMENT = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_ITEM = re.compile(r"<(?:[\w-]+:)?(item|entry)[\s>]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# RSS: a guid is the article's address unless it says isPermaLink="false". feedparser forgets what it says.
_DECLARED = "declared:"
_OPAQUE_GUID = re.compile(r"(<guid\s[^<>]{0,200}?isPermaLink\s{0,9}=\s{0,9}[\"']?\s{0,9}false[^<>]{0,200}>)", re.I)
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")
_NAME_AND_MAIL = re.compile(r"(.*?)\s*[(<]?\S+@\S+\.\S+?[)>]?")
_REST_OF_MAIL = re.compile(r"[^\s(]*\s*\(([^()]+)\)?")  # feedparser cuts a@b.example after four letters: "ple (name"
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.I)
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>")
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))


def parse(record: Record, reading: Reading) -> Parsed:
    """Return the articles of a feed file; what is broken in it is told, what can be read is kept."""
    notes = Notes(reading)
    decoded = decode(record.data)
    if not decoded.text.strip("\x00 \t\r\n"):
        notes.error("empty-file", "empty file", hint="fetch the feed again, or delete it")
        return notes.parsed_many(())
    if decoded.mended:
        message = f"{decoded.mended} bytes are not {decoded.codec}; they are replaced or guessed"
        notes.warn("decoding-mended", message, hint="fetch the feed again; if it stays so, the outlet sends it broken")
    text = _safe(decoded.text, notes)
    return notes.parsed_many(_articles(_with_closed_cdata(text), decoded.text, notes) if text else ())


def _safe(text: str, notes: Notes) -> str:
    """Return a feed's text from its first element on, without what XML forbids; "" with an error for no feed."""
    if len(text) > SIZE_LIMIT:
        notes.error("feed-too-large", f"{len(text)} characters; at most {SIZE_LIMIT} are read")
        return ""
    body = _CONTROL.sub(" ", text[_root(text) :])
    if not body:
        hint = "a .xml file must be RSS or Atom; save the feed itself, not the page about it"
        notes.error("feed-unreadable", f"no feed: it begins {quoted(text[:200])}", line=1, hint=hint)
        return ""
    if _depth(body) > DEPTH_LIMIT:
        message = f"elements are nested more than {DEPTH_LIMIT} deep"
        notes.error("feed-too-deep", message, line=1, hint="this is no feed of articles")
        return ""
    return body


def _with_closed_cdata(text: str) -> str:
    """Return a feed in which a CDATA section without an end is closed at the end of its element.

    It would swallow the items after it: an opening within a section tells that the one before has no end.
    """
    parts: list[str] = []
    at = end = 0
    while (start := text.find(_CDATA_START, at)) >= 0:
        if 0 <= end < start:
            end = text.find("]]>", start)
        following = text.find(_CDATA_START, start + 1)
        is_open = end < 0 or 0 <= following < end
        closing = _TEXT_END.search(text, start, following if following >= 0 else len(text)) if is_open else None
        stop = closing.start() if closing else start + len(_CDATA_START)
        parts += [text[at:stop], "]]>"] if closing else [text[at:stop]]
        at = stop
    return "".join([*parts, text[at:]]) if parts else text


def _root(text: str) -> int:
    """Return where the first element begins, after declarations, comments and a doctype; the end where none does.

    Where one of those never ends, what looks like an element is taken for the first one.
    """
    at = 0
    while (at := text.find("<", at)) >= 0:
        if _ROOT.match(text, at):
            return at
        end = _end_of_declaration(text, at)
        if end < 0:
            element = _ROOT.search(text, at)
            return element.start() if element else len(text)
        at = end
    return len(text)


def _end_of_declaration(text: str, at: int) -> int:
    """Return where a declaration, comment or doctype that begins at `at` ends; -1 where it does not."""
    for opening, closing in _OPENINGS:
        if text.startswith(opening, at):
            end = text.find(closing, at)
            return end + len(closing) if end >= 0 else -1
    if text.startswith("<!", at):
        doctype = _DOCTYPE.match(text, at)
        return doctype.end() if doctype else -1
    return at + 1


def _depth(text: str) -> int:
    """Return how deep the elements are nested, at most one more than the limit."""
    depth = deepest = 0
    for match in _ELEMENT.finditer(_CDATA.sub("", text)):
        if match[1]:
            depth = max(0, depth - 1)
        elif not match[4] and match[2].lower() not in markup.ENDS_ITSELF - {"link", "source"}:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEPTH_LIMIT:
                break
    return deepest


def _articles(text: str, original: str, notes: Notes) -> tuple[Any, ...]:
    parsed = _parsed(_OPAQUE_GUID.sub(rf"\1{_DECLARED}", text))
    entries, version = parsed.get("entries", []), dict.get(parsed, "version", "")
    fault = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if not entries and (fault or not version):
        root = _ELEMENT.match(text)
        said = _said(fault) if fault else "it has no items"
        found = f"its first element is <{root[2]}>" if root else f"it begins {quoted(text[:200])}"
        hint = "RSS, RDF and Atom are read; save the feed itself, not the page about it"
        notes.error("feed-unreadable", f"no feed can be read here: {said}; {found}", line=1, hint=hint)
        return ()
    if fault:
        line = _fault_line(fault, original, text)
        hint = "what can be read of it is; tell the outlet"
        notes.warn("feed-broken", f"not well-formed XML: {_said(fault)}", line=line, hint=hint)
    elif not entries:
        notes.warn("feed-empty", "this feed has no items", line=1, hint="fetch it again later")
    lines = _item_lines(original, len(entries))
    feed = parsed.get("feed", {})
    return feed_items.articles(
        (_item(entry, feed, line, notes) for entry, line in zip(entries, lines, strict=True)), notes
    )


def _parsed(text: str) -> dict[str, Any]:
    """Return what feedparser makes of a text; from bytes in memory only, so that it opens neither file nor address."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    data = io.BytesIO(text.encode("utf-8", "replace"))
    found: dict[str, Any] = feedparser.parse(
        data, sanitize_html=False, resolve_relative_uris=False, response_headers=headers
    )
    return found


def _said(fault: object) -> str:
    get_message = getattr(fault, "getMessage", None)
    return str(get_message() if get_message else fault)


def _fault_line(fault: object, original: str, text: str) -> int:
    """Return the line in the file of a fault in the text without its prolog; 0 when unknown."""
    get_line = getattr(fault, "getLineNumber", None)
    line = get_line() if get_line else None
    lines_before = original.count("\n") - text.count("\n") - 1  # feedparser puts a declaration of its own above
    return max(1, int(line) + lines_before) if line else 0


def _item_lines(text: str, count: int) -> list[int]:
    """Return the line that each item begins on; 1 for all where they cannot be told apart."""
    starts = [match.start() for match in _ITEM.finditer(_CDATA.sub(lambda m: " " * len(m[0]), text))]
    if len(starts) != count:
        return [1] * count
    lines, line, at = [], 1, 0
    for start in starts:
        line += text.count("\n", at, start)
        at = start
        lines.append(line)
    return lines


def _item(entry: dict[str, Any], feed: Mapping[str, Any], line: int, notes: Notes) -> Item:
    home = markup.web_address(feed.get("link") or "")
    link = _link(entry, home, line, notes)
    base = link or home
    raw_bodies = _bodies(entry)
    pictures = [found for html in raw_bodies if "<" in html for found in markup.picture_attributes(html)]
    return Item(
        guid=_guid(entry, link),
        link=link,
        headline=_words(entry, "title"),
        raw_headline=clean_markup_text(entry.get("title") or ""),
        bodies=tuple(markup.sanitise(html, base=base) for html in raw_bodies),
        summary=_words(entry, "summary"),
        # By `dict.get`: feedparser's own answers with the publishing date, and a warning, where there is no other.
        published_raw=entry.get("published") or entry.get("created") or "",
        updated_raw=dict.get(entry, "updated") or "",
        outlet=_outlet(entry, feed, notes.reading),
        authors=tuple(_authors(entry)),
        topics=tuple(plain_words(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or ()),
        picture=_picture(entry, line, notes) or notes.first_picture(pictures, base=base),
        line=line,
    )


def _link(entry: Mapping[str, Any], home: str, line: int, notes: Notes) -> str:
    raw = entry.get("link") or ""
    if raw == entry.get("id") and not is_uri(raw):
        return ""  # a guid that says it is an address, and is none
    return notes.address(raw, field="link", line=line, base=home)


def _guid(entry: Mapping[str, Any], link: str) -> str:
    """Return the guid if it can be what it says: a URI, or opaque and declared so; any where there is no link."""
    guid = clean_markup_text(entry.get("id") or "")
    declared = guid.startswith(_DECLARED)
    guid = guid.removeprefix(_DECLARED).strip()
    return guid if declared or is_uri(guid) or not link else ""


def _words(entry: Mapping[str, Any], name: str) -> str:
    """Return a text of a feed on one line; markup is read where the format, or the look of it, says that it is some."""
    value = str(entry.get(name) or "")
    kind = (entry.get(f"{name}_detail") or {}).get("type", "")
    if kind in _HTML_TYPES or (kind != "text" and _MARKUP.search(value)):
        return plain_words(value)
    return clean_markup_text(value)


def _bodies(entry: Mapping[str, Any]) -> list[str]:
    """Return all that may be an item's text, as HTML."""
    details = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    found = (_as_html(str(detail.get("value") or ""), detail.get("type", "")) for detail in details)
    return [html for html in dict.fromkeys(found) if html.strip()]


def _as_html(value: str, kind: str) -> str:
    """Return a text as HTML. Plain text with tags in it is HTML of an outlet that forgot to say so."""
    return value if kind in _HTML_TYPES or _MARKUP.search(value) else markup.from_text(value)


def _outlet(entry: Mapping[str, Any], feed: Mapping[str, Any], reading: Reading) -> str:
    source = entry.get("source") or {}
    named = _words(entry, "publisher") or _words(source, "title")
    return named or reading.sidecar.outlet or _words(feed, "title")


def _authors(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the authors' names, without their mail addresses."""
    for author in entry.get("authors") or ():
        name = plain_words(str(author.get("name") or ""))
        rest = _REST_OF_MAIL.fullmatch(name) if author.get("email") else None
        if match := rest or _MAIL_AND_NAME.fullmatch(name) or _NAME_AND_MAIL.fullmatch(name):
            name = match[1].strip()
        if name:
            yield name


def _picture(entry: Mapping[str, Any], line: int, notes: Notes) -> Picture | None:
    """Return the largest picture that an item carries beside its text."""
    media = [found for found in entry.get("media_content") or () if _is_picture(found)]
    media.sort(key=_width, reverse=True)
    enclosures = [found for found in entry.get("links") or () if found.get("rel") == "enclosure" and _is_picture(found)]
    others = [*(entry.get("media_thumbnail") or ()), *enclosures, entry.get("image") or {}]
    for found in [*media, *others]:
        url = markup.web_address(str(found.get("url") or found.get("href") or ""))
        if url:
            size = str(found.get("width") or ""), str(found.get("height") or "")
            return notes.picture(url, field="media:content", line=line, credit=_picture_credit(entry), size=size)
    return None


def _picture_credit(entry: Mapping[str, Any]) -> str:
    return next((plain_words(str(found.get("content") or "")) for found in entry.get("media_credit") or ()), "")


def _is_picture(found: Mapping[str, Any]) -> bool:
    kind, medium = str(found.get("type") or ""), str(found.get("medium") or "")
    url = str(found.get("url") or found.get("href") or "")
    return medium == "image" or kind.startswith("image/") or (not kind and not medium and _has_picture_name(url))


def _has_picture_name(url: str) -> bool:
    try:
        return bool(_PICTURE_NAME.search(urlsplit(url).path))
    except ValueError:
        return False


def _width(found: Mapping[str, Any]) -> int:
    width = str(found.get("width") or "")
    return int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0


PARSER = Parser(name="feed", accepts=has_suffix(".xml", ".rss", ".atom", ".rdf"), records=whole_file, parse=parse)
