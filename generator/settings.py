"""What a site is told to be: the values that site.toml holds, checked and frozen; they digest and travel to workers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from urllib.parse import unquote, urlsplit

from generator.text.normalize import fold


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


class Host(StrEnum):
    """Where the site will be served from; any: files that every host takes or passes over."""

    ANY = "any"
    GITHUB_PAGES = "github-pages"
    GITLAB_PAGES = "gitlab-pages"
    CLOUDFLARE_PAGES = "cloudflare-pages"
    NETLIFY = "netlify"
    NGINX = "nginx"
    CADDY = "caddy"


class Encoding(StrEnum):
    """In which content codings files are also written beside themselves, by the suffix of their names."""

    GZIP = "gz"
    BROTLI = "br"


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
class Outputs:
    """Which formats a site gets beyond pages, Atom feeds and sitemaps."""

    rss: bool = True  # of the site and each section
    json_feed: bool = True  # of the site and each section
    news_sitemap: bool = True  # for Google News: own articles of the last two days
    api: bool = True  # articles and stories as JSON


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """Who serves the site, and which files are compressed beforehand."""

    host: Host = Host.ANY
    precompress: tuple[Encoding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How often the site is built; 0: nobody says."""

    every_minutes: int = 0
    stale_after_hours: int = 0  # when readers are told that the last build is old; 0: never


@dataclass(frozen=True, kw_only=True)
class Desk:
    """How the editor's desk takes what outlets say."""

    future_tolerance_minutes: int = 60  # an article dated later than this from now is a Problem


@dataclass(frozen=True, kw_only=True)
class Budgets:
    """Sizes from which `nashra check` warns: kilobytes (1,024 bytes) of one file, links of one page."""

    html_kb: int = 200
    css_kb: int = 100
    script_kb: int = 50
    picture_kb: int = 500
    page_links: int = 3000


@dataclass(frozen=True, kw_only=True)
class SiteConfig:
    """The whole of site.toml, checked; plain values that digest and travel to other processes."""

    site: Site = field(default_factory=Site)
    calendar: Calendar = field(default_factory=Calendar)
    sources: Sources = field(default_factory=Sources)
    rights: Rights = field(default_factory=Rights)
    outlets: tuple[Outlet, ...] = ()  # as written in site.toml, in its order
    outputs: Outputs = field(default_factory=Outputs)
    hosting: Hosting = field(default_factory=Hosting)
    schedule: Schedule = field(default_factory=Schedule)
    desk: Desk = field(default_factory=Desk)
    budgets: Budgets = field(default_factory=Budgets)
    written_base_url: str = ""  # site.toml's own, where the command line or the preview gives another; as base_url

    @property
    def base_path(self) -> str:
        """Return the path that the site lies under, unencoded, without a slash at its end: "" or "/sub"."""
        return unquote(urlsplit(self.site.base_url).path).rstrip("/")

    @property
    def base_url(self) -> str:
        """Return the absolute address of the site, encoded, without a slash at its end."""
        return self.site.base_url.rstrip("/")

    @property
    def base_urls(self) -> tuple[str, ...]:
        """Return every address that the editor may know the site by, as `base_url`: where it lies now comes first."""
        written = self.written_base_url.rstrip("/")
        return (self.base_url, written) if written else (self.base_url,)

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
