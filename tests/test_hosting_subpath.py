"""A site below a path of its host is crawled whole: every address of every file stays below it and leads somewhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from site_fixture import NOW, tree

from generator import build, config
from generator.order import Order

ROOT = Path(__file__).parent.parent
HOST = "https://news.example"
# Where people, robots, servers and programs begin.
ENTRIES = ("index.html", "robots.txt", "404.html", "api/index.json")
WITHDRAWN = "<h1>سُحب هذا الخبر</h1>"  # nothing leads there: it is for those who kept the address
BASES = ("/sub", "/أخبار/اليوم")
# These attributes hold one address; srcset holds a list, and meta elements say which of theirs do.
_ADDRESSES = ("href", "src", "poster", "data", "action")
_METAS = ("og:url", "og:image", "twitter:image")
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


class _Addresses(HTMLParser):
    """Collects the addresses of a page, those of its JSON-LD too, and whether it leads on at once."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.leads_on = False
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in _ADDRESSES if name in given]
        self.found += [part.split()[0] for part in given.get("srcset", "").split(",") if part.split()]
        if tag == "meta" and (given.get("property") or given.get("name")) in _METAS:
            self.found.append(given["content"])
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.leads_on = True
            self.found.append(given["content"].partition("url=")[2])
        self._is_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.found += _strings(json.loads(data))
            self._is_data = False


def _strings(value: object) -> Iterator[str]:
    """Yield the texts of a JSON value that are addresses of this host."""
    if isinstance(value, str):
        if value.startswith(HOST):
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _of_page(text: str) -> list[str]:
    parser = _Addresses()
    parser.feed(text)
    return parser.found


def _of_xml(data: bytes) -> Iterator[str]:
    """Yield the addresses of a feed, sitemap or OPML file: those in attributes, in elements, and in texts of HTML."""
    for element in ElementTree.fromstring(data).iter():
        for name, value in element.attrib.items():
            if name in ("href", "url", "xmlUrl", "htmlUrl") or value.startswith(HOST):
                yield value
        text = (element.text or "").strip()
        if text.startswith(HOST):
            yield text
        elif "<" in text:
            yield from _of_page(text)


def addresses(path: str, data: bytes) -> Iterable[str]:
    """Return every address in a file of the site."""
    if path.endswith(".html"):
        return _of_page(data.decode())
    if path.endswith((".xml", ".opml")):
        return _of_xml(data)
    if path.endswith((".json", ".webmanifest")):
        value = json.loads(data)
        icons = [icon["src"] for icon in value.get("icons", ())] if isinstance(value, dict) else []
        starts = [value[key] for key in ("start_url", "scope") if isinstance(value, dict) and key in value]
        return [*_strings(value), *icons, *starts]
    if path.endswith(".css"):
        return _CSS_URL.findall(data.decode())
    if path == "robots.txt":
        return re.findall(r"^Sitemap: (\S+)$", data.decode(), re.M)
    return []


@dataclass(frozen=True)
class Crawled:
    """A built site, and what following its addresses from its entries came upon."""

    base: str
    files: dict[str, bytes]
    reached: frozenset[str]  # paths of files
    faults: tuple[str, ...]  # addresses that leave the base path, or that lead nowhere, each with its page


def crawled(base: str, files: dict[str, bytes]) -> Crawled:
    reached: set[str] = set()
    faults: list[str] = []
    waiting = list(ENTRIES)
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        here = f"{HOST}{base}/{path.removesuffix('index.html')}"
        for address in addresses(path, files[path]):
            target = urlsplit(urldefrag(urljoin(here, address))[0])
            if f"{target.scheme}://{target.netloc}" != HOST:
                continue  # somebody else's
            permalink = unquote(target.path)
            file = _file(permalink.removeprefix(base))
            if not permalink.startswith(f"{base}/") or file not in files:
                faults.append(f"{path}: {address}")
            elif not target.path.isascii() and address.startswith("/"):
                faults.append(f"{path}: {address} is not encoded")
            else:
                waiting.append(file)
    return Crawled(base, files, frozenset(reached), tuple(faults))


def _file(permalink: str) -> str:
    path = permalink.lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


@pytest.fixture(scope="module", params=BASES)
def demonstration(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Return the demonstration, built for a base path and crawled."""
    root = tmp_path_factory.mktemp("subpath")
    shutil.copy(ROOT / "site.toml", root)
    for folder in ("content", "seeds"):
        shutil.copytree(ROOT / folder, root / folder)
    base: str = request.param
    settled = config.load((root / "site.toml").read_text("utf-8"))
    settled = config.overridden(settled, base_url=f"{HOST}{base}/")
    build.build(Order(root=root, output=root / "public", config=settled, now=NOW, jobs=2))
    return crawled(base, tree(root / "public"))


def test_every_address_stays_below_the_base_path_and_leads_to_a_file(demonstration: Crawled) -> None:
    assert demonstration.faults == ()
    assert len(demonstration.reached) > 300


def test_every_page_is_reached_but_former_paths_and_what_was_withdrawn(demonstration: Crawled) -> None:
    pages = {path for path in demonstration.files if path.endswith(".html")}

    lonely = [path for path in pages - demonstration.reached if not _leads_on(demonstration.files[path])]

    assert len(pages) > 300
    assert [path for path in lonely if WITHDRAWN not in demonstration.files[path].decode()] == []
    assert len(lonely) == 1


def test_former_paths_lead_to_pages_below_the_base_path(demonstration: Crawled) -> None:
    former = {path: data for path, data in demonstration.files.items() if path.endswith(".html") and _leads_on(data)}

    assert former
    for path, data in former.items():
        found = [urlsplit(address).path for address in _of_page(data.decode())]
        targets = {_file(unquote(target).removeprefix(demonstration.base)) for target in found}
        assert (path, sorted(targets - demonstration.files.keys())) == (path, [])
        assert all(unquote(target).startswith(f"{demonstration.base}/") for target in found)


def test_every_kind_of_file_was_read(demonstration: Crawled) -> None:
    kinds = {path.rpartition(".")[2] for path in demonstration.reached}

    assert kinds >= {"html", "xml", "json", "opml", "webmanifest", "css", "svg", "woff2", "webp", "txt"}


def test_every_file_that_readers_may_meet_is_reached(demonstration: Crawled) -> None:
    left = {path for path in demonstration.files if not path.endswith(".html")} - demonstration.reached
    left = {path for path in left if not path.startswith("static/")}  # a theme may bring what one page needs

    known = {".nashra-manifest", ".nojekyll", "_headers", "_redirects"}
    assert sorted(left - known) == []


def _leads_on(data: bytes) -> bool:
    parser = _Addresses()
    parser.feed(data.decode())
    return parser.leads_on
