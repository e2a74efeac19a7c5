"""site.toml as one typed value; all mistakes at once, each with its place and what to try.

The keys are those of the design's section 7; docs/reference/site-toml.md explains each. What a key accepts is written
down once, in the tables `SITE` to `BUDGETS` below.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from generator import toml_values as kind
from generator.dates import hijri
from generator.errors import Exit, Level, Place, Problem, SiteError, in_order
from generator.settings import (
    Budgets,
    Calendar,
    Desk,
    Digits,
    Encoding,
    HijriCalendar,
    Host,
    Hosting,
    Months,
    Outlet,
    Outputs,
    Policy,
    Quotes,
    Rights,
    Schedule,
    Site,
    SiteConfig,
    Sources,
)
from generator.text.nearest import did_you_mean
from generator.text.normalize import fold
from generator.toml_places import places
from generator.toml_values import Convert, Mistake, WrongError, shown

FILE_NAME = "site.toml"
__all__ = [
    "Budgets", "Calendar", "Desk", "Digits", "Encoding", "HijriCalendar", "Host", "Hosting", "Months", "Outlet",
    "Outputs", "Policy", "Quotes", "Rights", "Schedule", "Site", "SiteConfig", "Sources", "decoded", "load",
    "overridden",
]  # fmt: skip

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
OUTPUTS: Mapping[str, Convert] = {
    "rss": kind.truth,
    "json_feed": kind.truth,
    "news_sitemap": kind.truth,
    "api": kind.truth,
}
HOSTING: Mapping[str, Convert] = {
    "host": kind.choice(Host),
    "precompress": kind.distinct(kind.each(kind.choice(Encoding))),
}
SCHEDULE: Mapping[str, Convert] = {
    "every_minutes": kind.whole(0, 7 * 24 * 60),
    "stale_after_hours": kind.whole(0, 30 * 24),
}
DESK: Mapping[str, Convert] = {"future_tolerance_minutes": kind.whole(0, 7 * 24 * 60)}
BUDGETS: Mapping[str, Convert] = {
    "html_kb": kind.whole(1, 100_000),
    "css_kb": kind.whole(1, 100_000),
    "script_kb": kind.whole(1, 100_000),
    "picture_kb": kind.whole(1, 100_000),
    "page_links": kind.whole(1, 1_000_000),
}
TABLES: Mapping[str, Mapping[str, Convert]] = {
    "site": SITE,
    "calendar": CALENDAR,
    "sources": SOURCES,
    "rights": RIGHTS,
    "outlets": {},  # keys are names of outlets
    "outputs": OUTPUTS,
    "hosting": HOSTING,
    "schedule": SCHEDULE,
    "desk": DESK,
    "budgets": BUDGETS,
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
    """Return `config` with the address that the command line gives; raises SiteError when it is none.

    The address that it had is kept beside it: the desk may name articles by either.
    """
    try:
        site = replace(config.site, base_url=kind.base_url(base_url))
        return replace(config, site=site, written_base_url=config.written_base_url or config.site.base_url)
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
    typeset = sorted(set(lines[line - 1]) & set("،؛“”„‘’«»")) if line <= len(lines) else []
    if typeset and match:
        hint = f'TOML wants straight quotes (") and Latin commas (,): this line has {" ".join(typeset)}'
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
        outputs=Outputs(**_values(tables["outputs"], ("outputs",), OUTPUTS, notes)),
        hosting=Hosting(**_values(tables["hosting"], ("hosting",), HOSTING, notes)),
        schedule=Schedule(**_values(tables["schedule"], ("schedule",), SCHEDULE, notes)),
        desk=Desk(**_values(tables["desk"], ("desk",), DESK, notes)),
        budgets=Budgets(**_values(tables["budgets"], ("budgets",), BUDGETS, notes)),
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
