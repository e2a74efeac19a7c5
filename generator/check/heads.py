"""What a page says of itself in its head: title, description, address, what may run, and what robots are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from turbohtml import Element

from generator.check.files import Fault, read_json
from generator.check.findings import NOWHERE, error, shortened, warning
from generator.check.grounds import Grounds, Leads
from generator.check.moments import start_of
from generator.check.page import HtmlPage, attribute
from generator.errors import Place, Problem

# HTML, section 4.12.1, and the JavaScript MIME types of the MIME Sniffing Standard; of other types a script is data.
_SCRIPT_TYPES = frozenset(
    (
        "", "module", "importmap", "speculationrules", "application/ecmascript", "application/javascript",
        "application/x-ecmascript", "application/x-javascript", "text/ecmascript", "text/javascript", "text/jscript",
        "text/livescript", "text/x-ecmascript", "text/x-javascript", *(f"text/javascript1.{n}" for n in range(6)),
    )
)  # fmt: skip
_UNSAFE = ("'unsafe-inline'", "'unsafe-eval'")
_DATES = ("datePublished", "dateModified", "dateCreated", "uploadDate")


def titles(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages without a title."""
    if not any(title.text.strip() for title in page.all("title") if _is_in_head(title)):
        message = "the page has no title: tabs, bookmarks and search results show its address instead"
        yield error("check-title", page.path, NOWHERE, message, "fill the block title of its template")


def _is_in_head(title: Element) -> bool:
    return isinstance(title.parent, Element) and title.parent.tag == "head"  # drawings have titles, too


def descriptions(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages for search engines and messengers that do not say in a sentence what they are."""
    if page.is_indexable and not any(_meta(page, "description")):
        message = "the page has no description"
        yield warning("check-description", page.path, NOWHERE, message, "give its `page` value a description")


def _meta(page: HtmlPage, name: str) -> Iterator[str]:
    for meta in page.all("meta"):
        if attribute(meta, "name").lower() == name:
            yield attribute(meta, "content").strip()


def canonical_addresses(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages that name another page, or a page of another site, as their own address."""
    link = page.canonical
    if link is None or page.is_redirect:
        return
    address = attribute(link, "href")
    way = grounds.way(address, page.path)
    if way.leads is not Leads.INSIDE:
        message = f"its canonical address “{shortened(address)}” is not below {grounds.config.base_url}/"
        hint = "build with the base_url that it is served under; check takes --base-url, too"
        yield error("check-canonical", page.path, page.place(link), message, hint)
    elif page.is_indexable and grounds.file_of(way.path) not in ("", page.path):
        message = f"its canonical address “{shortened(address)}” is another page's: search engines will drop this one"
        yield error("check-canonical", page.path, page.place(link), message, "name its own address, or say noindex")


def security_policies(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages that do not say what they may load and run, or that let anything run."""
    policies = _policies(page)
    if not policies:
        message = "the page has no Content-Security-Policy: whatever slips into a text could run"
        yield error("check-csp", page.path, NOWHERE, message, "keep the meta element of templates/layout.html")
    for meta in policies:
        unsafe = [word for word in _UNSAFE if word in attribute(meta, "content").lower()]
        if unsafe:
            message = f"its Content-Security-Policy allows {' and '.join(unsafe)}"
            hint = "put scripts and styles into files of static/"
            yield error("check-csp", page.path, page.place(meta), message, hint)


def _policies(page: HtmlPage) -> list[Element]:
    return [meta for meta in page.all("meta") if attribute(meta, "http-equiv").lower() == "content-security-policy"]


def inline_code(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find scripts and styles written into a page, which a Content-Security-Policy keeps from working."""
    policies = [attribute(meta, "content").lower() for meta in _policies(page)]
    is_forbidden = any("'unsafe-inline'" not in policy for policy in policies)
    for element in page.elements:
        found = _inline(element)
        if found:
            why = "its Content-Security-Policy forbids that" if is_forbidden else "a text may have brought it"
            message = f"{found} is written into the page, and {why}"
            hint = "put it into a file of static/; a text that brought it is a mistake to report"
            yield error("check-inline", page.path, page.place(element), message, hint)


def _inline(element: Element) -> str:
    if element.tag == "script" and "src" not in element.attrs:
        kind = attribute(element, "type").strip().lower()
        return "a script" if kind in _SCRIPT_TYPES else ""
    if element.tag == "style":
        return "a style sheet"
    for name in element.attrs:
        if name == "style" or (name.startswith("on") and name.isalpha()):
            return f"the attribute {name} of <{element.tag}>"
        if name in ("href", "src", "action") and attribute(element, name).strip().lower().startswith("javascript:"):
            return f"the script in {name} of <{element.tag}>"
    return ""


def structured_data(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find JSON-LD that search engines cannot read: no JSON, without context or type, with dates that are none."""
    for script in page.all("script"):
        if attribute(script, "type").strip().lower() == "application/ld+json":
            value = read_json(script.text)
            if isinstance(value, Fault):
                message = f"its JSON-LD is no JSON: {value.message} (line {value.place.line} of it)"
                hint = "make it with the filter |tojson or a writer, never by pasting text"
                yield error("check-json-ld", page.path, page.place(script), message, hint)
                continue
            for message in _faults_of_data(value, grounds):
                yield error("check-json-ld", page.path, page.place(script), message, "see https://schema.org/docs/")


def _faults_of_data(value: Any, grounds: Grounds) -> Iterator[str]:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if not isinstance(item, Mapping):
            yield "its JSON-LD holds what is no object"
        elif "schema.org" not in str(item.get("@context", "")):
            yield "its JSON-LD names no @context of schema.org"
        elif not ("@graph" in item or item.get("@type")):
            yield "its JSON-LD has no @type"
    for name, date in _dates(value):
        if start_of(date, grounds) is None:
            yield f"its JSON-LD says “{shortened(date, 40)}” for {name}, which is no date"


def _dates(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name in _DATES and isinstance(part, str):
                yield name, part
            else:
                yield from _dates(part)
    elif isinstance(value, list):
        for part in value:
            yield from _dates(part)


def headings(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find pages without one main heading, and headings that leave out a level."""
    found = [element for element in page.elements if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    first = [element for element in found if element.tag == "h1"]
    if len(first) != 1:
        place = page.place(first[1]) if first else NOWHERE
        message = f"the page has {len(first)} headings <h1>, and needs one"
        yield warning("check-heading", page.path, place, message, "readers who listen find their way by headings")
    for above, below in pairwise(found):
        if int(below.tag[1]) > int(above.tag[1]) + 1:
            message = f"<{below.tag}> follows <{above.tag}>: a level is left out"
            hint = f"make it <h{int(above.tag[1]) + 1}>, and its size a matter of the style sheet"
            yield warning("check-heading", page.path, page.place(below), message, hint)


def markup(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find places where a browser has to guess what was meant."""
    for fault in page.document.errors:
        message = f"a browser has to guess here: {fault.code}"
        hint = f"the name is explained at https://html.spec.whatwg.org/#parse-error-{fault.code}"
        yield warning("check-markup", page.path, Place(fault.line, fault.col + 1), message, hint)
