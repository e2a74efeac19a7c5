"""site.toml as one typed value; all mistakes at once, each with its place and what to try.

The keys are those of the design's section 7; docs/reference/site-toml.md explains each. What a key accepts is written
down once, in the tables `SITE` to `OUTLET` below.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from generator.errors import Exit, Level, Place, Problem, SiteError, in_order
from generator.text.nearest import did_you_mean
from generator.toml_places import places

FILE_NAME = "site.toml"


class Digits(StrEnum):
    """Which digits readers see; auto: Arabic-Indic where CLDR's default for the region is so."""

    AUTO = "auto"
    LATN = "latn"
    ARAB = "arab"


class Months(StrEnum):
    """Which names Gregorian months have: the region's own, or two families together (`أيار/ مايو`)."""

    REGION = "region"
    DUAL = "dual"


class Quotes(StrEnum):
    """What happens to quotation marks and Latin commas in Arabic text when a page is made."""

    AS_WRITTEN = "as-written"
    ARABIC = "arabic"


class HijriCalendar(StrEnum):
    """Which Hijri calendar dates are written in."""

    UMM_AL_QURA = "umm-al-qura"
    NONE = "none"


class Policy(StrEnum):
    """How much of an outlet's article may be shown, in every output."""

    FULL = "full"
    EXCERPT = "excerpt"
    LINK = "link"


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the site is called, where it will stand and how it writes."""

    title: str = "نشرة"
    tagline: str = ""
    description: str = ""
    base_url: str = "https://example.org/"  # ASCII, percent-encoded, "/" at the end
    language: str = "ar"
    region: str = "EG"
    time_zone: str = "Africa/Cairo"
    digits: Digits = Digits.AUTO
    months: Months = Months.REGION
    quotes: Quotes = Quotes.AS_WRITTEN
    sections: tuple[str, ...] = ()  # the navigation, in this order
    permalink: str = "/articles/{slug}-{id}/"  # of articles


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """How Hijri dates are reckoned."""

    hijri: HijriCalendar = HijriCalendar.UMM_AL_QURA
    hijri_offset: int = 0  # days, -2 to 2
    month_starts: tuple[tuple[str, date], ...] = ()  # ("1446-10", its first day), by month


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where articles come from: folders or files relative to the site, "/" between parts."""

    paths: tuple[str, ...] = ("content",)


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What holds for outlets that are not the site's own and state no policy."""

    default: Policy = Policy.EXCERPT
    excerpt_words: int = 60


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """Somebody who publishes. `policy` is settled; `policy_is_default` tells that nobody chose it for this outlet."""

    name: str
    aliases: tuple[str, ...] = ()
    url: str = ""
    country: str = ""  # ISO 3166 alpha-2
    policy: Policy = Policy.EXCERPT
    own: bool = False
    policy_is_default: bool = True


@dataclass(frozen=True, kw_only=True)
class SiteConfig:
    """The whole of site.toml, checked; plain values that digest and travel to other processes."""

    site: Site = field(default_factory=Site)
    calendar: Calendar = field(default_factory=Calendar)
    sources: Sources = field(default_factory=Sources)
    rights: Rights = field(default_factory=Rights)
    outlets: tuple[Outlet, ...] = ()  # as written in site.toml, in its order

    @property
    def base_path(self) -> str:
        """Return the path that the site lies under, unencoded, without a slash at its end: "" or "/sub"."""
        return unquote(urlsplit(self.site.base_url).path).rstrip("/")

    @property
    def base_url(self) -> str:
        """Return the absolute address of the site, encoded, without a slash at its end."""
        return self.site.base_url.rstrip("/")

    @property
    def direction(self) -> str:
        """Return the direction of the site's language: rtl or ltr."""
        return "rtl" if self.site.language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"

    @property
    def own_outlet(self) -> Outlet:
        """Return the outlet of articles that name none: the site itself."""
        listed = self._outlets_by_key.get(outlet_key(self.site.title))
        return listed if listed and listed.own else _own(self.site.title)

    def canonical(self, name: str) -> Outlet:
        """Return the outlet that `name` stands for, by its name or an alias, compared folded.

        No name is the site's own outlet; one that site.toml does not list is itself under the default policy.
        """
        key = outlet_key(name)
        if not key or key == outlet_key(self.site.title):
            return self.own_outlet
        return self._outlets_by_key.get(key) or Outlet(name=name, policy=self.rights.default)

    @cached_property
    def _outlets_by_key(self) -> dict[str, Outlet]:
        return {outlet_key(name): outlet for outlet in self.outlets for name in (outlet.name, *outlet.aliases)}


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def _own(name: str) -> Outlet:
    return Outlet(name=name, policy=Policy.FULL, own=True)


def outlet_key(name: str) -> str:
    """Return what names of outlets are compared by."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


# ---- what a value may be: converters return it in its final form or raise WrongError


class Mistake(NamedTuple):
    """One thing wrong with a value; `within` leads from the value to the part that is wrong."""

    code: str
    message: str
    hint: str = ""
    within: tuple[str | int, ...] = ()


class WrongError(Exception):
    """A value cannot be taken; says all that is wrong with it."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


Convert = Callable[[Any], Any]


def _shown(value: Any) -> str:
    """Return a value as its author wrote it, or nearly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _wants(value: Any, kind: str, example: str) -> WrongError:
    return WrongError(Mistake("config-type", f"found {_shown(value)}, wants {kind}", f"write for example {example}"))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _wants(value, "text", f'"{_shown(value)}"' if not isinstance(value, list | dict) else '"…"')
    return " ".join(unicodedata.normalize("NFC", value).split())


def _filled(value: Any) -> str:
    if not (text := _text(value)):
        raise WrongError(
            Mistake("config-empty", "found empty text", "write some, or leave the key out for its default")
        )
    return text


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wants(value, "true or false", "true")
    return value


def _whole(low: int, high: int) -> Convert:
    def convert(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wants(value, "a whole number", str(low))
        if not low <= value <= high:
            raise WrongError(Mistake("config-range", f"found {value}, wants a whole number from {low} to {high}"))
        return value

    return convert


def _choice(choices: type[StrEnum]) -> Convert:
    def convert(value: Any) -> StrEnum:
        text = _text(value)
        if text not in (names := [c.value for c in choices]):
            meant = did_you_mean(text, names) or "use one of these"
            raise WrongError(Mistake("config-choice", f'found "{text}", wants one of: {", ".join(names)}', meant))
        return choices(text)

    return convert


def _each(convert: Convert) -> Convert:
    """Return a converter of lists, whose items `convert` takes; reports all bad items."""

    def convert_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _wants(value, "a list", f"[{_shown(value)}]" if not isinstance(value, dict) else '["…"]')
        kept: list[Any] = []
        mistakes: list[Mistake] = []
        for number, item in enumerate(value):
            try:
                kept.append(convert(item))
            except WrongError as wrong:
                mistakes += (m._replace(within=(number, *m.within)) for m in wrong.mistakes)
        if mistakes:
            raise WrongError(*mistakes)
        return tuple(kept)

    return convert_list


def _distinct(convert: Convert) -> Convert:
    """Return a converter that also wants the items of the list to differ when compared folded."""

    def convert_list(value: Any) -> tuple[str, ...]:
        doubles = _doubles(value) if isinstance(value, list) else []
        try:
            items: tuple[str, ...] = convert(value)
        except WrongError as wrong:
            raise WrongError(*wrong.mistakes, *doubles) from None
        if doubles:
            raise WrongError(*doubles)
        return items

    return convert_list


def _doubles(items: list[Any]) -> list[Mistake]:
    keys = [outlet_key(item) if isinstance(item, str) else item for item in items]
    return [
        Mistake("config-twice", f"{_shown(items[n])} stands here twice", "keep one", (n,))
        for n, key in enumerate(keys)
        if key in keys[:n]
    ]


def _matching(pattern: str, code: str, kind: str, example: str) -> Convert:
    """Return a converter of text that a regular expression must match wholly."""
    shape = re.compile(pattern)

    def convert(value: Any) -> str:
        text = _text(value)
        if not shape.fullmatch(text):
            upper = text.upper()
            meant = f'did you mean "{upper}"?' if shape.fullmatch(upper) else f'write for example "{example}"'
            raise WrongError(Mistake(code, f'found "{text}", wants {kind}', meant))
        return text

    return convert


_language = _matching(
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "config-language", "a language tag in small letters (BCP 47)", "ar"
)
_region = _matching(r"[A-Z]{2}", "config-region", "a country's two capital letters (ISO 3166)", "EG")

# Names begin with a capital letter: so "localtime", which is whatever the machine says, is not one.
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


def _time_zone(value: Any) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    name = _filled(value)
    try:
        if _ZONE.fullmatch(name):
            return ZoneInfo(name).key
    except (OSError, ValueError, LookupError):  # LookupError: ZoneInfoNotFoundError; OSError: a folder such as Africa
        pass
    known = available_timezones()
    cities = {zone.rsplit("/", 1)[-1]: zone for zone in sorted(known)}
    meant = did_you_mean(name, known) or did_you_mean(cities.get(name.replace(" ", "_"), ""), known)
    hint = meant or 'write an IANA name, for example "Africa/Cairo"'
    raise WrongError(Mistake("config-time-zone", f'found "{name}", which is no time zone', hint))


def _parts_of_web_address(text: str) -> tuple[str, str, str]:
    """Return scheme, host (with its port; ASCII) and path of an address; raises ValueError saying what is wrong."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https"):
        raise ValueError("which does not begin with https:// or http://")
    if parts.username is not None or re.search(r"[\s\\<>\"]", text):
        raise ValueError("which has a user's name, a space or a stray sign in it")
    host = (parts.hostname or "").encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*", host) or ".." in host:
        raise ValueError("which has no proper host name")
    host = f"[{host}]" if ":" in host else host
    return parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path


def _web_address(value: Any) -> str:
    text = _text(value)
    try:
        if text:
            _parts_of_web_address(text)
    except ValueError as error:
        message = f'found "{text}", {_reason(error)}'
        raise WrongError(Mistake("config-url", message, 'write for example "https://example.net/"')) from None
    return text


def _reason(error: ValueError) -> str:
    """Return our own words of a ValueError, or general ones where a library raised it (a port of 99999)."""
    words = str(error)
    return words if words.startswith("which ") else "which is no web address"


def _base_url(value: Any) -> str:
    text = _filled(value)
    try:
        scheme, host, path = _parts_of_web_address(text)
        if "?" in text or "#" in text:
            raise ValueError("which has a query or a fragment")
        if {"..", "."} & set(path.split("/")) or "//" in path:
            raise ValueError('which has "//" or dots for a folder in its path')
    except ValueError as error:
        message = f'found "{text}", {_reason(error)}'
        raise WrongError(Mistake("config-base-url", message, 'write for example "https://example.org/news/"')) from None
    path = quote(unquote(path).strip("/"), safe="/~")
    return f"{scheme}://{host}/{path}/" if path else f"{scheme}://{host}/"


def _path(value: Any) -> str:
    text = _filled(value)
    parts = text.removesuffix("/").split("/")
    if "\\" in text or ":" in text or any(part in ("", ".", "..") for part in parts):
        hint = 'name a folder or file below site.toml, "/" between its parts, for example "content"'
        raise WrongError(Mistake("config-path", f'found "{text}", which does not stay inside the site', hint))
    return "/".join(parts)


def _permalink(value: Any) -> str:
    text = _filled(value)
    fields = re.findall(r"\{([^{}]*)\}", text)
    rest = re.sub(r"\{[^{}]*\}", "", text)
    example = 'write for example "/articles/{slug}-{id}/"'
    if strange := [name for name in fields if name not in ("slug", "id")]:
        message = f'found "{{{strange[0]}}}", wants no other fields than {{slug}} and {{id}}'
        meant = did_you_mean(strange[0], ("slug", "id"))
        raise WrongError(
            Mistake("config-permalink", message, meant or "dates and sections change, an address should not")
        )
    if "id" not in fields:
        raise WrongError(
            Mistake("config-permalink", f'found "{text}" without {{id}}', f"two headlines may be equal; {example}")
        )
    if not (text.startswith("/") and text.endswith("/")) or re.search(r"//|/\.+/|[\s{}?#%\\:<>\"|*]", rest):
        message = f'found "{text}", wants a path that begins and ends with "/" and has no signs of addresses in it'
        raise WrongError(Mistake("config-permalink", message, example))
    return text


def _month_starts(value: Any) -> tuple[tuple[str, date], ...]:
    if not isinstance(value, dict):
        raise _wants(value, "a table", '[calendar.month_starts] and below it "1446-10" = 2025-03-31')
    mistakes = [mistake for month, day in value.items() for mistake in _month_start_mistakes(month, day)]
    if mistakes:
        raise WrongError(*mistakes)
    return tuple(sorted(value.items()))


def _month_start_mistakes(month: str, day: Any) -> Iterable[Mistake]:
    match = re.fullmatch(r"(\d{4})-(\d{2})", month, re.ASCII)
    if not match or not (1343 <= int(match[1]) <= 1500 and 1 <= int(match[2]) <= 12):
        message = f'found "{month}", wants a Hijri month from "1343-01" to "1500-12"'
        yield Mistake("config-month-starts", message, 'write for example "1446-10" = 2025-03-31', (month,))
    if not isinstance(day, date) or isinstance(day, datetime):
        message = f"found {_shown(day)}, wants a date"
        yield Mistake("config-type", message, "write for example 2025-03-31, without quotes", (month,))


# ---- what each table may hold

SITE: Mapping[str, Convert] = {
    "title": _filled,
    "tagline": _text,
    "description": _text,
    "base_url": _base_url,
    "language": _language,
    "region": _region,
    "time_zone": _time_zone,
    "digits": _choice(Digits),
    "months": _choice(Months),
    "quotes": _choice(Quotes),
    "sections": _distinct(_each(_filled)),
    "permalink": _permalink,
}
CALENDAR: Mapping[str, Convert] = {
    "hijri": _choice(HijriCalendar),
    "hijri_offset": _whole(-2, 2),
    "month_starts": _month_starts,
}
SOURCES: Mapping[str, Convert] = {"paths": _distinct(_each(_path))}
RIGHTS: Mapping[str, Convert] = {"default": _choice(Policy), "excerpt_words": _whole(10, 500)}
OUTLET: Mapping[str, Convert] = {
    "aliases": _each(_filled),
    "url": _web_address,
    "country": _region,
    "policy": _choice(Policy),
    "own": _truth,
}
TABLES: Mapping[str, Mapping[str, Convert]] = {
    "site": SITE,
    "calendar": CALENDAR,
    "sources": SOURCES,
    "rights": RIGHTS,
    "outlets": {},  # keys are names of outlets
}


# ---- reading


class _Notes:
    """Collects the problems of one file and knows where its keys stand."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.places = places(text)
        self.problems: list[Problem] = []

    def add(self, where: tuple[str | int, ...], mistake: Mistake) -> None:
        """Note a mistake at the innermost part of `where` whose place is known."""
        full = (*where, *mistake.within)
        known = next((full[:n] for n in range(len(full), 0, -1) if full[:n] in self.places), ())
        self.problems.append(_problem(mistake, self.path, self.places.get(known, Place()), _dotted(full)))


def _problem(mistake: Mistake, path: str, place: Place, name: str) -> Problem:
    return Problem(
        level=Level.ERROR,
        code=mistake.code,
        path=path,
        line=place.line,
        column=place.column,
        field=name,
        message=f"{name}: {mistake.message}" if name else mistake.message,
        hint=mistake.hint,
    )


def _dotted(path: tuple[str | int, ...]) -> str:
    """Return a path as TOML writes it: `outlets."وكالة المثال".aliases[0]`."""
    bare = re.compile(r"[A-Za-z0-9_-]+")
    parts = (f"[{p}]" if isinstance(p, int) else f".{p}" if bare.fullmatch(p) else f'."{p}"' for p in path)
    return "".join(parts).removeprefix(".")


def load(text: str, path: str = FILE_NAME) -> SiteConfig:
    """Read site.toml; a missing key has its default.

    Raises SiteError with every mistake as a Problem (line and column counted from 1); of syntax errors only the
    first is known.
    """
    text = text.removeprefix("\ufeff")
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError([_syntax_problem(str(error), text, path)], Exit.USAGE) from None
    notes = _Notes(text, path)
    config = _config(tree, notes)
    if notes.problems:
        raise SiteError(in_order(notes.problems), Exit.USAGE)
    return config


def decoded(data: bytes, path: str = FILE_NAME) -> str:
    """Return the bytes of site.toml as text; raises SiteError with the line where they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mistake = Mistake("config-syntax", "the file is not UTF-8 text", "save it as UTF-8")
        raise SiteError([_problem(mistake, path, Place(line), "")], Exit.USAGE) from None


def overridden(config: SiteConfig, *, base_url: str) -> SiteConfig:
    """Return `config` with the address that the command line gives; raises SiteError when it is none."""
    try:
        return replace(config, site=replace(config.site, base_url=_base_url(base_url)))
    except WrongError as wrong:
        raise SiteError([_problem(m, "--base-url", Place(), "") for m in wrong.mistakes], Exit.USAGE) from None


def _syntax_problem(error: str, text: str, path: str) -> Problem:
    """Make a Problem of what tomllib says: `Invalid value (at line 3, column 5)`."""
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", error)
    message = error[: match.start()] if match else error
    lines = text.split("\n")
    line, column = (int(match[1]), int(match[2])) if match and match[1] else (len(lines), len(lines[-1]) + 1)
    name = re.split(r"[=#]", lines[line - 1])[0] if line <= len(lines) else ""
    arabic = not name.isascii() and not set("\"'") & set(name)
    hint = 'put keys that are not plain Latin letters in quotes, for example [outlets."وكالة المثال"]' if arabic else ""
    return _problem(Mistake("config-syntax", f"not TOML: {message}", hint), path, Place(line, column), "")


def _config(tree: dict[str, Any], notes: _Notes) -> SiteConfig:
    for key in tree.keys() - TABLES.keys():
        notes.add((key,), _unknown(key, TABLES, ""))
    tables = {name: _table(tree, name, notes) for name in TABLES}
    rights = Rights(**_values(tables["rights"], ("rights",), RIGHTS, notes))
    site = Site(**_values(tables["site"], ("site",), SITE, notes))
    outlets = tuple(_outlet(name, tables["outlets"], site, rights, notes) for name in tables["outlets"])
    _note_doubles(outlets, notes)
    return SiteConfig(
        site=site,
        calendar=Calendar(**_values(tables["calendar"], ("calendar",), CALENDAR, notes)),
        sources=Sources(**_values(tables["sources"], ("sources",), SOURCES, notes)),
        rights=rights,
        outlets=outlets,
    )


def _table(tree: dict[str, Any], name: str, notes: _Notes, above: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the table `name` of a tree, empty where it is absent or no table."""
    value = tree.get(name, {})
    if isinstance(value, dict):
        return value
    header = _dotted((*above, name))
    notes.add((*above, name), Mistake("config-type", f"found {_shown(value)}, wants a table", f"write [{header}]"))
    return {}


def _values(
    table: dict[str, Any], where: tuple[str, ...], converters: Mapping[str, Convert], notes: _Notes
) -> dict[str, Any]:
    """Return the table's good values in their final form; notes the bad ones and the unknown keys."""
    good: dict[str, Any] = {}
    for key, value in table.items():
        if key not in converters:
            notes.add((*where, key), _unknown(key, converters, where[0]))
            continue
        try:
            good[key] = converters[key](value)
        except WrongError as wrong:
            for mistake in wrong.mistakes:
                notes.add((*where, key), mistake)
    return good


def _unknown(key: str, known: Iterable[str], table: str) -> Mistake:
    """Say that a key is unknown, and which one is meant: of this table, or the same word in another one."""
    home = next((name for name, keys in TABLES.items() if key in keys and name != table), "")
    hint = f"it belongs under [{home}]" if home else did_you_mean(key, known)
    known_keys = ", ".join(known)
    return Mistake("config-unknown-key", "there is no such key", hint or f"known here: {known_keys}")


def _outlet(name: str, table: dict[str, Any], site: Site, rights: Rights, notes: _Notes) -> Outlet:
    if not outlet_key(name):
        notes.add(("outlets", name), Mistake("config-empty", "an outlet without a name", "name it, or take it out"))
    written = _table(table, name, notes, ("outlets",))
    values = _values(written, ("outlets", name), OUTLET, notes)
    own = values.setdefault("own", outlet_key(name) == outlet_key(site.title))
    values.setdefault("policy", Policy.FULL if own else rights.default)
    return Outlet(name=_text(name), policy_is_default="policy" not in written, **values)


def _note_doubles(outlets: tuple[Outlet, ...], notes: _Notes) -> None:
    """Note names and aliases that stand for two outlets, at the later one."""
    holder: dict[str, str] = {}
    for outlet in outlets:
        for number, name in enumerate((outlet.name, *outlet.aliases), start=-1):
            first = holder.setdefault(outlet_key(name), outlet.name)
            if first != outlet.name:
                where = ("outlets", outlet.name, *(("aliases", number) if number >= 0 else ()))
                message = f'"{name}" already stands for "{first}"'
                notes.add(where, Mistake("config-outlet-twice", message, "give each name to one outlet"))
