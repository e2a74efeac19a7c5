"""What `nashra init --ci` writes: workflows of two hosts and the script that both call, as values.

The files lie beside this module as they are written, but for a few marks in capitals that are filled in.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from generator import __version__, digest
from generator.settings import SiteConfig

HOURLY = 60
SHORTEST = 5  # minutes: GitHub starts no schedule more often
_DAY = 24 * 60
_KEPT_ALIVE_ON = "1,15"  # days of the month: twice within the sixty days after which GitHub stops a schedule, and more


class CiHost(StrEnum):
    """Whose CI builds the site."""

    GITHUB = "github"
    GITLAB = "gitlab"


_WORKFLOWS = {
    CiHost.GITHUB: (".github/workflows/site.yml", "github.yml"),
    CiHost.GITLAB: (".gitlab-ci.yml", "gitlab.yml"),
}
_SHARED = {"ci/build-site.sh": "build-site.sh", "ci/requirements.txt": "requirements.txt"}


def files(host: CiHost, config: SiteConfig) -> dict[str, bytes]:
    """Return the files by their path relative to the site, which must be the root of its repository."""
    path, name = _WORKFLOWS[host]
    minute = _minute(config)
    marks = {
        "@CRON@": cron(config.schedule.every_minutes or HOURLY, minute),
        "@KEEP_ALIVE@": f"{(minute + 26) % 60} 3 {_KEPT_ALIVE_ON} * *",
        "@VERSION@": __version__,
    }
    return {target: _filled(source, marks) for target, source in {path: name, **_SHARED}.items()}


def cron(every_minutes: int, minute: int) -> str:
    """Return the five fields of a schedule (in UTC) that is due about as often as asked, beginning at `minute`.

    Within an hour the last gap may be shorter than the others, and of hours and days whole numbers are taken: cron
    knows no other spans.
    """
    every = max(every_minutes, SHORTEST)
    if every < HOURLY:
        return f"{','.join(map(str, range(minute % every, HOURLY, every)))} * * * *"
    hours = round(every / HOURLY)
    if hours < 24:
        return f"{minute} {'*' if hours == 1 else f'*/{hours}'} * * *"
    days = round(every / _DAY)
    return f"{minute} 3 {'*' if days == 1 else f'*/{days}'} * *"


def _minute(config: SiteConfig) -> int:
    """Return a minute that is this site's own: hosts are late at the minutes that everybody takes, above all at 0."""
    return 7 + int(digest.of_value(config.site.title)[:8], 16) % 46


def _filled(name: str, marks: dict[str, str]) -> bytes:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return text.encode()
