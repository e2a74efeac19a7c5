"""From what a source says of an article to the fields of one, with a Problem for all that cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from generator.dates import read
from generator.errors import Level, Problem
from generator.markup import OWN_SITE, web_address
from generator.model import Article, Moment, Parsed, Picture, Precision, Reading
from generator.sources.shortcodes import Call
from generator.text.normalize import clean_markup_text, fold
from generator.text.slug import LIMIT_BYTES, slug

QUOTE_LIMIT = 60  # characters of foreign text in a message
HEADLINE_WORDS = 12  # of a headline made from a text that has none
LONG_HEADLINE = 300  # characters; longer ones are kept, but somebody should look

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NO_SLUG = re.compile(r"[/\\\x00-\x1f\x7f-\x9f]|^\.+$|\.\.")
_NO_PATH = re.compile(r"^//|^[A-Za-z][A-Za-z0-9+.-]*:|[\\\x00-\x1f\x7f<>\"]")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*")
_LIST_MARKS = re.compile(r"[,،;؛]")


def quoted(text: object) -> str:
    """Return foreign text for a message: on one line, shortened, in quotes, what a terminal might obey written out."""
    words = _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", " ".join(str(text)[: 4 * QUOTE_LIMIT].split()))
    return f'"{words[:QUOTE_LIMIT]}…"' if len(words) > QUOTE_LIMIT else f'"{words}"'


class Notes:
    """The problems met while one record is parsed, in the order met."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.problems: list[Problem] = []

    def error(
        self, code: str, message: str, *, line: int = 0, column: int = 0, field: str = "", hint: str = ""
    ) -> None:
        """Tell of what costs an article or a whole source."""
        self._add(Level.ERROR, code, message, line, column, field, hint)

    def warn(self, code: str, message: str, *, line: int = 0, column: int = 0, field: str = "", hint: str = "") -> None:
        """Tell of what costs nothing but should be looked at."""
        self._add(Level.WARNING, code, message, line, column, field, hint)

    def _add(self, level: Level, code: str, message: str, line: int, column: int, field: str, hint: str) -> None:
        self.problems.append(
            Problem(
                level=level,
                code=code,
                path=self.reading.path,
                line=line,
                column=column,
                field=field,
                message=message,
                hint=hint,
            )
        )

    def parsed(self, article: Article | None, *, removed: Iterable[str] = ()) -> Parsed:
        """Return what a record of one article gave: an error costs it the article."""
        lost = article is None or any(problem.level is Level.ERROR for problem in self.problems)
        return Parsed(() if article is None or lost else (article,), tuple(self.problems), tuple(removed))

    def parsed_many(self, articles: tuple[Article, ...]) -> Parsed:
        """Return what a record of many articles gave."""
        return Parsed(articles, tuple(self.problems))

    def moment(self, raw: str, *, field: str, line: int = 0) -> Moment | None:
        """Return when `raw` says; None with a warning where it cannot be read, None in silence where it is empty."""
        if not raw:
            return None
        found = read.read(raw, now=self.reading.sidecar.captured_at, zone=self.reading.zone)
        said = "; ".join(found.notes) or "it is not a date"
        if found.moment is None:
            message = f"cannot read the date {quoted(raw)}: {said}. The article has no {field} date"
            hint = "write it as 2025-05-11 or 2025-05-11T14:30:00+03:00; what counts from a moment needs captured_at"
            self.warn("date-unreadable", message, line=line, field=field, hint=hint)
        elif found.notes:
            hint = "write it as 2025-05-11 or 2025-05-11T14:30:00+03:00"
            message = f"the date {quoted(raw)} is taken as {found.moment.iso}: {said}"
            self.warn("date-doubtful", message, line=line, field=field, hint=hint)
        return found.moment

    def embargo(self, raw: str, *, line: int = 0) -> Moment | None:
        """Return before when the article may not be seen; an error where that cannot be told to the day.

        An error costs the article, so that nothing is shown too early because of a slip of the pen.
        """
        if not raw.strip():
            return None
        found = read.read(raw, now=self.reading.sidecar.captured_at, zone=self.reading.zone)
        moment = found.moment
        if moment and not found.notes and (moment.precision.is_instant or moment.precision is Precision.DAY):
            return moment
        said = "; ".join(found.notes) or ("it names no day" if moment else "it is not a date")
        message = f"cannot tell until when {quoted(raw)} holds the article back: {said}. It is not shown at all"
        hint = "write embargo: 2026-11-23T18:00:00+03:00, or a day: it then ends as the day begins"
        self.error("embargo-unreadable", message, line=line, field="embargo", hint=hint)
        return None

    def shortcode(self, call: Call, *, line: int) -> None:
        """Tell of another generator's call that was taken out of a text."""
        often = f" ({call.times} times)" if call.times > 1 else ""
        message = f"another generator's call {quoted(call.name)} is taken out of the text{often}"
        hint = "write in Markdown what it stood for; text between a pair of them stays"
        self.warn("shortcode", message, line=line, field="body", hint=hint)

    def address(self, raw: str, *, field: str, line: int = 0, base: str = "") -> str:
        """Return the http(s) address that `raw` is, resolved against `base`; "" with a warning for anything else."""
        if not raw.strip():
            return ""
        address = web_address(raw, base=base)
        if not address:
            self.warn(
                "address-refused",
                f"{quoted(raw)} is no web address; it is left out",
                line=line,
                field=field,
                hint="only addresses that begin with http:// or https:// become links",
            )
        return address

    def headline(self, text: str, body_lines: Iterable[str], *, line: int = 0) -> str:
        """Return the headline, or with a warning the first words of a text that has none; "" where there is no text."""
        if text:
            if len(text) > LONG_HEADLINE:
                message = f"the headline has {len(text)} characters: {quoted(text)}"
                self.warn("headline-long", message, line=line, field="title", hint="is it the whole text?")
            return text
        words = next((found for text in body_lines if (found := text.split())), [])
        made = " ".join(words[:HEADLINE_WORDS]) + ("…" if len(words) > HEADLINE_WORDS else "")
        if made:
            message = f"no headline; the first words of the text stand in: {quoted(made)}"
            self.warn("headline-made", message, line=line, field="title", hint="give the article a title")
        return made

    def slug(self, raw: str, *, line: int = 0) -> str:
        """Return a fixed slug as addresses write it, cut to what fits; "" with an error where it is no single name."""
        if not raw:
            return ""
        if _NO_SLUG.search(raw) or raw.strip(". ") == "":
            message = f"slug {quoted(raw)} is no single name: it has /, .. or a control character"
            hint = "write one name, such as vote-2025; the address around it comes from site.toml"
            self.error("slug-refused", message, line=line, field="slug", hint=hint)
            return ""
        made = slug(raw)
        if len(raw.encode("utf-8", "replace")) > LIMIT_BYTES:
            message = f"slug {quoted(raw)} is longer than {LIMIT_BYTES} bytes; it is cut to {quoted(made)}"
            self.warn("slug-long", message, line=line, field="slug", hint="shorten it")
        return made

    def picture(
        self,
        raw: str,
        *,
        field: str,
        line: int = 0,
        alt: str = "",
        caption: str = "",
        credit: str = "",
        size: tuple[str, str] = ("", ""),
    ) -> Picture | None:
        """Return the picture at an address or at a path among the site's files; None with a warning for anything else.

        A local path is as written: relative to the source file, or to the site's folder with a / before it.
        """
        if not raw.strip():
            return None
        url = web_address(raw) or _local_path(raw)
        if not url:
            message = f"{quoted(raw)} is no picture: neither a web address nor a path in the site; it is left out"
            self.warn("picture-refused", message, line=line, field=field, hint="write pictures/name.webp or https://…")
            return None
        return Picture(
            url=url,
            alt=clean_markup_text(alt),
            caption=clean_markup_text(caption),
            credit=clean_markup_text(credit),
            width=_pixels(size[0]),
            height=_pixels(size[1]),
        )

    def first_picture(self, found: Iterable[dict[str, str]], *, base: str = "") -> Picture | None:
        """Return the first real picture that a body showed: no counting pixel, no picture written into the page.

        `base` is where the body comes from, as in `markup.sanitise`; only the site's own may name local files.
        """
        for attributes in found:
            size = attributes.get("width", ""), attributes.get("height", "")
            source = web_address(attributes["src"], base=base)
            if not source and base == OWN_SITE:
                source = _local_path(attributes["src"])
            if source and not (_pixels(size[0]) in (1, 2) or _pixels(size[1]) in (1, 2)):
                alt, title = attributes.get("alt", ""), attributes.get("title", "")
                return self.picture(source, field="body", alt=alt, caption=title, size=size)
        return None


def _local_path(raw: str) -> str:
    """Return a path among the site's files, its percent signs decoded; "" for what is none."""
    path = unquote(raw.strip())
    return "" if _NO_PATH.search(path) else path


def _pixels(raw: str) -> int:
    return int(match[1]) if (match := _PIXELS.fullmatch(raw)) else 0


def names(values: Iterable[str], *, split: bool = False) -> tuple[str, ...]:
    """Return names (topics, authors) cleaned, each once by its folded spelling; `split` parts them at commas first."""
    found: dict[str, str] = {}
    for value in values:
        for part in _LIST_MARKS.split(value) if split else (value,):
            name = clean_markup_text(part)
            if name:
                found.setdefault(fold(name), name)
    return tuple(found.values())
