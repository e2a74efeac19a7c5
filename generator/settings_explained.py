"""The keys of site.toml in words: what each takes and means, for the reference and for `nashra config --explain`.

Text is Markdown; a link leads from docs/reference/. Defaults are those of `settings`, and stand here only where they
hang on other keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.settings import (
    Digits,
    Encoding,
    HijriCalendar,
    Host,
    Months,
    Outlet,
    Policy,
    Quotes,
    SiteConfig,
)

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


@dataclass(frozen=True, slots=True)
class Key:
    """One key: which values it takes, what it means, and its default where another key decides that."""

    takes: str
    meaning: str
    default: str = ""  # in words; "": that of `settings`

    @property
    def plain(self) -> str:
        """Return the meaning without Markdown."""
        return _LINK.sub(r"\1", self.meaning).replace("`", "")


def _one_of(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_MINUTES = "whole number, 0 to 10080"
_KB = "whole number, 1 to 100000"
_YES = "`true`, `false`"

SITE: Mapping[str, Key] = {
    "title": Key("text", "the site's name; also the outlet of articles that name none"),
    "tagline": Key("text", "a few words under the title"),
    "description": Key("text", "one sentence for search engines and feeds"),
    "base_url": Key("address", "where the site will stand; a subpath is allowed; `--base-url` overrides it"),
    "language": Key(
        "language tag",
        "language of the interface and of dates and, by it, the direction of pages; `ar` and `en` are written, others "
        "by the site itself: [An edition in another language](../how-to/language.md)",
    ),
    "region": Key("country, ISO 3166", "names of months, form of times, first day of the week"),
    "time_zone": Key("IANA name", "of dates that state no zone, and of the dates on pages"),
    "digits": Key(
        _one_of(Digits),
        "`auto`: as CLDR has it for the region; `latn`: 123; `arab`: ١٢٣"
        ". They are of dates and counts: texts keep the outlets' own, so choose what those write",
    ),
    "months": Key(_one_of(Months), "`region`: the region's names (مايو); `dual`: two families (أيار/ مايو)"),
    "quotes": Key(
        _one_of(Quotes), "`arabic`: quotation marks become « » and Latin commas Arabic ones when a page is made"
    ),
    "sections": Key("list of texts", "the navigation, in this order; other sections get pages but no place in it"),
    "permalink": Key("pattern", "of articles' addresses, made of `{slug}` and `{id}`"),
}
CALENDAR: Mapping[str, Key] = {
    "hijri": Key(_one_of(HijriCalendar), "`none`: no Hijri dates and no Hijri archive"),
    "hijri_offset": Key("whole number, -2 to 2", "days added to the Hijri day of the month"),
    "month_starts": Key(
        "table of months and days",
        "first days of sighted months, 1343 to 1500 AH; each month must stay 29 or 30 days long",
        "none",
    ),
}
SOURCES: Mapping[str, Key] = {
    "paths": Key("list of paths", "folders and files that articles come from, inside the site, none within another"),
}
RIGHTS: Mapping[str, Key] = {
    "default": Key(_one_of(Policy), "policy of outlets that are not the site's own and state none"),
    "excerpt_words": Key(
        "whole number, 10 to 500", "length of an excerpt; it ends with a sentence where one ends near"
    ),
}
OUTLET: Mapping[str, Key] = {
    "aliases": Key("list of texts", "other names that sources use for it"),
    "url": Key("address", "its web address"),
    "country": Key("country, ISO 3166", "where it is", "none"),
    "policy": Key(_one_of(Policy), "how much of its articles is shown", "that of `[rights]`; `full` where `own`"),
    "own": Key(_YES, "whether its articles are the site's own: shown whole, indexed, in the sitemap"),
}
OUTPUTS: Mapping[str, Key] = {
    "rss": Key(_YES, "RSS 2.0 of the site and of each section"),
    "json_feed": Key(_YES, "JSON Feed of the site and of each section"),
    "news_sitemap": Key(_YES, "a Google News sitemap: own articles of the last two days"),
    "api": Key(_YES, "articles and stories as JSON under `/api/`"),
}
HOSTING: Mapping[str, Key] = {
    "host": Key(_one_of(Host), "who serves the site; a build warns near that host's limits"),
    "precompress": Key(
        f"list of {_one_of(Encoding)}",
        "text files from 1 KB on are also written compressed, beside themselves (`br` needs `nashra[brotli]`); worth "
        "it for nginx, Caddy and GitLab Pages ([hosting](../how-to/hosting.md))",
    ),
}
SCHEDULE: Mapping[str, Key] = {
    "every_minutes": Key(_MINUTES, "how often the site is built by its schedule; `0`: there is none"),
    "stale_after_hours": Key("whole number, 0 to 720", "a build older than this is told to readers; `0`: never"),
}
DESK: Mapping[str, Key] = {
    "future_tolerance_minutes": Key(
        _MINUTES,
        "an outlet's article dated later than this from now is a warning and hidden until then; what lies within it is "
        "shown at once",
    ),
}
BUDGETS: Mapping[str, Key] = {
    "html_kb": Key(_KB, "kilobytes (1,024 bytes) of a page"),
    "css_kb": Key(_KB, "of a style sheet"),
    "script_kb": Key(_KB, "of a script"),
    "picture_kb": Key(_KB, "of a picture"),
    "page_links": Key("whole number, 1 to 1000000", "links on a page"),
}
TABLES: Mapping[str, Mapping[str, Key]] = {
    "site": SITE,
    "calendar": CALENDAR,
    "sources": SOURCES,
    "rights": RIGHTS,
    "outlets": OUTLET,
    "outputs": OUTPUTS,
    "hosting": HOSTING,
    "schedule": SCHEDULE,
    "desk": DESK,
    "budgets": BUDGETS,
}
NAMES = tuple(f"{table}.{key}" for table, keys in TABLES.items() for key in keys)


def default(name: str) -> str:
    """Return the default of a key as TOML writes it, or in words where other keys decide it."""
    table, _, key = name.partition(".")
    words = TABLES[table][key].default
    return words or toml(default_value(name))


def default_value(name: str) -> Any:
    """Return the default of a key as `settings` has it."""
    table, _, key = name.partition(".")
    return getattr(Outlet(name="") if table == "outlets" else getattr(SiteConfig(), table), key)


def toml(value: Any) -> str:
    """Return a settled value as TOML writes it: text, number, truth, or a list of those."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return str(value).lower() if isinstance(value, bool) else str(value)


def plain(value: Any) -> Any:
    """Return a settled value as JSON has it."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value if isinstance(value, bool | int | str) else str(value)


def named(name: str) -> tuple[str, ...]:
    """Return the keys that a name stands for: itself, all of a table, or the only one of that word in any table."""
    bare = re.sub(r"^outlets\..*\.(?=\w+$)", "outlets.", name)
    if bare in NAMES:
        return (bare,)
    if name in TABLES:
        return tuple(f"{name}.{key}" for key in TABLES[name])
    return tuple(known for known in NAMES if known.partition(".")[2] == name)
