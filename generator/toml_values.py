"""What a value of site.toml may be.

A converter takes what tomllib read and returns it in its final form, or raises WrongError with all that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from generator.text import regions
from generator.text.nearest import did_you_mean, nearest
from generator.text.normalize import clean, fold

Convert = Callable[[Any], Any]


class Mistake(NamedTuple):
    """One thing wrong with a value; `within` leads from the value to the part that is wrong."""

    code: str
    message: str
    hint: str = ""
    within: tuple[str | int, ...] = ()


class WrongError(Exception):
    """A value cannot be taken."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


def _wrong(code: str, message: str, hint: str = "") -> WrongError:
    return WrongError(Mistake(code, message, hint))


def _wants(value: Any, kind: str, example: str) -> WrongError:
    return _wrong("config-type", f"found {shown(value)}, wants {kind}", f"write for example {example}")


def shown(value: Any) -> str:
    """Return a value as its author wrote it, or nearly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return f'"{value}"' if isinstance(value, str) else str(value)


# ---- plain kinds


def any_text(value: Any) -> str:
    """Return text as the hygiene gate leaves it; it may be empty."""
    if not isinstance(value, str):
        raise _wants(value, "text", '"…"' if isinstance(value, list | dict) else f'"{shown(value)}"')
    return clean(value)


def some_text(value: Any) -> str:
    """Return text as the hygiene gate leaves it, and not empty."""
    if not (text := any_text(value)):
        raise _wrong("config-empty", "found empty text", "write some, or leave the key out for its default")
    return text


def truth(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise _wants(value, "true or false", "true")
    return value


def whole(low: int, high: int) -> Convert:
    """Return a converter of whole numbers from `low` to `high`."""

    def convert(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wants(value, "a whole number", str(low))
        if not low <= value <= high:
            raise _wrong("config-range", f"found {value}, wants a whole number from {low} to {high}")
        return value

    return convert


def choice(choices: type[StrEnum]) -> Convert:
    """Return a converter of the words that an enumeration lists."""
    names = [member.value for member in choices]

    def convert(value: Any) -> StrEnum:
        text = any_text(value)
        if text not in names:
            message = f'found "{text}", wants one of: {", ".join(names)}'
            hint = did_you_mean(text, names) or f'write for example "{names[0]}"'
            raise _wrong("config-choice", message, hint)
        return choices(text)

    return convert


def each(convert: Convert) -> Convert:
    """Return a converter of lists, whose items `convert` takes; it tells of all bad items."""

    def convert_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _wants(value, "a list", '["…"]' if isinstance(value, dict) else f"[{shown(value)}]")
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


def distinct(convert: Convert) -> Convert:
    """Return a converter of lists that also wants the items to differ when compared folded."""

    def convert_list(value: Any) -> tuple[Any, ...]:
        try:
            items: tuple[Any, ...] = convert(value)
        except WrongError as wrong:
            raise WrongError(*wrong.mistakes, *_doubles(value if isinstance(value, list) else [])) from None
        if mistakes := _doubles(items):
            raise WrongError(*mistakes)
        return items

    return convert_list


def _doubles(items: Sequence[Any]) -> list[Mistake]:
    keys = [fold(item) if isinstance(item, str) else item for item in items]
    return [
        Mistake("config-twice", f"{shown(items[n])} stands here twice", "keep one", (n,))
        for n, key in enumerate(keys)
        if key in keys[:n]
    ]


# ---- names of the wide world


def _matching(pattern: str, code: str, kind: str, example: str) -> Convert:
    """Return a converter of text that a regular expression must match wholly."""
    shape = re.compile(pattern)

    def convert(value: Any) -> str:
        text = any_text(value)
        if shape.fullmatch(text):
            return text
        near = next((near for near in (text.upper(), text.lower()) if shape.fullmatch(near)), "")
        hint = f'did you mean "{near}"?' if near else f'write for example "{example}"'
        raise _wrong(code, f'found "{text}", wants {kind}', hint)

    return convert


language = _matching(
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "config-language", "a language tag in small letters (BCP 47)", "ar"
)
_country = _matching(r"[A-Z]{2}", "config-region", "a country's two capital letters (ISO 3166)", "EG")


def region(value: Any) -> str:
    """Return a country that CLDR knows."""
    meant = regions.meant(value) if isinstance(value, str) else ""
    if isinstance(value, str) and (country := regions.named(value)):
        message = f'found "{value}", wants a country\'s two capital letters (ISO 3166)'
        raise _wrong("config-region", message, f'did you mean "{country}"?')
    if meant and meant != value.upper():
        raise _wrong("config-region", f'found "{value}", which is no country (ISO 3166)', f'did you mean "{meant}"?')
    code: str = _country(value)
    if code not in regions.COUNTRIES:
        raise _wrong("config-region", f'found "{code}", which is no country (ISO 3166)', 'write for example "EG"')
    return code


# Names begin with a capital letter: so "localtime", which is whatever the machine says, is not one.
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


def time_zone(value: Any) -> str:
    """Return the name of a zone that the IANA database has."""
    name = some_text(value)
    try:
        if _ZONE.fullmatch(name):
            return ZoneInfo(name).key
    except (OSError, ValueError, LookupError):
        pass  # LookupError: no such zone; OSError: a folder of zones, such as Africa
    message = f'found "{name}", which is no time zone'
    raise _wrong("config-time-zone", message, _zone_meant(name) or 'write an IANA name, for example "Africa/Cairo"')


def _zone_meant(name: str) -> str:
    """Return a hint at the zone of a misspelt name, or of a city alone."""
    zones = sorted(filter(_ZONE.fullmatch, available_timezones()), reverse=True)
    by_city = {zone.rsplit("/", 1)[-1]: zone for zone in zones}
    near = nearest(name, zones) if "/" in name else by_city.get(nearest(name, by_city), "")
    return f'did you mean "{near}"?' if near else ""


# ---- addresses


_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


def _host(text: str) -> str:
    """Return the host of an address in ASCII and with its port; raises ValueError where it is none."""
    parts = urlsplit(text)
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name if name.isascii() else name.encode("idna").decode()
    if not _HOST.fullmatch(name) or ".." in name:
        raise ValueError(name)
    return f"{name}:{parts.port}" if parts.port else name


def _address_fault(text: str) -> str:
    """Return what is wrong with an absolute address, "" when nothing is."""
    if not re.match("https?://", text):
        return "which does not begin with https:// or http://"
    if re.search(r"[\s\\<>\"]", text):
        return "which has a space or a stray sign in it"
    try:
        _host(text)
        return "which has a user's name in it" if "@" in urlsplit(text).netloc else ""
    except ValueError:
        return "which has no proper host name or port"


def _site_fault(text: str) -> str:
    """Return what keeps an address from being that of a site, "" when nothing does."""
    if fault := _address_fault(text):
        return fault
    if "?" in text or "#" in text:
        return "which has a query or a fragment"
    path = unquote(urlsplit(text).path)
    return 'which has "//" or dots for a folder' if re.search(r"//|/\.\.?(/|$)", path) else ""


def web_address(value: Any) -> str:
    """Return an absolute address, http or https, as it was written; it may be empty."""
    text = any_text(value)
    if text and (fault := _address_fault(text)):
        raise _wrong("config-url", f'found "{text}", {fault}', 'write for example "https://example.net/"')
    return text


def base_url(value: Any) -> str:
    """Return the address of the site: ASCII, percent-encoded, with a slash at its end."""
    text = some_text(value)
    if fault := _site_fault(text):
        raise _wrong("config-base-url", f'found "{text}", {fault}', 'write for example "https://example.org/news/"')
    parts = urlsplit(text)
    path = quote(unquote(parts.path).strip("/"), safe="/~")
    return f"{parts.scheme}://{_host(text)}/{path}/" if path else f"{parts.scheme}://{_host(text)}/"


def inner_path(value: Any) -> str:
    """Return the path of a folder or file inside the site, without a slash at its end."""
    text = some_text(value)
    parts = text.removesuffix("/").split("/")
    if "\\" in text or ":" in text or any(part in ("", ".", "..") for part in parts):
        hint = 'name a folder or file below site.toml, "/" between its parts, for example "content"'
        raise _wrong("config-path", f'found "{text}", which does not stay inside the site', hint)
    return "/".join(parts)


def inner_paths(value: Any) -> tuple[str, ...]:
    """Return paths inside the site of which none lies in another one: no file is read twice."""
    paths: tuple[str, ...] = distinct(each(inner_path))(value)
    mistakes = [
        Mistake("config-twice", f'found "{path}", which lies in "{above}", and that is read already', "keep one", (n,))
        for n, path in enumerate(paths)
        for above in paths
        if path.startswith(f"{above}/")
    ]
    if mistakes:
        raise WrongError(*mistakes)
    return paths


def permalink(value: Any) -> str:
    """Return the pattern of articles' permalinks: made of their own stable fields, begins and ends with a slash."""
    text = some_text(value)
    if fault := _pattern_fault(text):
        hint = 'write for example "/articles/{slug}-{id}/"; dates and sections change, an address should not'
        raise _wrong("config-permalink", f'found "{text}", {fault}', hint)
    return text


def _pattern_fault(text: str) -> str:
    """Return what is wrong with a pattern of permalinks, "" when nothing is."""
    fields = re.findall(r"\{([^{}]*)\}", text)
    if strange := next((name for name in fields if name not in ("slug", "id")), None):
        return f"which has {{{strange}}} in it: {{slug}} and {{id}} are all there is"
    if "id" not in fields:
        return "which has no {id} in it, and two headlines may be equal"
    filled = re.sub(r"\{[^{}]*\}", "x", text)
    if not (filled.startswith("/") and filled.endswith("/")):
        return 'which does not begin and end with "/"'
    return "which is no plain path" if re.search(r"//|/\.+/|[\s{}?#%\\:<>\"|*]", filled) else ""


# ---- the calendar


def month_starts(value: Any) -> tuple[tuple[str, date], ...]:
    """Return the sighted first days of Hijri months, ("1446-10", 2025-03-31), ordered by month."""
    if not isinstance(value, dict):
        raise _wants(value, "a table", '[calendar.month_starts] and below it "1446-10" = 2025-03-31')
    if mistakes := [mistake for month, day in value.items() for mistake in _start_mistakes(month, day)]:
        raise WrongError(*mistakes)
    return tuple(sorted(value.items()))


def _start_mistakes(month: str, day: Any) -> Iterable[Mistake]:
    match = re.fullmatch(r"(\d{4})-(\d{2})", month, re.ASCII)
    if not match or not (1343 <= int(match[1]) <= 1500 and 1 <= int(match[2]) <= 12):
        message = f'found "{month}", wants a Hijri month from "1343-01" to "1500-12"'
        yield Mistake("config-month-starts", message, 'write for example "1446-10" = 2025-03-31', (month,))
    if not isinstance(day, date) or isinstance(day, datetime):
        message = f"found {shown(day)}, wants a date"
        yield Mistake("config-type", message, "write for example 2025-03-31, without quotes", (month,))
