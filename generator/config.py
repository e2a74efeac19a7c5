"""site.toml as one typed value; all mistakes at once, each with its place and what to try.

The keys are those of the design's section 7; docs/reference/site-toml.md explains each. What a key accepts is written
down once, in the tables `SITE` to `OUTLET` below.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from generator import toml_values as kind
from generator.dates import hijri
from generator.errors import Exit, Level, Place, Problem, SiteError, in_order
from generator.text.nearest import did_you_mean
from generator.text.normalize import fold
from generator.toml_places import places
from generator.toml_values import Convert, Mistake, WrongError, shown

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
        listed = self._outlets_by_key.get(fold(self.site.title))
        return listed if listed and listed.own else _own(self.site.title)

    def canonical(self, name: str) -> Outlet:
        """Return the outlet that `name` stands for, by its name or an alias, compared folded.

        No name is the site's own outlet; one that site.toml does not list is itself under the default policy.
        """
        key = fold(name)
        if not key or key == fold(self.site.title):
            return self.own_outlet
        return self._outlets_by_key.get(key) or Outlet(name=name, policy=self.rights.default)

    @cached_property
    def _outlets_by_key(self) -> dict[str, Outlet]:
        return {fold(name): outlet for outlet in self.outlets for name in (outlet.name, *outlet.aliases)}


_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def _own(name: str) -> Outlet:
    return Outlet(name=name, policy=Policy.FULL, own=True)


# ---- what each table may hold

SITE: Mapping[str, Convert] = {
    "title": kind.some_text,
    "tagline": kind.any_text,
    "description": kind.any_text,
    "base_url": kind.base_url,
    "language": kind.language,
    "region": kind.region,
    "time_zone": kind.time_zone,
    "digits": kind.choice(Digits),
    "months": kind.choice(Months),
    "quotes": kind.choice(Quotes),
    "sections": kind.distinct(kind.each(kind.some_text)),
    "permalink": kind.permalink,
}
CALENDAR: Mapping[str, Convert] = {
    "hijri": kind.choice(HijriCalendar),
    "hijri_offset": kind.whole(-2, 2),
    "month_starts": kind.month_starts,
}
SOURCES: Mapping[str, Convert] = {"paths": kind.inner_paths}
RIGHTS: Mapping[str, Convert] = {"default": kind.choice(Policy), "excerpt_words": kind.whole(10, 500)}
OUTLET: Mapping[str, Convert] = {
    "aliases": kind.each(kind.some_text),
    "url": kind.web_address,
    "country": kind.region,
    "policy": kind.choice(Policy),
    "own": kind.truth,
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
        notes = _Notes(text, path)
    except tomllib.TOMLDecodeError as error:
        raise SiteError([_syntax_problem(str(error), text, path)], Exit.USAGE) from None
    except RecursionError:
        mistake = Mistake("config-syntax", "not TOML: lists and tables are nested too deep", "nest them less")
        raise SiteError([_problem(mistake, path, Place(1, 1), "")], Exit.USAGE) from None
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
        return replace(config, site=replace(config.site, base_url=kind.base_url(base_url)))
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
    hint = "mend this line or the one above it: texts stand in quotes, lists and the names of tables in brackets"
    if arabic:
        hint = 'put keys that are not plain Latin letters in quotes, for example [outlets."وكالة المثال"]'
    return _problem(Mistake("config-syntax", f"not TOML: {message}", hint), path, Place(line, column), "")


def _config(tree: dict[str, Any], notes: _Notes) -> SiteConfig:
    for key in tree:
        if key not in TABLES:
            notes.add((key,), _unknown(key, TABLES, ""))
    tables = {name: _table(tree, name, notes) for name in TABLES}
    rights = Rights(**_values(tables["rights"], ("rights",), RIGHTS, notes))
    site = Site(**_values(tables["site"], ("site",), SITE, notes))
    outlets = tuple(_outlet(name, tables["outlets"], site, rights, notes) for name in tables["outlets"])
    _note_doubles(outlets, notes)
    calendar = Calendar(**_values(tables["calendar"], ("calendar",), CALENDAR, notes))
    _note_odd_months(calendar, notes)
    return SiteConfig(
        site=site,
        calendar=calendar,
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
    notes.add((*above, name), Mistake("config-type", f"found {shown(value)}, wants a table", f"write [{header}]"))
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
    if not fold(name):
        notes.add(("outlets", name), Mistake("config-empty", "an outlet without a name", "name it, or take it out"))
    written = _table(table, name, notes, ("outlets",))
    values = _values(written, ("outlets", name), OUTLET, notes)
    own = values.setdefault("own", fold(name) == fold(site.title))
    values.setdefault("policy", Policy.FULL if own else rights.default)
    return Outlet(name=kind.any_text(name), policy_is_default="policy" not in written, **values)


def _note_doubles(outlets: tuple[Outlet, ...], notes: _Notes) -> None:
    """Note names and aliases that stand for two outlets, at the later one."""
    holder: dict[str, str] = {}
    for outlet in outlets:
        for number, name in enumerate((outlet.name, *outlet.aliases), start=-1):
            first = holder.setdefault(fold(name), outlet.name)
            if first != outlet.name:
                where = ("outlets", outlet.name, *(("aliases", number) if number >= 0 else ()))
                message = f'"{name}" already stands for "{first}"'
                notes.add(where, Mistake("config-outlet-twice", message, "give each name to one outlet"))


def _note_odd_months(calendar: Calendar, notes: _Notes) -> None:
    """Note sighted months that would make one longer than 30 days or shorter than 29."""
    if not calendar.month_starts:  # the common case: the tables of the calendar need not be loaded
        return
    for words in hijri.check_month_starts(hijri.Calendar(calendar.hijri_offset, calendar.month_starts)):
        message, _, hint = words.partition(": ")
        month = message.split('"')[1]
        notes.add(("calendar", "month_starts", month), Mistake("config-month-starts", message, hint))
