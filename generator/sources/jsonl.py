"""JSON Lines: one article a line, so that one changed line parses one article again.

{"id": "…", "title": "…", "source": "outlet", "url": "…", "published": "…", "body": "…", "body_format": "text"}
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

from generator import markup
from generator.model import Article, Parsed, Picture, Reading, Record
from generator.sources.fields import Notes, names, quoted
from generator.sources.identity import article_id
from generator.sources.json_text import JsonError, read_json
from generator.sources.markdown_body import MarkdownError, markdown_body
from generator.sources.parser import Parser, has_suffix
from generator.text.nearest import did_you_mean
from generator.text.normalize import clean_markup_text

UNPACKED_LIMIT = 2 * 1024**3  # bytes of a gzipped file once unpacked
_CHUNK = 1 << 20

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"

KEYS = {
    "id": "id",
    "title": "title",
    "headline": "title",
    "source": "outlet",
    "outlet": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "published": "published",
    "date": "published",
    "updated": "updated",
    "modified": "updated",
    "section": "section",
    "category": "section",
    "topics": "topics",
    "tags": "topics",
    "keywords": "topics",
    "author": "authors",
    "authors": "authors",
    "summary": "summary",
    "description": "summary",
    "standfirst": "summary",
    "body": "body",
    "content": "body",
    "text": "body",
    "body_format": "body_format",
    "image": "image",
    "image_alt": "image_alt",
    "image_caption": "image_caption",
    "image_credit": "image_credit",
    "credit": "credit",
    "slug": "slug",
    "draft": "draft",
    "withdrawn": "withdrawn",
    "embargo": "embargo",
    "expires": "expires",
    "language": "",  # known, and not ours to use
    "lang": "",
}
"""Every key that a line may have, and the field that it fills; where two fill one, the first in this table counts."""

BODY_FORMATS = ("text", "html", "markdown")
_LISTS = frozenset(("topics", "authors"))
_AS_IT_IS = frozenset(("image", "draft", "withdrawn", "embargo"))
_NO = frozenset(("", "0", "false", "no", "none", "null"))


class _Body(NamedTuple):
    html: str
    pictures: tuple[dict[str, str], ...] = ()


def records(data: bytes) -> Iterator[Record]:
    """Yield each line that is not blank.

    Raises EOFError or ValueError where packed data breaks off, once the lines before it are out.
    """
    for number, line in enumerate(_lines(data), 1):
        if number == 1:
            line = line.removeprefix(_BOM)
        if line and not line.isspace():
            yield Record(number, line)


def _lines(data: bytes) -> Iterator[bytes]:
    if not data.startswith(_GZIP):
        yield from data.split(b"\n")
        return
    rest = b""
    for chunk in _unpacked(data):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    yield rest


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what gzip members hold, a megabyte at a time; a bomb is not let grow."""
    size = 0
    while data:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not unpacker.eof:
            try:
                chunk = unpacker.decompress(data, _CHUNK)
            except zlib.error as error:
                raise ValueError(f"its gzip data is damaged ({error})") from error
            size += len(chunk)
            if size > UNPACKED_LIMIT:
                raise ValueError(f"it holds more than {UNPACKED_LIMIT} bytes once unpacked")
            data = unpacker.unconsumed_tail
            yield chunk
            if not chunk and not data and not unpacker.eof:
                raise EOFError("its gzip data ends too early")
        data = unpacker.unused_data.lstrip(b"\0")


def parse(record: Record, reading: Reading) -> Parsed:
    """Return the article of one line; a line that cannot be read costs only itself."""
    notes = Notes(reading)
    try:
        line = read_json(record.data)
    except JsonError as error:
        hint = "every line is one JSON object; the lines around it are built"
        notes.error("json-malformed", f"not JSON: {error.message}", line=1, column=error.place.column, hint=hint)
        return notes.parsed(None)
    if not isinstance(line, dict):
        hint = 'write {"title": "…", "body": "…"}'
        notes.error("json-no-object", f"{quoted(line)} is no article", line=1, hint=hint)
        return notes.parsed(None)
    article = _article(_fields(line, notes), notes)
    return notes.parsed(article)


def _fields(line: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Return the values by field: text, or a tuple of texts for topics and authors, or what `image` holds."""
    found: dict[str, Any] = {}
    for key, field in KEYS.items():
        if field and field not in found and (value := line.get(key)) is not None:
            found[field] = value if field in _AS_IT_IS else _taken(value, key, field, notes)
    for key in [key for key in line if key not in KEYS]:
        hint = did_you_mean(key, KEYS) or f"the keys are {', '.join(dict.fromkeys(filter(None, KEYS.values())))}"
        notes.warn("unknown-key", f"unknown key {quoted(key)}", line=1, field=key, hint=hint)
    return found


def _taken(value: object, key: str, field: str, notes: Notes) -> str | tuple[str, ...]:
    """Return a value as text, or as texts where the field has several; with a warning where it is neither."""
    if type(value) is str:
        return (value,) if field in _LISTS else value
    items = value if isinstance(value, list) else [value]
    texts = tuple(text for item in items if (text := _text(item)))
    if len(texts) < len(items) or (len(texts) > 1 and field not in _LISTS):
        wanted = "a list of texts" if field in _LISTS else "a text"
        message = f"{key} must be {wanted}, not {quoted(value)}"
        notes.warn("value-type", message, line=1, field=key, hint="what can be taken as text is taken")
    return texts if field in _LISTS else "".join(texts[:1])


def _text(value: object) -> str:
    """Return the text that a value is, or that an object such as {"name": …} holds; "" for none."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _article(fields: dict[str, Any], notes: Notes) -> Article | None:
    url = notes.address(fields.get("url", ""), field="url", line=1)
    try:
        body = _body(fields, url, notes)
    except MarkdownError as error:
        hint = "take the run of signs out, or say body_format = text"
        notes.error("markdown-refused", f"Markdown not read: {error.message}", line=1, field="body", hint=hint)
        return None
    headline = clean_markup_text(fields.get("title", ""))
    if not headline:
        headline = notes.headline("", markup.paragraphs(body.html), line=1)
    if not headline:
        hint = "give it a title or a body"
        notes.error("headline-missing", "neither a title nor a text", line=1, field="title", hint=hint)
        return None
    outlet = clean_markup_text(fields.get("outlet", "")) or notes.reading.sidecar.outlet
    published = fields.get("published", "")
    return Article(
        id=article_id(given=fields.get("id", ""), url=url, outlet=outlet, headline=headline, date_raw=published),
        headline=headline,
        body=body.html,
        outlet=outlet,
        standfirst=clean_markup_text(fields.get("summary", "")),
        published=notes.moment(published, field="published", line=1),
        published_raw=clean_markup_text(published),
        updated=notes.moment(fields.get("updated", ""), field="updated", line=1),
        section=clean_markup_text(fields.get("section", "")),
        topics=_topics(fields.get("topics", ())),
        authors=names(fields.get("authors", ())),
        credit=clean_markup_text(fields.get("credit", "")),
        picture=_picture(fields, body.pictures, url, notes),
        url=url,
        slug=notes.slug(fields.get("slug", ""), line=1),
        draft=_is_said(fields.get("draft", False)),
        withdrawn=_is_said(fields.get("withdrawn", False)),
        embargo=notes.embargo(str(fields.get("embargo") or ""), line=1),
        expires=notes.moment(fields.get("expires", ""), field="expires", line=1),
        path=notes.reading.path,
    )


def _is_said(value: object) -> bool:
    """Tell whether a flag is set; in doubt it is, for what should not be shown must not be."""
    return str(value).strip().lower() not in _NO


def _topics(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return topics; those of one text are parted by its commas."""
    return names(texts, split=len(texts) == 1)


def _body(fields: dict[str, Any], url: str, notes: Notes) -> _Body:
    """Return the body as its `body_format` says; of a format that there is not, as plain text."""
    text, kind = fields.get("body", ""), fields.get("body_format", "text").lower()
    if kind not in BODY_FORMATS:
        hint = did_you_mean(kind, BODY_FORMATS) or f"the formats are {', '.join(BODY_FORMATS)}"
        message = f"unknown body_format {quoted(kind)}; the body is taken as text"
        notes.warn("body-format-unknown", message, line=1, field="body_format", hint=hint)
    if kind == "html":
        return _Body(markup.sanitise(text, base=url), tuple(markup.picture_attributes(text)) if "<" in text else ())
    if kind == "markdown":
        made = markdown_body(text.replace("\r\n", "\n"), base=url)
        for call in made.calls:
            notes.shortcode(call, line=1)
        return _Body(made.html, made.pictures)
    return _Body(markup.from_text(unescape(text) if "&" in text else text))


def _picture(fields: dict[str, Any], in_body: tuple[dict[str, str], ...], url: str, notes: Notes) -> Picture | None:
    """Return the picture that the line names, else the first that its body shows."""
    image = fields.get("image")
    if not image:
        return notes.first_picture(in_body, base=url)
    named = image if isinstance(image, dict) else {"url": _text(image[0] if isinstance(image, list) else image)}
    return notes.picture(
        _text(named.get("url") or named.get("src")),
        field="image",
        line=1,
        alt=fields.get("image_alt") or _text(named.get("alt")),
        caption=fields.get("image_caption") or _text(named.get("caption")),
        credit=fields.get("image_credit") or _text(named.get("credit")),
        size=(_text(named.get("width")), _text(named.get("height"))),
    )


PARSER = Parser(
    name="jsonl", accepts=has_suffix(".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), records=records, parse=parse
)
