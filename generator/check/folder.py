"""The output folder itself: what the manifest says and what is there, and how much of it a reader has to load."""

from __future__ import annotations

from collections.abc import Iterator

from generator import digest, writing
from generator.check.across import Seen
from generator.check.files import PAGES, PICTURES, SCRIPTS, SHEETS, File
from generator.check.findings import NOWHERE, error, warning
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage
from generator.errors import Problem


def strangers(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find files that Nashra did not write."""
    if file.path not in grounds.claimed:
        message = "this file is not Nashra's: its manifest does not name it"
        hint = "put what belongs to the site into static/ or content/; delete what does not"
        yield warning("check-foreign", file.path, NOWHERE, message, hint)


def alterations(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find files that are not as the last build wrote them, or that it did not come to."""
    claimed = grounds.claimed.get(file.path)
    if claimed == writing.PENDING:
        message = "the last build did not finish: this file may be an old one"
        yield error("check-altered", file.path, NOWHERE, message, "build again")
    elif claimed is not None and claimed != digest.of_bytes(file.data):
        message = "this file is not as Nashra wrote it: somebody changed it in the output folder"
        hint = "make the change in a template, in static/ or in content/, then: nashra build --verify"
        yield error("check-altered", file.path, NOWHERE, message, hint)


def missing(seen: Seen, grounds: Grounds) -> Iterator[Problem]:
    """Find files that the manifest names and that are gone."""
    for path in sorted(grounds.claimed.keys() - seen.keys()):
        yield error("check-missing", path, NOWHERE, "this file was written and is gone", "nashra build --verify")


def sizes(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find files that are larger than the site allows itself."""
    budgets = grounds.config.budgets
    kinds = (
        (PAGES, "html_kb", budgets.html_kb),
        (SHEETS, "css_kb", budgets.css_kb),
        (SCRIPTS, "script_kb", budgets.script_kb),
        (PICTURES, "picture_kb", budgets.picture_kb),
    )
    for suffixes, name, allowed_kb in kinds:
        if file.path.endswith(suffixes) and len(file.data) > allowed_kb * 1024:
            message = f"{len(file.data) / 1024:,.0f} KB, and budgets.{name} is {allowed_kb:,}"
            yield warning("check-budget", file.path, NOWHERE, message, _HINTS[name])


_HINTS = {
    "html_kb": "a long list goes on into months by itself; look for a template that shows too much",
    "css_kb": "take out rules that no page uses, or raise the budget in site.toml",
    "script_kb": "readers wait for scripts: take out what is not needed, or raise the budget in site.toml",
    "picture_kb": "save it smaller, as WebP or AVIF, or raise the budget in site.toml",
}


def links(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages with more links than the site allows itself."""
    count, allowed = sum(1 for _ in page.all("a")), grounds.config.budgets.page_links
    if count > allowed:
        message = f"{count:,} links, and budgets.page_links is {allowed:,}"
        yield warning("check-budget", page.path, NOWHERE, message, "part the page, or raise the budget in site.toml")
