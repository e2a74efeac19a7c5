"""What shows only when all files are seen together: anchors of other pages, twins, sitemaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from generator.check.files import PAGES, XML, Fault, File
from generator.check.findings import NOWHERE, error, shortened, warning
from generator.check.grounds import Grounds, Leads
from generator.check.links import is_top, no_such_id
from generator.check.moments import start_of
from generator.check.page import HtmlPage, attribute, words
from generator.errors import Place, Problem

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024  # of one sitemap, by the protocol


class Anchor(NamedTuple):
    """A link to a place on another page of the site."""

    address: str
    target: str  # the file
    fragment: str
    place: Place


class Address(NamedTuple):
    """An address with the place where a file names it."""

    address: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is kept of a file after its rules have run."""

    path: str
    ids: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    is_page: bool = False  # one that robots may list
    listed: tuple[Address, ...] = ()  # by a sitemap
    outside: tuple[Address, ...] = ()  # links to other hosts, each once
    is_known: bool = True  # else it could not be read or taken apart, and nothing follows from what it lacks


Seen = Mapping[str, Facts]


def facts_of_file(file: File) -> Facts:
    """Return what is kept of a file that is no page."""
    if file.path.endswith(XML) and not isinstance(file.xml, Fault) and file.xml.tag.startswith(NAMESPACE):
        return Facts(path=file.path, listed=tuple(_listed(file, file.xml)))
    return Facts(path=file.path)


def facts_of_page(page: HtmlPage, grounds: Grounds) -> Facts:
    """Return what is kept of a page."""
    return Facts(
        path=page.path,
        ids=tuple(page.ids),
        anchors=tuple(_anchors(page, grounds)),
        is_page=page.is_indexable,
        outside=tuple(_outside(page, grounds)),
    )


def _anchors(page: HtmlPage, grounds: Grounds) -> Iterator[Anchor]:
    for element, address in page.addresses:
        if "#" in address:
            way = grounds.way(address, page.path)
            target = grounds.file_of(way.path) if way.leads is Leads.INSIDE else ""
            if target.endswith(PAGES) and target != page.path and not is_top(way.fragment):
                yield Anchor(address, target, way.fragment, page.place(element))


def _outside(page: HtmlPage, grounds: Grounds) -> Iterator[Address]:
    """Yield the links of a page that lead away, each address once; not those that robots are asked to leave alone."""
    told: set[str] = set()
    for element in page.all("a", "area"):
        address = attribute(element, "href").partition("#")[0]
        if address not in told and "nofollow" not in words(element, "rel"):
            told.add(address)
            if grounds.way(address, page.path).leads is Leads.OUTSIDE:
                yield Address(address, page.place(element))


def _listed(file: File, root: Element) -> Iterator[Address]:
    offset = 0
    for element in root:
        address = (element.findtext(f"{NAMESPACE}loc") or "").strip()
        found = file.text.find(address, offset)
        offset = found if found >= 0 else offset
        yield Address(address, file.place(found) if found >= 0 else NOWHERE)


def anchors(seen: Seen, grounds: Grounds) -> Iterator[Problem]:
    """Find links to places of other pages that are not there."""
    targets = {anchor.target for facts in seen.values() for anchor in facts.anchors}
    ids = {path: frozenset(seen[path].ids) for path in targets}
    for path, facts in seen.items():
        for anchor in facts.anchors:
            if anchor.fragment not in ids[anchor.target] and seen[anchor.target].is_known:
                yield no_such_id(path, anchor.place, anchor.address, anchor.fragment, ids[anchor.target])


def path_twins(seen: Seen, grounds: Grounds) -> Iterator[Problem]:
    """Find paths that are one path to some file systems and hosts."""
    for paths in grounds.twins.values():
        for path in paths[1:]:
            message = f"it differs from “{paths[0]}” in capitals or in Unicode form only"
            hint = "some hosts and file systems keep one of the two: give one of them another slug"
            yield error("check-permalink-twice", path, NOWHERE, message, hint)


def sitemaps(seen: Seen, grounds: Grounds) -> Iterator[Problem]:
    """Find what sitemaps list and robots cannot have: pages that are not there, moved, or not to be indexed."""
    for path, facts in seen.items():
        told: set[str] = set()
        for address, place in facts.listed:
            message = "it is listed twice" if address in told else _unlistable(address, path, seen, grounds)
            told.add(address)
            if message:
                hint = "Nashra lists pages that may be indexed only: build again, or report a mistake"
                yield error("check-sitemap", path, place, f"“{shortened(address)}”: {message}", hint)


def _unlistable(address: str, path: str, seen: Seen, grounds: Grounds) -> str:
    way = grounds.way(address, path)
    if not address.startswith(("https://", "http://")) or way.leads is not Leads.INSIDE:
        return f"it is not below {grounds.config.base_url}/"
    if not address.isascii():
        return "it is not percent-encoded"
    target = grounds.file_of(way.path)
    if not target:
        return "there is no such page"
    if target.endswith(PAGES) and seen[target].is_known and not seen[target].is_page:
        return "that page is moved, or asks not to be indexed"
    return ""


def sitemap_limits(file: File, grounds: Grounds) -> Iterator[Problem]:
    """Find sitemaps beyond the limits of the protocol, and days in them that are none."""
    if not file.path.endswith(XML) or isinstance(file.xml, Fault) or not file.xml.tag.startswith(NAMESPACE):
        return
    if len(file.xml) > MOST_ADDRESSES or len(file.data) > MOST_BYTES:
        message = f"{len(file.xml):,} addresses and {len(file.data):,} bytes: search engines read 50,000 and 50 MB"
        yield error("check-sitemap", file.path, NOWHERE, message, "part it")
    for element in file.xml:
        day = element.findtext(f"{NAMESPACE}lastmod")
        if day is not None and not isinstance(start_of(day.strip(), grounds), datetime):
            message = f"“{shortened(day, 40)}” is no date"
            yield warning("check-sitemap", file.path, file.place_of(day), message, "write 2025-05-11")
