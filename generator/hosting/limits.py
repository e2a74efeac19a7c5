"""What hosts take, and how near a site is to it. 0 stands where a host states no figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import Problem, warning
from generator.settings import Encoding, Host

NEAR = 0.8  # of a limit: from here on a build warns
_NAMED_FILES = 5  # too large ones that are named one by one
MB, GB = 1000**2, 1000**3
MIB = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a host states, and what of our files it makes use of."""

    name: str
    files: int = 0
    entries: int = 0  # files and folders together
    folder_files: int = 0  # files of one folder
    file_bytes: int = 0
    site_bytes: int = 0
    redirects: int = 0  # lines of _redirects
    more: str = ""  # how to get beyond the number of files
    headers: bool = True  # it sends our headers
    serves_copies: bool = False  # it sends .gz and .br instead of the file
    notes: tuple[str, ...] = ()


# Looked up in November 2026, each at the page above its figures.
LIMITS = {
    # https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits: sites of 1 GB, no figure
    # for files; large files: https://docs.github.com/en/repositories/working-with-files/managing-large-files
    Host.GITHUB_PAGES: Limits(
        name="GitHub Pages",
        site_bytes=GB,
        file_bytes=100 * MIB,
        headers=False,
        notes=(
            "no headers of one's own: the policy in each page's meta element holds, and frame-ancestors, nosniff, "
            "Referrer-Policy, Permissions-Policy and caching for a year do not",
            "no redirects of one's own: former paths are pages that lead on",
            "it compresses on its own and never sends .gz or .br files: leave precompress empty",
            "a deployment may take ten minutes, and traffic of 100 GB a month is a soft limit; a number of files is "
            "not stated",
            "the limit of 100 MiB for a file is that of a push to a branch",
        ),
    ),
    # https://docs.gitlab.com/administration/instance_limits/ (entries, folders counted) and
    # https://docs.gitlab.com/user/gitlab_com/ (site size on GitLab.com; 100 MB is the default elsewhere)
    Host.GITLAB_PAGES: Limits(
        name="GitLab Pages",
        entries=200_000,
        site_bytes=GB,
        headers=False,
        serves_copies=True,
        notes=(
            "no headers of one's own: the policy in each page's meta element holds, and frame-ancestors, nosniff, "
            "Referrer-Policy, Permissions-Policy and caching for a year do not",
            "files win over _redirects, so former paths are pages that lead on",
            'it sends .gz and .br files and compresses nothing itself: precompress = ["gz", "br"] is worth it',
            "1 GB is GitLab.com's; an instance of one's own may set another, 100 MB by default",
        ),
    ),
    # https://developers.cloudflare.com/pages/platform/limits/
    Host.CLOUDFLARE_PAGES: Limits(
        name="Cloudflare Pages",
        files=20_000,
        file_bytes=25 * MIB,
        redirects=2000,
        more="paid plans take 100,000 (PAGES_WRANGLER_MAJOR_VERSION=4)",
        notes=(
            "headers by _headers (100 rules) and redirects by _redirects, which it follows before files",
            "it compresses on its own and never sends .gz or .br files: leave precompress empty",
            "20,000 files are the free plan's, 100,000 those of paid ones; a size of the site is not stated",
        ),
    ),
    # https://docs.netlify.com/deploy/deploy-overview/ (54,000 files of a folder, no limit on all),
    # https://docs.netlify.com/manage/routing/redirects/overview/ (10,000 redirects are where it advises otherwise)
    Host.NETLIFY: Limits(
        name="Netlify",
        folder_files=54_000,
        redirects=10_000,
        notes=(
            "headers by _headers and redirects by _redirects, forced with “!” because there are files at those paths",
            "it compresses on its own and never sends .gz or .br files: leave precompress empty",
            "the sizes of files and of the site are not stated",
        ),
    ),
    Host.NGINX: Limits(
        name="nginx", serves_copies=True, notes=("`nashra hosting nginx` prints its configuration; no limits",)
    ),
    Host.CADDY: Limits(
        name="Caddy", serves_copies=True, notes=("`nashra hosting caddy` prints its configuration; no limits",)
    ),
}


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure of a site beside what its host takes; `limit` 0: not stated."""

    what: str
    found: int
    limit: int
    unit: str = ""  # bytes are told in MB and GB
    path: str = ""  # the file or folder meant
    hint: str = ""

    @property
    def share(self) -> float:
        """Return how much of the limit is used, 0 where there is none."""
        return self.found / self.limit if self.limit else 0.0

    @property
    def plain(self) -> dict[str, Any]:
        """Return the figure as JSON shows it."""
        return {
            "what": self.what,
            "found": self.found,
            "limit": self.limit,
            "share": round(self.share, 4),
            "path": self.path,
        }


def gauges(host: Host, files: Sequence[tuple[str, int]], redirects: int) -> list[Gauge]:
    """Return every figure that `host` has a limit for; `files` are (path, bytes), paths below the output folder."""
    limits = LIMITS[host]
    folders = _folders(files)
    fullest = min(folders, key=lambda folder: (-folders[folder], folder), default="")
    fewer = limits.more or "keep fewer articles, or choose another host"
    found = [
        Gauge("files", len(files), limits.files, hint=fewer),
        Gauge("files and folders", len(files) + len(folders), limits.entries, hint=fewer),
        Gauge("files in one folder", folders[fullest], limits.folder_files, path=fullest, hint=fewer),
        Gauge("the whole site", sum(size for _, size in files), limits.site_bytes, "bytes", hint=fewer),
        Gauge("redirects", redirects, limits.redirects, hint="the others are pages that lead on, as all of them are"),
    ]
    return [gauge for gauge in [*found, *_large(files, limits)] if gauge.limit]


def _large(files: Sequence[tuple[str, int]], limits: Limits) -> list[Gauge]:
    """Return the largest file, and the next ones where they are near the limit."""
    largest = sorted(files, key=lambda file: (-file[1], file[0]))[:_NAMED_FILES]
    hint = "make it smaller, or serve it from elsewhere"
    found = [Gauge("a file", size, limits.file_bytes, "bytes", path, hint) for path, size in largest]
    return [gauge for place, gauge in enumerate(found) if place == 0 or gauge.share >= NEAR]


def _folders(files: Iterable[tuple[str, int]]) -> Counter[str]:
    """Return how many files lie directly in every folder; folders above them count, too, with none of their own."""
    found: Counter[str] = Counter()
    for path, _ in files:
        folder = path.rpartition("/")[0]
        found[folder] += 1
        while folder:
            folder = folder.rpartition("/")[0]
            found[folder] += 0
    return found


def warnings(
    host: Host, files: Sequence[tuple[str, int]], redirects: int, encodings: Sequence[Encoding] = ()
) -> list[Problem]:
    """Return a warning for every limit of `host` that is passed, and for every one that is near."""
    if host not in LIMITS:
        return []
    found = [gauge for gauge in gauges(host, files, redirects) if gauge.share >= NEAR]
    return [_warning(LIMITS[host], gauge, encodings) for gauge in found]


def _warning(limits: Limits, gauge: Gauge, encodings: Sequence[Encoding]) -> Problem:
    figure, limit = shown(gauge.found, gauge), shown(gauge.limit, gauge)
    subject = f"{gauge.path or gauge.what} has {figure}" if gauge.unit else f"{figure} {gauge.what}"
    where = f" ({gauge.path})" if gauge.path and not gauge.unit else ""
    if gauge.share > 1:
        message = f"{subject}{where}; {limits.name} takes {limit}"
    else:
        message = f"{subject}{where}: {gauge.share:.0%} of the {limit} that {limits.name} takes"
    useless = "files" in gauge.what and encodings and not limits.serves_copies
    hint = f"leave hosting.precompress empty: {limits.name} never sends those files" if useless else gauge.hint
    return warning("host-limit", "site.toml", message, hint, field="hosting.host")


def shown(number: int, gauge: Gauge) -> str:
    """Return a figure as people read it: 24,120 or 31.2 MB."""
    if not gauge.unit:
        return f"{number:,}"
    return f"{number / GB:.2f} GB" if number >= GB else f"{number / MB:.1f} MB"


def told(host: Host, found: Sequence[Gauge]) -> list[str]:
    """Return how near a site is to what `host` takes, a line for each figure, then what else is worth knowing."""
    lines = [LIMITS[host].name]
    for gauge in found:
        figures = f"{shown(gauge.found, gauge):>12} of {shown(gauge.limit, gauge)}"
        lines.append(f"  {gauge.what:<20}{figures:<28}{gauge.share:>5.0%}  {gauge.path}".rstrip())
    return [*lines, *(f"  - {note}" for note in LIMITS[host].notes)]
