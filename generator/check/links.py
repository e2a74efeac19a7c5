"""Links, anchors, ids, pictures, and what is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import style_sheets
from generator.check.files import PICTURES, SHEETS, File
from generator.check.findings import error, shortened, warning
from generator.check.grounds import Grounds, Leads
from generator.check.page import HtmlPage, attribute, words
from generator.errors import Place, Problem
from generator.text.nearest import did_you_mean

_FETCHED = frozenset(["script", "img", "iframe", "source", "video", "audio", "track", "embed", "object"])
_FETCHED_LINKS = frozenset(
    ["stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"]
)
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "headers", "for")


def dead_links(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find links of a page that lead to no file of the site."""
    for element, address in page.addresses:
        problem = dead(address, page.path, grounds)
        if problem:
            yield error("check-link", page.path, page.place(element), *problem)
        elif _lacks_slash(address, page.path, grounds):
            message = (
                f"“{shortened(address)}” is a folder: a reader is sent on once more, and on some hosts to an error"
            )
            yield warning("check-link", page.path, page.place(element), message, "end it with a slash")


def dead_links_of_sheets(sheet: File, grounds: Grounds) -> Iterator[Problem]:
    """Find addresses of a style sheet that lead to no file of the site."""
    if sheet.path.endswith(SHEETS):
        for address, offset in style_sheets.addresses(sheet.text):
            problem = dead(address, sheet.path, grounds)
            if problem:
                yield error("check-link", sheet.path, sheet.place(offset), *problem)


def dead(address: str, path: str, grounds: Grounds) -> tuple[str, str] | None:
    """Return message and hint where an address in the file `path` leads to nothing of this site, else None."""
    way = grounds.way(address, path)
    quoted = f"“{shortened(address)}”"
    if way.leads is Leads.NOWHERE:
        return f"{quoted} is no address", "mend it where it is written: in an article, a template or site.toml"
    if way.leads is Leads.BESIDE and not address.startswith(("http:", "https:", "//")):
        base = grounds.config.base_path
        return f"{quoted} leaves the site, which lies under {base}/", "in templates, write links with the filter |url"
    if way.leads is not Leads.INSIDE or grounds.file_of(way.path) or grounds.folder_of(way.path):
        return None
    twin = grounds.twin_of(way.path)
    if twin:
        return f"{quoted} leads nowhere: the file is called “{twin}”", "write it with the same letters"
    message = f"{quoted} leads to no page or file of this site"
    return message, grounds.near(way.path) or "mend the link, or add an alias to the page it meant"


def _lacks_slash(address: str, path: str, grounds: Grounds) -> bool:
    way = grounds.way(address, path)
    return way.leads is Leads.INSIDE and not grounds.file_of(way.path) and bool(grounds.folder_of(way.path))


def is_top(fragment: str) -> bool:
    """Tell whether a fragment needs no id: the top of a page, or words to be looked for."""
    return fragment in ("", "top") or fragment.startswith(":~:")


def dead_anchors(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find links to places of the same page that are not there; those of other pages are found across the site."""
    for element, address in page.addresses:
        if "#" in address:
            way = grounds.way(address, page.path)
            is_own = way.leads is Leads.INSIDE and grounds.file_of(way.path) == page.path
            if is_own and not is_top(way.fragment) and way.fragment not in page.ids:
                yield no_such_id(page.path, page.place(element), address, way.fragment, page.ids)


def no_such_id(path: str, place: Place, address: str, fragment: str, ids: Iterable[str]) -> Problem:
    """Return the problem of a link to an id that its page does not have."""
    near = did_you_mean(fragment, ids)
    message = f"“{shortened(address)}”: its page has no id “{shortened(fragment)}”"
    return error("check-anchor", path, place, message, near or "give the place that is meant this id, or mend the link")


def ids_given_twice(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find ids that two elements of a page have, and ids that no link can name."""
    for identity, elements in page.ids.items():
        for element in elements[1:]:
            first = page.place(elements[0]).line
            message = f"the id “{shortened(identity)}” is already that of an element on line {first}"
            yield error("check-id-twice", page.path, page.place(element), message, "links find the first one only")
        if not identity or any(char.isspace() for char in identity):
            message = f"“{shortened(identity)}” is no id: it is empty or has spaces"
            yield error("check-id-twice", page.path, page.place(elements[0]), message, "write it with dashes")


def ids_that_nothing_has(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find references from element to element, as screen readers follow them, that name no id of the page."""
    for element in page.elements:
        for name in _REFERENCES:
            if name in element.attrs:
                for identity in attribute(element, name).split():
                    if identity not in page.ids:
                        message = f"{name} of <{element.tag}> names “{identity}”, and no element has that id"
                        hint = did_you_mean(identity, page.ids)
                        yield error("check-reference", page.path, page.place(element), message, hint)


def pictures_untold(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pictures without words for those who do not see them, or without the size that keeps a page still."""
    for image in page.all("img"):
        name = shortened(attribute(image, "src"))
        if "alt" not in image.attrs:
            message = f"the picture “{name}” has no alt"
            hint = 'say what it shows; alt="" where it only adorns'
            yield error("check-picture", page.path, page.place(image), message, hint)
        if not (attribute(image, "width").isdigit() and attribute(image, "height").isdigit()):
            message = f"the picture “{name}” has no width and height: the page jumps when it arrives"
            yield warning("check-picture", page.path, page.place(image), message, "write its size in pixels")


def third_parties(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find what a browser would fetch from other hosts to show a page."""
    for element, address in page.addresses:
        is_link = element.tag == "link" and not _FETCHED_LINKS.isdisjoint(words(element, "rel"))
        if (is_link or element.tag in _FETCHED) and grounds.way(address, page.path).leads is Leads.OUTSIDE:
            yield _third_party(page.path, page.place(element), address)


def third_parties_of_sheets(sheet: File, grounds: Grounds) -> Iterator[Problem]:
    """Find what a style sheet fetches from other hosts."""
    if sheet.path.endswith(SHEETS):
        for address, offset in style_sheets.addresses(sheet.text):
            if grounds.way(address, sheet.path).leads is Leads.OUTSIDE:
                yield _third_party(sheet.path, sheet.place(offset), address)


def _third_party(path: str, place: Place, address: str) -> Problem:
    message = f"“{shortened(address)}” is fetched from another host, which learns of every reader"
    kind = "picture" if address.lower().endswith(PICTURES) else "file"
    return error("check-third-party", path, place, message, f"keep a copy of the {kind} in static/ and link that")
