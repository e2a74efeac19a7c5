"""Markdown files: front matter, ours or another generator's, above the text of one article.

A folder written for Hugo, Jekyll, Pelican or Eleventy builds as it is: their names for things are read as ours, what
is theirs alone is passed over, and only a key that nobody knows is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from pathlib import PurePosixPath

from generator import markup
from generator.dates.read import read
from generator.model import Article, Moment, Parsed, Picture, Reading, Record
from generator.sources.fields import Notes, names, quoted
from generator.sources.front_matter import FrontMatter, FrontMatterError, Looks, Value
from generator.sources.front_matter import read as read_front_matter
from generator.sources.identity import article_id
from generator.sources.markdown_body import MarkdownBody, MarkdownError, markdown_body, part_heading
from generator.sources.markdown_keys import FIELDS, KEYS, THEIR_LAYOUTS, THEIRS
from generator.sources.parser import Parser, has_suffix, whole_file
from generator.text.nearest import did_you_mean, nearest
from generator.text.normalize import clean_markup_text, fold

LAYOUTS = ("article", "page")
"""Templates that `layout` may name; never a path."""

_DRAFT_STATUS = frozenset(("draft", "hidden", "private", "pending", "skip"))
_PUBLISHED_STATUS = frozenset(("published", "publish", "public"))

# Where true and false say something, and where nothing may be dropped.
_WORDS = frozenset(("title", "draft", "withdrawn", "published", "permalink", "embargo"))
_PICTURE_KEYS = ("url", "src", "image", "path", "teaser", "feature")
_NAMES = ("a name or a list of names", "write for example [ميناء, نقل]")
_DATE = ("a date", "write it as 2025-05-11 or 2025-05-11T14:30:00+03:00")
_WANTED = (
    dict.fromkeys(("authors", "categories", "topics"), _NAMES)
    | dict.fromkeys(("published", "updated", "expires"), _DATE)
    | {"aliases": ("a path or a list of paths", "write for example [/old/address/]")}
    | {"image": ("a picture's path", "write its path, or its src, alt, caption and credit below the key")}
)
_TRUE = frozenset(("true", "yes", "on", "1", "y", "نعم"))
_FALSE = frozenset(("false", "no", "off", "0", "n", "لا", ""))
_FILE_DATE = re.compile(r"(\d{4}-\d\d-\d\d)-(.+)")
_TIME_WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")  # what most write
_ELSEWHERE = timezone(timedelta(hours=-11, minutes=-7))  # nobody's
_WEB = re.compile(r"https?://", re.I)
_PATH = re.compile(r"[/\\\x00-\x1f]|\.\.")
_TEMPLATE_FILE = re.compile(r"\w[\w-]*(?:/\w[\w-]*)*\.(?:njk|liquid|hbs|webc|11ty\.js)")  # Eleventy's layouts
_NO_ALIAS = re.compile(r"[\\\x00-\x1f\x7f]|^//|(?:^|/)\.\.(?:/|$)|^[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class _Text:
    """What stands below the front matter, read: a title found in it, the body, what was left out of it."""

    title: str
    body: MarkdownBody
    removed: tuple[str, ...] = ()


def parse(record: Record, reading: Reading) -> Parsed:
    """Return the article of a file. Unreadable front matter costs the article, an unreadable date does not."""
    if PurePosixPath(reading.path).name.lower() in ("_index.md", "_index.markdown"):
        return Parsed()  # Hugo's page about a section: its articles come by themselves
    notes = Notes(reading)
    text = _decoded(record.data, notes)
    if text is None:
        return notes.parsed(None)
    try:
        front = read_front_matter(text)
    except FrontMatterError as error:
        notes.error(error.code, error.message, line=error.line, field=error.field, hint=error.hint)
        return notes.parsed(None)
    return _parsed(front, notes)


def _decoded(data: bytes, notes: Notes) -> str | None:
    """Return the file's text with line ends as LF, or None with an error: this format is ours and is UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8, byte {error.start} (line {line})"
        notes.error("not-utf8", message, line=line, hint="save the file as UTF-8")
        return None
    if not text.strip():
        notes.error("empty-file", "empty file", hint="write a title and a text, or delete it")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parsed(front: FrontMatter, notes: Notes) -> Parsed:
    values = _Values(front, notes)
    try:
        text = _text(front, values.text("title"), notes)
    except MarkdownError as error:
        line = front.body_line + error.line - 1
        hint = "look at this paragraph; take the run of signs out"
        notes.error("markdown-refused", f"Markdown not read: {error.message}", line=line, field="body", hint=hint)
        return notes.parsed(None)
    if not text.title:
        hint = "write title: … in the front matter, or begin the text with # …"
        line = values.get("title").line or front.body_line
        notes.error("headline-missing", "no title and no heading in the text", line=line, field="title", hint=hint)
    notes.headline(text.title, (), line=values.get("title").line)
    return notes.parsed(_article(values, text, notes), removed=text.removed)


def _text(front: FrontMatter, title: str, notes: Notes) -> _Text:
    """Read the body. A heading that begins it is the title, or repeats it, and does not stand twice on the page."""
    body = markdown_body(front.body, base=markup.OWN_SITE)
    heading, rest = part_heading(front.body)
    if heading and (not title or fold(heading) == fold(title)):
        body = replace(body, html=markdown_body(rest, base=markup.OWN_SITE).html)
    removed = tuple(f"picture {quoted(found['src'])}" for found in body.pictures)
    for call in body.calls:
        notes.shortcode(call, line=front.body_line + call.line - 1)
    return _Text(title or heading, body, removed)


class _Values:
    """The front matter by our fields, each converted by what the field is."""

    def __init__(self, front: FrontMatter, notes: Notes) -> None:
        self.notes = notes
        self.found: dict[str, Value] = {}
        given: dict[str, dict[str, Value]] = {}
        for key, value in front.values.items():
            plain = key.lower().replace("-", "_")
            field = FIELDS.get(plain)
            if field:
                given.setdefault(field, {}).setdefault(plain, value)
            elif plain not in THEIRS and not plain.startswith("_"):
                self._unknown(key, value)
        self.written: dict[str, str] = {}  # the key that filled a field, as it is written
        for field, by_key in given.items():
            self.written[field] = next(key for key in KEYS[field] if key in by_key)
            self.found[field] = by_key[self.written[field]]
        for field, value in list(self.found.items()):
            if value.table or value.looks is Looks.BOOLEAN:
                self._fit(field, value)
        self.has_authors = "authors" in given.get("authors", {})  # Pelican's: several, parted by signs

    def _fit(self, field: str, value: Value) -> None:
        """Drop a value that means nothing in its field, with a warning unless it is `false`: there is none, then."""
        word = value.text.lower() if value.looks is Looks.BOOLEAN and field not in _WORDS else ""
        if word in ("true", "false"):
            found = "true"
        elif value.table and not value.texts and not _means(field, value.table):
            found = "keys and values"
        else:
            return
        del self.found[field]
        if word != "false":
            wanted, hint = _WANTED.get(field, ("one text", "write one text, in quotes"))
            message = f"{self.written[field]}: found {found} where {wanted} is wanted; it is passed over"
            self.notes.warn("value-type", message, line=value.line, field=field, hint=hint)

    def _unknown(self, key: str, value: Value) -> None:
        meant = nearest(key, (*FIELDS, *THEIRS))
        hint = f'did you mean "{meant}"?' if meant else "delete it; docs/reference/sources.md names the keys"
        self.notes.warn("unknown-key", f"unknown key {quoted(key)}", line=value.line, field=key, hint=hint)
        if value.looks is Looks.SEXAGESIMAL:
            self._as_text(key, value, f"{value.text} kept as text")

    def _as_text(self, key: str, value: Value, message: str) -> None:
        hint = "put it in quotes to say that it is meant so"
        self.notes.warn("taken-as-text", f"{key}: {message}", line=value.line, field=key, hint=hint)

    def get(self, field: str) -> Value:
        return self.found.get(field, Value(0))

    def one(self, field: str) -> Value:
        """Return a field's value with one text at most, with a warning where the front matter has several."""
        value = self.get(field)
        if len(value.texts) > 1:
            message = f"{self.written[field]} must be one text; {quoted(value.text)} is taken"
            self.notes.warn("value-type", message, line=value.line, field=field, hint="write one text, in quotes")
            self.found[field] = value = replace(value, texts=value.texts[:1], table={})
        return value

    def text(self, field: str) -> str:
        """Return a field's one text, clean, on one line."""
        return clean_markup_text(self.one(field).text)

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a field's texts: those of a list, or those between the commas of one."""
        value = self.get(field)
        return names(value.texts, split=not value.is_list)

    def title(self) -> None:
        """Tell where YAML would have made something else of the title than its text."""
        value = self.get("title")
        if value.looks not in (Looks.TEXT, Looks.NULL):
            kept = f"{value.text} kept as text" if value.looks is Looks.SEXAGESIMAL else f"{value.looks} taken as text"
            self._as_text("title", value, f"{kept}: {quoted(value.text)}")

    def moment(self, field: str) -> Moment | None:
        value = self.one(field)
        found = self.notes.moment(value.text.strip(), field=field, line=value.line)
        self._zone(field, value.text.strip(), found)
        return found

    def embargo(self) -> Moment | None:
        value = self.get("embargo")
        raw = " ".join(value.texts) or " ".join(value.table)
        found = self.notes.embargo(raw, line=value.line)
        self._zone("embargo", raw, found)
        return found

    def _zone(self, field: str, raw: str, found: Moment | None) -> None:
        """Tell of a time that states no zone: it is another moment where it is read in another one."""
        if found is None or not found.precision.is_instant or _TIME_WITH_ZONE.fullmatch(raw):
            return
        reading = self.notes.reading
        elsewhere = read(raw, now=reading.sidecar.captured_at, zone=_ELSEWHERE).moment
        if elsewhere is None or elsewhere.iso != found.iso:
            message = f"{quoted(raw)} says no time zone; the site time zone applies ({reading.zone})"
            line, hint = self.get(field).line, "add an offset such as +03:00"
            self.notes.warn("date-without-zone", message, line=line, field=field, hint=hint)

    def flag(self, field: str) -> bool:
        """Return a yes or no; what is neither counts as yes, for it holds an article back."""
        value = self.get(field)
        said = value.text or " ".join(value.table)
        word = said.strip().lower()
        if word not in _TRUE | _FALSE:
            message = f"{field} is neither true nor false: {quoted(said)}; taken as true"
            self.notes.warn("flag-unclear", message, line=value.line, field=field, hint="write true or false")
        return word not in _FALSE


def _means(field: str, table: Mapping[str, Value]) -> bool:
    """Tell whether keys and values say something in a field: a picture with its alt, an author with an address."""
    keys = {key.lower() for key in table}
    if field == "image":
        return not keys.isdisjoint(_PICTURE_KEYS)
    return field in ("draft", "withdrawn", "embargo") or (field == "authors" and "name" in keys)


def _article(values: _Values, text: _Text, notes: Notes) -> Article:
    values.title()
    outlet = values.text("outlet") or notes.reading.sidecar.outlet
    url, aliases = _addresses(values, notes)
    if _WEB.match(outlet):
        url, outlet = url or notes.address(outlet, field="outlet", line=values.get("outlet").line), ""
    draft, published, published_raw = _published(values, notes)
    section, topics = _departments(values)
    return Article(
        id=article_id(given=values.text("id"), url=url, outlet=outlet, headline=text.title, date_raw=published_raw),
        headline=text.title,
        body=text.body.html,
        outlet=outlet,
        standfirst=values.text("summary"),
        published=published,
        published_raw=published_raw,
        updated=values.moment("updated"),
        section=section,
        topics=topics,
        authors=_authors(values),
        credit=values.text("credit"),
        picture=_picture(values, text, notes),
        url=url,
        slug=notes.slug(values.one("slug").text, line=values.get("slug").line),
        aliases=aliases,
        layout=_layout(values.one("layout"), notes),
        draft=draft,
        withdrawn=values.flag("withdrawn"),
        embargo=values.embargo(),
        expires=values.moment("expires"),
        path=notes.reading.path,
    )


def _published(values: _Values, notes: Notes) -> tuple[bool, Moment | None, str]:
    """Return whether it is a draft, when it was published, and the words that say so.

    Drafts are Jekyll's `published: false` and folder `_drafts`, and Pelican's `status: draft`. Jekyll dates a file by
    its name.
    """
    draft = values.flag("draft")
    status = values.text("status").lower()
    if status and status not in _DRAFT_STATUS | _PUBLISHED_STATUS:
        message = f"unknown status {quoted(status)}; taken as published"
        notes.warn("status-unknown", message, line=values.get("status").line, field="status", hint="write draft: true")
    value = values.get("published")
    if value.looks is Looks.BOOLEAN:
        draft = draft or value.text.lower() in _FALSE
        values.found.pop("published")
    if not values.text("published"):
        name = PurePosixPath(notes.reading.path)
        stem = name.parent.name if name.stem == "index" else name.stem
        if dated := _FILE_DATE.fullmatch(stem):
            values.found["published"] = Value(0, (dated[1],))
    draft = draft or status in _DRAFT_STATUS or "_drafts" in PurePosixPath(notes.reading.path).parts
    return draft, values.moment("published"), values.text("published")


def _departments(values: _Values) -> tuple[str, tuple[str, ...]]:
    """Return section and topics. The first of several categories is the section where none is named."""
    categories = values.texts("categories")
    section = values.text("section") or next(iter(categories), "")
    rest = [name for name in categories if fold(name) != fold(section)]
    return section, names([*rest, *values.texts("topics")])


def _authors(values: _Values) -> tuple[str, ...]:
    value = values.get("authors")
    if value.table and not value.texts:
        return names(item.text for key, item in value.table.items() if key.lower() == "name")
    return names(value.texts, split=values.has_authors and not value.is_list)


def _addresses(values: _Values, notes: Notes) -> tuple[str, tuple[str, ...]]:
    """Return the original's address and the paths on this site that lead here: `url: /path/` is Hugo's for those."""
    value = values.one("url")
    paths = [(path, values.get("aliases").line) for path in values.get("aliases").texts]
    permalink = values.one("permalink")
    if permalink.text and ":" not in permalink.text and permalink.text.lower() not in _TRUE | _FALSE:
        paths.append((permalink.text, permalink.line))
    if value.text and not _WEB.match(value.text.strip()) and value.text.strip().startswith("/"):
        paths.append((value.text, value.line))
        value = Value(0)
    aliases = dict.fromkeys(alias for path, line in paths if (alias := _alias(path, line, notes)))
    return notes.address(value.text, field="url", line=value.line), tuple(aliases)


def _alias(path: str, line: int, notes: Notes) -> str:
    plain = path.strip()
    if not plain or _NO_ALIAS.search(plain):
        message = f"alias {quoted(path)} is no path on this site"
        notes.warn("alias-refused", message, line=line, field="aliases", hint="write it from the root: /old/address/")
        return ""
    return plain if plain.startswith("/") else f"/{plain}"


def _layout(value: Value, notes: Notes) -> str:
    """Return a layout of the fixed list; another generator's is passed over, a path is an error."""
    name = value.text.strip()
    plain = name.lower()
    if not name or plain in THEIR_LAYOUTS:
        return ""
    if plain in LAYOUTS:
        return plain
    hint = did_you_mean(name, LAYOUTS) or f"the layouts are {', '.join(LAYOUTS)}"
    if _PATH.search(name) and not _TEMPLATE_FILE.fullmatch(name):
        message = f"layout {quoted(name)} is a path; a layout is a name"
        notes.error("layout-refused", message, line=value.line, field="layout", hint=hint)
    else:
        message = f"unknown layout {quoted(name)}; the article is shown as usual"
        notes.warn("layout-unknown", message, line=value.line, field="layout", hint=hint)
    return ""


def _picture(values: _Values, text: _Text, notes: Notes) -> Picture | None:
    """Return the picture that the front matter names, as text or with its own keys, else the body's first."""
    value = values.get("image")
    table = {key.lower(): item.text for key, item in value.table.items()}
    raw = value.text or next((table[key] for key in _PICTURE_KEYS if table.get(key)), "")
    if not raw:
        return notes.first_picture(text.body.pictures, base=markup.OWN_SITE)
    return notes.picture(
        raw,
        field="image",
        line=value.line,
        alt=values.text("image_alt") or table.get("alt", ""),
        caption=values.text("image_caption") or table.get("caption", ""),
        credit=values.text("image_credit") or table.get("credit", ""),
    )


PARSER = Parser(name="markdown", accepts=has_suffix(".md", ".markdown"), records=whole_file, parse=parse)
