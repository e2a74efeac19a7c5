"""Real servers, each with the configuration that `nashra hosting` prints, show a built site as it was meant."""

from __future__ import annotations

import gzip
import http.client
import io
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import brotli
import pytest
from servers import NAMES, brotli_module, libraries, mime_types, missing, program
from site_fixture import SiteFixture, markdown, small_site

from generator import cli
from generator.hosting import policy

BASES = ("", "/sub", "/أخبار")
ALIAS = "/خبر قديم/العبارة/"
CAPITALS = "/Archive/"  # another path than that of the page /archive/
SIGNS = "/Old (1)+a.b$^|/"  # signs that mean something in patterns
WELL_KNOWN = "/.well-known/acme-challenge/a.b"
HIDDEN = ("/.nashra-manifest", "/.git/config", "/archive/.notes", "/.well-known/.secret", "/.well-known-not/a")
_NGINX_CONF = """\
load_module {module};
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    include {types};
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What a server sent: header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Running:
    """A server that shows a built site under `base`."""

    name: str
    base: str
    port: int
    public: Path

    def get(self, permalink: str, **headers: str) -> Answer:
        """Ask for a permalink, unencoded and without the base path."""
        return self.ask(quote(self.base + permalink), **headers)

    def ask(self, path: str, **headers: str) -> Answer:
        """Ask for an encoded path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=given)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def file(self, permalink: str) -> bytes:
        """Return the bytes of the file behind a permalink."""
        path = permalink.lstrip("/")
        return (self.public / (f"{path}index.html" if permalink.endswith("/") else path)).read_bytes()


def _site(folder: Path, base: str) -> SiteFixture:
    site = small_site(folder)
    site.edit("site.toml", "https://news.example/", f"https://news.example{base}/")
    site.write("site.toml", site.read("site.toml") + '\n[hosting]\nhost = "nginx"\nprecompress = ["br", "gz"]\n')
    aliased = markdown("قطار", 30, day="2026-11-19").replace(
        "---\n", f'---\naliases: ["{ALIAS}", "{CAPITALS}", "{SIGNS}"]\n', 1
    )
    site.write("content/own/ferry.md", aliased)
    assert not site.build().problems
    for permalink in (WELL_KNOWN, *HIDDEN[1:]):  # which people put there by hand
        site.write(f"public{permalink}", "هنا")
    return site


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _started(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server and wait until it takes connections."""
    log = folder / "log"
    with (
        log.open("wb") as said,
        subprocess.Popen(command, stdout=said, stderr=said, env=_environment(folder)) as process,
    ):
        try:
            deadline = time.monotonic() + 20
            while not _takes_connections(port):
                assert process.poll() is None and time.monotonic() < deadline, log.read_text("utf-8", "replace")
                time.sleep(0.01)
            yield
        finally:
            process.terminate()
            process.wait(10)


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of a server that leaves nothing in the home of whoever tests."""
    own = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    found = libraries()
    return {**os.environ, **own} | ({"LD_LIBRARY_PATH": found} if found else {})


def _takes_connections(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _configuration(site: SiteFixture, what: str, listen: str) -> str:
    told = io.StringIO()
    with redirect_stdout(told):
        code = cli.main(
            ["-C", str(site.root), "hosting", what, "--listen", listen, "--now", site.now.isoformat(), "--jobs", "1"]
        )
    assert code == 0
    return told.getvalue()


def _command(name: str, folder: Path, written: str) -> list[str]:
    if name == "caddy":
        (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{written}", "utf-8")
        return [program(name), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    (folder / "site.conf").write_text(written, "utf-8")
    settled = _NGINX_CONF.format(folder=folder, module=brotli_module(), types=mime_types())
    (folder / "nginx.conf").write_text(settled, "utf-8")
    return [program(name), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


def _running(name: str, base: str, folder: Path) -> Iterator[Running]:
    if missing(name):
        pytest.skip(missing(name))
    site, port = _site(folder / "site", base), _free_port()
    listen = f"127.0.0.1:{port}" if name == "nginx" else f"http://127.0.0.1:{port}"
    command = _command(name, folder, _configuration(site, name, listen))
    with _started(command, port, folder):
        yield Running(name, base, port, site.root / "public")


@pytest.fixture(scope="module", params=[(name, base) for name in NAMES for base in BASES], ids=str)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Yield each server with each base path."""
    name, base = request.param
    yield from _running(name, base, tmp_path_factory.mktemp(name))


def test_a_page_comes_with_every_security_header(running: Running) -> None:
    answer = running.get("/")

    assert answer.status == 200
    assert answer.body == running.file("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert {name: answer.headers.get(name.lower()) for name, _ in policy.SECURITY} == dict(policy.SECURITY)
    assert answer.headers["cache-control"] == policy.PAGES


def test_what_is_missing_gets_the_sites_own_page_with_the_same_headers(running: Running) -> None:
    for permalink in ("/لا شيء/", "/static/no.0123456789.css", "/nothing/feed.xml"):
        answer = running.get(permalink)

        assert (permalink, answer.status) == (permalink, 404)
        assert answer.body == running.file("/404.html")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert {name: answer.headers.get(name.lower()) for name, _ in policy.SECURITY} == dict(policy.SECURITY)
        assert answer.headers["cache-control"] == policy.PAGES


@pytest.mark.parametrize(("accepted", "coding"), [("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br")])
def test_pages_come_compressed_beforehand_and_hold_the_same_bytes(running: Running, accepted: str, coding: str) -> None:
    decode = {"gzip": gzip.decompress, "br": brotli.decompress}[coding]
    suffix = {"gzip": "gz", "br": "br"}[coding]
    for permalink in ("/", "/feed.xml", "/archive/"):
        answer = running.get(permalink, Accept_Encoding=accepted)

        assert (permalink, answer.headers.get("content-encoding")) == (permalink, coding)
        assert decode(answer.body) == running.file(permalink)
        file = permalink + "index.html" if permalink.endswith("/") else permalink
        assert answer.body == running.file(f"{file}.{suffix}")
        assert "accept-encoding" in answer.headers["vary"].lower()


def test_the_page_for_what_is_missing_comes_compressed_too(running: Running) -> None:
    answer = running.get("/missing/", Accept_Encoding="br")

    assert answer.status == 404
    assert answer.headers.get("content-encoding") == "br"
    assert brotli.decompress(answer.body) == running.file("/404.html")


def test_who_accepts_no_coding_gets_the_file_itself(running: Running) -> None:
    answer = running.get("/archive/", Accept_Encoding="identity")

    assert "content-encoding" not in answer.headers
    assert answer.body == running.file("/archive/")


def test_files_with_a_digest_in_their_name_are_kept_for_a_year(running: Running) -> None:
    styles = re.findall(r'href="([^"]*/static/[^"]+)"', running.get("/").body.decode())

    assert styles
    for address in styles:
        answer = running.ask(address)
        assert (address, answer.status, answer.headers["cache-control"]) == (address, 200, policy.FOR_EVER)
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unchanged_page_costs_no_bytes(running: Running) -> None:
    first = running.get("/archive/", Accept_Encoding="br")
    again = running.get("/archive/", Accept_Encoding="br", If_None_Match=first.headers["etag"])

    assert (again.status, again.body) == (304, b"")


def test_a_former_path_leads_on_for_ever(running: Running) -> None:
    answer = running.get(ALIAS)
    target = urlsplit(answer.headers["location"]).path

    assert answer.status == 301
    assert target.startswith(quote(f"{running.base}/articles/"))
    assert running.ask(target).status == 200


def test_a_former_path_is_matched_to_the_letter(running: Running) -> None:
    for former in (CAPITALS, SIGNS):
        answer = running.get(former)

        assert (former, answer.status) == (former, 301)
        assert urlsplit(answer.headers["location"]).path.startswith(quote(f"{running.base}/articles/"))
    assert running.get(CAPITALS.lower()).body == running.file(CAPITALS.lower())
    assert running.get(SIGNS.lower()).status == 404


def test_every_article_answers_at_its_encoded_path_and_without_its_last_slash(running: Running) -> None:
    folders = sorted(path for path in (running.public / "articles").iterdir() if path.is_dir())

    assert len(folders) > 10
    for folder in folders:
        permalink = f"/articles/{folder.name}/"
        assert running.get(permalink).body == running.file(permalink)
    short = running.get(f"/articles/{folders[0].name}")
    target = urlsplit(short.headers["location"])
    assert short.status in (301, 308)
    assert target.path.isascii()
    assert running.ask(target.path).status == 200


def test_feeds_have_the_type_that_the_front_page_announces(running: Running) -> None:
    page = running.get("/").body.decode()
    links = re.findall(r'<link rel="(?:alternate|manifest)"[^>]*>', page)

    assert links
    for link in links:
        address = re.search(r'href="([^"]+)"', link)
        announced = re.search(r'type="([^"]+)"', link)
        assert address
        answer = running.ask(urlsplit(address[1]).path)
        assert (link, answer.status) == (link, 200)
        found = answer.headers["content-type"].partition(";")[0]
        assert (link, found) == (link, announced[1] if announced else "application/manifest+json")
        assert answer.headers["cache-control"] == policy.FEEDS


def test_nothing_hidden_is_shown(running: Running) -> None:
    for permalink in HIDDEN:
        assert running.file(permalink)
        answer = running.get(permalink)
        assert (permalink, answer.status, answer.body) == (permalink, 404, running.file("/404.html"))


def test_what_certificates_and_contacts_need_is_shown(running: Running) -> None:
    answer = running.get(WELL_KNOWN)

    assert (answer.status, answer.body) == (200, running.file(WELL_KNOWN))


def test_the_rest_of_the_host_is_left_alone(running: Running) -> None:
    is_whole_host = running.base == ""

    assert (running.ask("/archive/").body == running.file("/archive/")) is is_whole_host
    bare = running.ask(quote(running.base) or "/")
    expected = (200, "") if is_whole_host else (301, quote(running.base) + "/")
    assert (bare.status, urlsplit(bare.headers.get("location", "")).path) == expected


def test_nginx_and_caddy_find_no_fault_in_what_is_printed(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.build()
    for name, check in {"nginx": ["-t", "-q"], "caddy": ["validate"]}.items():
        if missing(name):
            pytest.skip(missing(name))
        listen = "127.0.0.1:18080" if name == "nginx" else "http://127.0.0.1:18080"
        path, *rest = _command(name, tmp_path, _configuration(site, name, listen))
        command = [path, *check, *(part for part in rest if part != "run")]
        environment = _environment(tmp_path)
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert (name, done.returncode) == (name, 0), done.stderr
        if name == "nginx":
            assert "warn" not in done.stderr
