"""Hostile sources, whole: every item has its page, its harmless words are there, and nothing active comes through.

`make test` takes every seventh vector in each kind of source and reads every eighth page of the hostile feeds as a
browser would; `make soak` takes all of them.
"""

from __future__ import annotations

import json
import os
import random
import re
import socket
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import html5lib
import pytest
import texts
from acceptance import (
    NOW,
    PROJECT,
    Element,
    Ran,
    copied,
    elements,
    environment,
    nashra,
    new_site,
    page_file,
    parsed,
    unspaced,
    words,
)

from generator.text.normalize import clean_markup_text

SOME_VECTORS = 7  # one in so many
SOME_PAGES = 8
ALL = pytest.param(1, marks=pytest.mark.soak, id="all")

_WORD = re.compile(r"[^\W\d_]{3,}")
_TAG = re.compile(r"<(script|style)\b.*?</\1[^<>]*>|<[^<>]*>?", re.I | re.S)
# What a reader never sees, or what html5lib says itself (its <isindex> brings a sentence and a <label> along).
_SILENT = frozenset(
    ["script", "style", "template", "iframe", "noembed", "noframes", "noscript", "object", "embed", "title", "label"]
)
# These show tags as they are typed, as CDATA in SVG and MathML does: only words count, not tags, nor what scripts say.
_RAW = frozenset(["textarea", "xmp", "plaintext", "listing"])


class Vector(NamedTuple):
    """A hostile piece of HTML."""

    id: str
    html: str


class Kind(NamedTuple):
    """A kind of source that carries vectors: what it writes, and which words of a vector its pages must say."""

    write: Callable[[Path, Sequence[Vector]], None]
    says: Callable[[str], set[str]]
    otherwise: dict[str, str] = {}  # noqa: RUF012 - vectors that say something else here, and why


@dataclass(frozen=True)
class Built:
    """A site of hostile sources, its articles by title."""

    root: Path
    build: Ran
    articles: dict[str, dict[str, Any]]
    step: int

    def text(self, title: str) -> str:
        """Return all that the article's page says of it, without white space."""
        (article,) = elements(parsed(page_file(self.root, self.articles[title]["permalink"])), "article", "article")
        return unspaced("".join(article.itertext()))


# which words a reader must find


def said(html: str) -> set[str]:
    """Return the words that HTML says to a reader: those of three letters and more in its visible text nodes."""
    fragment = html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)
    return words_of("\n".join(_visible(fragment)))


def _visible(element: Element) -> Iterator[str]:
    space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "comment")
    if name.lower() not in _SILENT and name != "comment":
        yield _TAG.sub(" ", element.text or "") if space or name in _RAW else element.text or ""
        for child in element:
            yield from _visible(child)
    yield element.tail or ""


def typed(text: str) -> set[str]:
    """Return the words of plain text, in which tags are words like others."""
    return words_of(unescape(text))


def words_of(text: str) -> set[str]:
    return set(_WORD.findall(unicodedata.normalize("NFC", text)))


# The kinds of sources; a vector is the body of an article that is called after it. They are of many days: hundreds of
# short texts of one hour would be one story.


def title(kind: str, vector: Vector) -> str:
    """Return a headline that shares no rare word with another."""
    return f"شاهد {kind}_{vector.id.replace('-', '_')}"


def day(year: int, number: int) -> str:
    return (date(year, 1, 1) + timedelta(days=number)).isoformat()


def as_markdown_files(folder: Path, vectors: Sequence[Vector]) -> None:
    for vector in vectors:
        text = f"---\nid: md-{vector.id}\ntitle: {title('md', vector)}\n---\n{vector.html}\n"
        (folder / f"{vector.id}.md").write_bytes(text.encode())


def as_json_lines(body_format: str) -> Callable[[Path, Sequence[Vector]], None]:
    def write(folder: Path, vectors: Sequence[Vector]) -> None:
        lines = (
            {
                "id": f"{body_format}-{vector.id}",
                "title": title(body_format, vector),
                "source": "مختبر",
                "published": day({"html": 2022, "markdown": 2023}[body_format], number // 10),
                "body": vector.html,
                "body_format": body_format,
            }
            for number, vector in enumerate(vectors)
        )
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{body_format}.jsonl").write_bytes(text.encode())

    return write


def as_feed(folder: Path, vectors: Sequence[Vector]) -> None:
    items = "\n".join(
        f'<item><guid isPermaLink="false">urn:x:{vector.id}</guid><title>{title("rss", vector)}</title>'
        f"<description><![CDATA[{vector.html.replace(']]>', ']]]]><![CDATA[>')}]]></description></item>"
        for vector in vectors
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>مختبر الموجز</title>'
    (folder / "vectors.xml").write_bytes(f"{head}{items}</channel></rss>".encode())


def as_captures(folder: Path, vectors: Sequence[Vector]) -> None:
    """Write pages of ten: the first vector is the page's own article, line by line, the others are related items."""
    for number in range(0, len(vectors), 10):
        own, *others = vectors[number : number + 10]
        page = _own(own) + "".join(map(_related, others)) + "\nحمل التطبيق\n\napp-storeplay-store\n"
        (folder / f"page-{number:04}.txt").write_bytes(page.encode())
        (folder / f"page-{number:04}.toml").write_text(f"captured_at = {day(2024, number // 10)}T18:00:00+03:00\n")


def _own(vector: Vector) -> str:
    name = title("capture", vector)
    head = f"logo\n{name}\n\n{name}\n\nمختبر الصفحات١١-٠٥-٢٠٢٥\n\n"
    body = f"{_lead(vector)}\n{vector.html}\n\n"
    return f"{head}{body}التعليقات\n\nلا يوجد تعليقات بعد...\n\nأخبار ذات صلة\n\n"


def _related(vector: Vector) -> str:
    name, line = title("capture", vector), " ".join(vector.html.split())
    head = f"{name}\n{name}\n\nمختبر الصفحات\n\ntimeمنذ 2 ساعات\n\n  • مختبر الصفحات\n\n{name}\n\n"
    return f"{head}{_lead(vector)} {line}\n\n"


def _lead(vector: Vector) -> str:
    """Return a sentence that no other vector has: with one for all, hundreds of short bodies would be copies."""
    known = sorted({word for event in texts.EVENTS.values() for word in event})
    return " ".join(random.Random(vector.id).sample(known, 12)) + "."


MARKDOWN_SAYS_OTHERWISE = {
    "naughty-strings-0204": "`<sc<script>` is no tag in Markdown but the text `<sc` and a script",
    "own-0020": "the address of a link, which is no text in Markdown",
    "own-0022": "the address of a link, which is no text in Markdown",
}
KINDS = {
    "md": Kind(as_markdown_files, said, MARKDOWN_SAYS_OTHERWISE),
    "html": Kind(as_json_lines("html"), said),
    "markdown": Kind(as_json_lines("markdown"), said, MARKDOWN_SAYS_OTHERWISE),
    "rss": Kind(as_feed, said),
    "capture": Kind(as_captures, typed),
}


def vectors_of(shared: Path, kind: str, step: int) -> list[Vector]:
    """Return one vector in `step`, of each kind others."""
    with (shared / "data" / "xss" / "vectors.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Vector(row["id"], row["input"]) for row in rows[list(KINDS).index(kind) % step :: step]]


def build_site(root: Path, step: int = 1) -> Built:
    build = nashra("build", "--json", "-C", root, "--now", NOW)
    rows = nashra("list", "articles", "--json", "-C", root, "--now", NOW).rows
    return Built(root, build, {row["title"]: row for row in rows}, step)


@pytest.fixture(scope="module", params=[pytest.param(SOME_VECTORS, id="some"), ALL])
def vector_site(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a site whose bodies are vectors, in every kind of source."""
    root = new_site(tmp_path_factory.mktemp("vectors") / "site")
    for name, kind in KINDS.items():
        (root / "content" / name).mkdir()
        kind.write(root / "content" / name, vectors_of(shared, name, request.param))
    return build_site(root, request.param)


@pytest.mark.parametrize("kind", KINDS)
def test_every_vector_has_its_page_with_its_harmless_words(vector_site: Built, shared: Path, kind: str) -> None:
    vectors = vectors_of(shared, kind, vector_site.step)
    without_page, lost = [], {}
    for vector in vectors:
        if title(kind, vector) not in vector_site.articles:
            without_page.append(vector.id)
            continue
        shown = vector_site.text(title(kind, vector))
        missing = sorted(word for word in KINDS[kind].says(vector.html) if word not in shown)
        if missing and vector.id not in KINDS[kind].otherwise:
            lost[vector.id] = missing

    assert len(vectors) > 2000 // vector_site.step
    assert (without_page, lost) == ([], {})


def test_a_site_of_vectors_builds_without_an_error(vector_site: Built) -> None:
    assert vector_site.build.code == 0
    assert "error" not in {problem["level"] for problem in vector_site.build.rows[0]["problems"]}


def test_nothing_active_comes_through_a_vector(vector_site: Built, shared: Path) -> None:
    assert_nothing_active(shared, vector_site.root / "public")


def assert_nothing_active(shared: Path, public: Path) -> None:
    """Read a folder of pages as a browser does, with the tool that comes with the vectors."""
    tool = shared / "tools" / "run_xss.py"
    read = subprocess.run(
        [sys.executable, str(tool), str(public), "--no-third-party"], capture_output=True, text=True, timeout=1800
    )
    assert read.returncode == 0, read.stdout[-4000:] + read.stderr[-2000:]
    assert " 0 findings" in read.stdout


# feeds that carry them in every field


@pytest.fixture(scope="module")
def feed_site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a site of the hostile feeds, all of them."""
    root = new_site(tmp_path_factory.mktemp("feeds") / "site")
    copied(shared / "data" / "xss" / "feeds", root / "content")
    build = nashra("build", "--json", "-C", root, "--now", NOW)
    rows = nashra("list", "articles", "--json", "-C", root, "--now", NOW).rows
    # A guid that is no address and too short to be unique holds within its outlet: `guid@outlet`.
    return Built(root, build, {row["id"].partition("@")[0]: row for row in rows}, 1)


ATOM = "{http://www.w3.org/2005/Atom}"


def items_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield guid and HTML of a feed's items, read without any of our code."""
    if path.suffix == ".json":
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            yield item["id"], item["content_html"]
        return
    for item in ET.parse(path).getroot().iter():
        if item.tag == "item":
            encoded = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
            yield item.findtext("guid") or "", encoded or item.findtext("description") or ""
        elif item.tag == f"{ATOM}entry":
            yield item.findtext(f"{ATOM}id") or "", item.findtext(f"{ATOM}content") or ""


def items(shared: Path) -> list[tuple[str, str]]:
    """Return guid and HTML of the items of all hostile feeds."""
    return [item for path in sorted((shared / "data" / "xss" / "feeds").iterdir()) for item in items_of(path)]


def test_every_item_of_the_hostile_feeds_has_its_page(feed_site: Built, shared: Path) -> None:
    guids = [guid for guid, _ in items(shared)]

    assert feed_site.build.code == 0
    assert len(guids) > 1000
    assert sorted(guids) == sorted(feed_site.articles)
    assert all(page_file(feed_site.root, row["permalink"]).is_file() for row in feed_site.articles.values())


@pytest.mark.parametrize("step", [pytest.param(SOME_PAGES, id="some"), ALL])
def test_the_pages_of_the_items_say_their_harmless_words(feed_site: Built, shared: Path, step: int) -> None:
    lost = {}
    for guid, html in items(shared)[::step]:
        shown = feed_site.text(guid)
        if missing := sorted(word for word in said(html) if word not in shown):
            lost[guid] = missing

    assert lost == {}


@pytest.mark.parametrize("step", [pytest.param(SOME_PAGES, id="some"), ALL])
def test_nothing_active_comes_through_a_feed(feed_site: Built, shared: Path, tmp_path: Path, step: int) -> None:
    public = feed_site.root / "public"
    pages = sorted(public.rglob("*.html"))
    others = [path for path in public.rglob("*") if path.is_file() and path.suffix != ".html"]
    for path in [*pages[::step], *others]:
        place = tmp_path / path.relative_to(public)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, place)

    assert len(pages) > 3000
    assert_nothing_active(shared, tmp_path)


# attacks on parsers


class Cost(NamedTuple):
    """What a build cost: processor seconds, and the most memory of any of its processes in MB."""

    code: int
    seconds: float
    peak_mb: float


def cost_of(root: Path) -> Cost:
    command = [sys.executable, "-m", "generator", "build", "-q", "-C", str(root), "--jobs", "1", "--now", NOW]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment(), cwd=PROJECT) as building:
        _, status, used = os.wait4(building.pid, 0)
        building.returncode = os.waitstatus_to_exitcode(status)
    return Cost(building.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


HARMLESS_FEED = '<rss version="2.0"><channel><title>هادئة</title><item><title>خبر</title></item></channel></rss>'


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Cost:
    """Return what a build of a harmless feed costs."""
    root = new_site(tmp_path_factory.mktemp("calm") / "site")
    (root / "content" / "feed.xml").write_text(HARMLESS_FEED, encoding="utf-8")
    return cost_of(root)


def test_attacks_on_parsers_expand_nothing_and_reach_nothing(shared: Path, tmp_path: Path, calm: Cost) -> None:
    attacks = shared / "data" / "xml-attacks"
    root = new_site(tmp_path / "site")
    for path in sorted(attacks.iterdir()):
        if path.name != "manifest.jsonl":
            copied(path, root / "content")
    (root / "content" / "calm.xml").write_text(HARMLESS_FEED, encoding="utf-8")

    with Listener(8999) as listener:  # the port that the attacks call
        cost = cost_of(root)

    assert (calm.code, cost.code) == (0, 1)
    assert cost.seconds < calm.seconds + 2
    assert cost.peak_mb < calm.peak_mb + 50
    assert not listener.was_called
    site = build_site(root)
    errors = {problem["path"]: problem for problem in site.build.rows[0]["problems"] if problem["level"] == "error"}
    assert list(errors) == ["content/json-deep-100k.json"]
    assert errors["content/json-deep-100k.json"]["hint"]
    assert {"خبر", "i"} <= set(site.articles)  # what the harmless one says, and those that call other machines
    written = b"".join(path.read_bytes() for path in (root / "public").rglob("*.*ml"))
    assert b"root:" not in written
    assert b"lollol" not in written


@pytest.mark.parametrize("name", ["billion-laughs.xml", "xxe-file.xml", "parameter-entity.xml", "json-deep-100k.json"])
def test_an_attack_alone_is_told_and_leaves_a_site(shared: Path, tmp_path: Path, name: str) -> None:
    root = new_site(tmp_path / "site")
    copied(shared / "data" / "xml-attacks" / name, root / "content")

    site = build_site(root)

    problems = site.build.rows[0]["problems"]
    assert site.build.code == int(any(problem["level"] == "error" for problem in problems))
    assert problems
    assert_all_can_be_mended(problems)
    assert (root / "public" / "index.html").is_file()


class Listener:
    """A port of this machine that nobody should call; without the port, nobody can tell."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket()
        self._port = port
        self.was_called = False

    def __enter__(self) -> Listener:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", self._port))
        except OSError:
            pytest.skip(f"port {self._port} is taken")
        self._socket.listen()
        self._socket.setblocking(False)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._socket.accept()[0].close()
            self.was_called = True
        except BlockingIOError:
            pass
        self._socket.close()


def assert_all_can_be_mended(problems: Sequence[dict[str, Any]]) -> None:
    """Assert that every problem names its file, says what was found, and what to try."""
    for problem in problems:
        assert problem["path"].startswith("content/"), problem
        assert problem["message"] and problem["hint"], problem
        assert problem["line"] >= 1 or problem["code"] in ("empty-file", "decoding-mended"), problem


# good, malformed and hostile files of other people


def manifest_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what a folder's manifest expects, by the path of the file below the folder."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return {str(row["file"]).removeprefix(f"{folder.name}/"): row["expect"] for row in rows}


def site_of_folder(folder: Path, root: Path) -> Built:
    new_site(root)
    copied(folder, root / "content")
    (root / "content" / "manifest.jsonl").unlink()
    return build_site(root)


def test_front_matter_good_and_bad_is_told_by_file_line_and_hint(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "frontmatter"
    expected = manifest_of(folder)

    site = site_of_folder(folder, tmp_path / "site")

    problems = site.build.rows[0]["problems"]
    assert site.build.code == 1
    assert_all_can_be_mended(problems)
    errors = {problem["path"].removeprefix("content/"): problem for problem in problems if problem["level"] == "error"}
    told = {problem["path"].removeprefix("content/") for problem in problems}
    assert set(errors) == {name for name, expect in expected.items() if expect["ok"] is False}
    for name, problem in errors.items():
        line = expected[name]["error_line"]
        assert line is None or problem["line"] == line, name
    assert {"title-number.md", "date-no-zone.md", "unknown-key.md", "sexagesimal.md"} <= told
    rows = nashra("list", "articles", "--json", "-C", site.root, "--now", NOW, "--future").rows
    shown = [row["path"].removeprefix("content/") for row in rows]
    # Without an id, outlet, headline and date say who is who: files that agree in them are one article.
    for alike in ({"crlf.md", "ok.md", "toml.md"}, {"sexagesimal.md", "unknown-key.md"}):
        assert len(alike & set(shown)) == 1
        shown += sorted(alike - set(shown))
    assert sorted(shown) == sorted(name for name in expected if name not in errors)


def test_hostile_front_matter_reaches_no_page(shared: Path, tmp_path: Path) -> None:
    site = site_of_folder(shared / "data" / "frontmatter", tmp_path / "site")
    public = site.root / "public"

    for row in site.articles.values():
        assert words(next(elements(parsed(page_file(site.root, row["permalink"])), "h1"))) == row["title"]
    assert max(len(part.encode()) for path in public.rglob("*") for part in path.relative_to(public).parts) <= 255
    assert not (site.root / "etc").exists()
    assert_nothing_active(shared, public)


def test_feeds_of_every_state_are_read_as_far_as_they_go(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "feeds"
    expected = manifest_of(folder)

    site = site_of_folder(folder, tmp_path / "site")

    problems = site.build.rows[0]["problems"]
    assert site.build.code == 1
    assert_all_can_be_mended(problems)
    errors = {problem["path"].removeprefix("content/") for problem in problems if problem["level"] == "error"}
    assert errors == {name for name, expect in expected.items() if expect.get("error")}
    titles = {clean_markup_text(name) for expect in expected.values() for name in expect.get("entry_titles", ())}
    titles |= {clean_markup_text(expect["raw_title"]) for expect in expected.values() if "raw_title" in expect}
    assert len(titles) > 15
    assert titles <= set(site.articles)
