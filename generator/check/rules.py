"""The rules, written out: what each finds, and which functions find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.check import across, feeds, folder, heads, language, links, moments
from generator.check.across import Seen
from generator.check.files import File
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage
from generator.errors import Problem

OfFile = Callable[[File, Grounds], Iterable[Problem]]
OfPage = Callable[[HtmlPage, Grounds], Iterable[Problem]]
OfSite = Callable[[Seen, Grounds], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the code of its problems, what it finds, and the functions that look at files, pages and the whole."""

    code: str
    finds: str
    file: tuple[OfFile, ...] = ()
    page: tuple[OfPage, ...] = ()
    site: tuple[OfSite, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule("check-link", "links inside the site that lead nowhere", (links.dead_links_of_sheets,), (links.dead_links,)),
    Rule("check-anchor", "links to places that no page has", page=(links.dead_anchors,), site=(across.anchors,)),
    Rule("check-id-twice", "ids that two elements have", page=(links.ids_given_twice,)),
    Rule("check-reference", "aria-labelledby and the like that name no element", page=(links.ids_that_nothing_has,)),
    Rule("check-language", "pages without language or direction, or with the wrong one", page=(language.language,)),
    Rule("check-direction", "paragraphs that run the other way and do not say so", page=(language.directions,)),
    Rule("check-number-run", "numbers that a right-to-left line turns round", page=(language.number_runs,)),
    Rule("check-date", "dates that are none, too old or ahead of the clock", page=(moments.impossible_dates,)),
    Rule("check-date-words", "dates whose words and datetime disagree", page=(moments.disagreeing_dates,)),
    Rule("check-permalink-twice", "files that some hosts take for one", site=(across.path_twins,)),
    Rule("check-canonical", "pages that name another's address as theirs", page=(heads.canonical_addresses,)),
    Rule("check-title", "pages without a title", page=(heads.titles,)),
    Rule("check-description", "pages without a description", page=(heads.descriptions,)),
    Rule("check-heading", "pages without one main heading, headings out of order", page=(heads.headings,)),
    Rule("check-picture", "pictures without alt or size", page=(links.pictures_untold,)),
    Rule("check-csp", "pages without a Content-Security-Policy", page=(heads.security_policies,)),
    Rule("check-inline", "scripts and styles written into pages", page=(heads.inline_code,)),
    Rule(
        "check-third-party",
        "what is fetched from other hosts",
        (links.third_parties_of_sheets,),
        (links.third_parties,),
    ),
    Rule("check-json-ld", "JSON-LD that search engines cannot read", page=(heads.structured_data,)),
    Rule("check-markup", "markup that a browser has to guess at", page=(heads.markup,)),
    Rule("check-encoding", "text that is not UTF-8", (feeds.encodings,)),
    Rule("check-xml", "XML that is not well formed", (feeds.xml,)),
    Rule("check-json", "JSON that is none", (feeds.json,)),
    Rule("check-feed", "feeds that readers refuse", (feeds.feeds,)),
    Rule(
        "check-sitemap",
        "sitemaps that list what cannot be had",
        (feeds.robots, across.sitemap_limits),
        site=(across.sitemaps,),
    ),
    Rule("check-budget", "files and pages beyond the budgets of site.toml", (folder.sizes,), (folder.links,)),
    Rule("check-foreign", "files that are not Nashra's", (folder.strangers,)),
    Rule("check-altered", "files that were changed after the build", (folder.alterations,)),
    Rule("check-missing", "files that were written and are gone", site=(folder.missing,)),
)
CODES = tuple(rule.code for rule in RULES)
OUTSIDE = "check-external"  # links that lead away; only asked for with --external
