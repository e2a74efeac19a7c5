"""The lines of a `_redirects` file: what each host takes, and which redirects go in where not all fit.

Every redirect is a page of its own too, which leads on by a meta element: a line here only saves readers that page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from generator.settings import Host


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former path and where it leads; both from the site's root, unencoded, without the base path."""

    source: str
    target: str
    permanent: bool  # a story's present page is another one tomorrow

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return 301 if self.permanent else 302


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a host reads `_redirects`."""

    most: int  # rules that it takes
    longest: int  # characters of a line; 0: not stated
    force: str = ""  # behind the status: follow the rule although there is a file at its path


# Hosts whose files win over rules, or that read no such file, get none: the pages are there in any case.
# - Cloudflare Pages follows rules before files, takes no "!", 2,000 static rules, and lines of 1,000 characters:
#   https://developers.cloudflare.com/pages/configuration/redirects/ (November 2026)
# - Netlify serves the file unless the status ends in "!", and advises against 10,000 rules and more:
#   https://docs.netlify.com/manage/routing/redirects/overview/ (November 2026)
# - GitLab Pages serves the file, and knows no way to say otherwise, so rules would change nothing:
#   https://docs.gitlab.com/user/project/pages/redirects/ (November 2026)
# - any: what Cloudflare follows; elsewhere the file wins or the rules are not read.
DIALECTS = {
    Host.ANY: Dialect(2000, 1000),
    Host.CLOUDFLARE_PAGES: Dialect(2000, 1000),
    Host.NETLIFY: Dialect(10_000, 0, "!"),
}


def rules(redirects: Iterable[Redirect], base_path: str, dialect: Dialect) -> list[str]:
    """Return the lines of those redirects that fit, the permanent ones first; `redirects` are in order of importance.

    The lines of each half are ordered by path, so that a further redirect is a further line.
    """
    ranked = sorted(redirects, key=lambda redirect: not redirect.permanent)
    lines = [(redirect, line) for redirect in ranked if _fits(line := _line(redirect, base_path, dialect), dialect)]
    kept = sorted(lines[: dialect.most], key=lambda pair: (not pair[0].permanent, pair[0].source))
    return [line for _, line in kept]


def _line(redirect: Redirect, base_path: str, dialect: Dialect) -> str:
    # Encoded, a path holds no ":" or "*", which would be placeholders.
    source, target = encoded(base_path + redirect.source), encoded(base_path + redirect.target)
    return f"{source} {target} {redirect.status}{dialect.force}"


def _fits(line: str, dialect: Dialect) -> bool:
    return not dialect.longest or len(line) <= dialect.longest


def encoded(path: str) -> str:
    """Return a path as it travels: UTF-8, percent-encoded."""
    return quote(path, safe="/")
