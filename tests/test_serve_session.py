"""A preview with its server: who is told what, and who is turned away."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from serving import PATIENCE, Served, served
from site_fixture import SiteFixture, assert_same, markdown, small_site

from generator.serve.happenings import Kind
from generator.serve.keys import Key
from generator.serve.server import bound

CUP = "content/own/cup.md"
BROKEN = '{% extends "layout.html" %}\n{% block main %}\n{{ headlin }}\n{% endblock %}\n'


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


@pytest.fixture
def running(site: SiteFixture) -> Iterator[Served]:
    with served(site) as preview:
        yield preview


def permalink_of(running: Served, path: str) -> str:
    assert running.session and running.session.preview.proof
    edition = running.session.preview.proof.plan.edition
    return next(edition.permalink(entry) for entry in edition.newest if entry.path == path)


# news


def test_saved_words_reload_their_page_and_no_other(running: Served) -> None:
    cup, harbour = permalink_of(running, CUP), permalink_of(running, "content/own/harbour.md")
    with running.open_page(cup) as changed, running.open_page(harbour) as other:
        running.site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

        assert changed.next() == ("reload", {})
        assert "كلمة لم تكن" in running.page(cup).text
        assert other.is_silent()


def test_a_page_that_missed_its_news_gets_it_when_it_comes_back(running: Served) -> None:
    cup = permalink_of(running, CUP)
    before = running.page(cup).key
    with running.expecting(Kind.RENEWED):
        running.site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    with running.open_page(cup, before) as page:
        assert page.next() == ("reload", {})
    with running.open_page(cup) as page:
        assert page.is_silent()


def test_a_path_that_appears_and_one_that_goes_are_told(running: Served) -> None:
    cup = permalink_of(running, CUP)
    text = running.site.read(CUP)
    with running.open_page(cup) as page:
        (running.site.root / CUP).unlink()
        assert page.next() == ("reload", {})
    assert running.page(cup).status == 404
    with running.open_page(cup) as page:
        running.site.write(CUP, text)
        assert page.next() == ("reload", {})
    assert running.page(cup).status == 200


def test_a_style_sheet_is_exchanged_without_a_reload(running: Served) -> None:
    with running.open_page("/") as page:
        running.site.write("static/site.css", "body { color: teal }")
        name, news = page.next()

        assert name == "look"
        assert running.get(news["sheets"][0]).text == "body { color: teal }"
        assert Key.read(news["key"]) == running.page("/").key
        assert page.is_silent()


def test_a_mistake_in_a_template_is_shown_and_heals(running: Served) -> None:
    cup = permalink_of(running, CUP)
    with running.open_page(cup) as page, running.open_page("/") as front:
        running.site.write("templates/article.html", BROKEN)
        assert page.next() == ("reload", {})
        broken = running.page(cup)
        assert front.is_silent()
    assert broken.status == 500
    assert "templates/article.html:3:4" in broken.text

    with running.open_page(cup, broken.key) as page:
        (running.site.root / "templates/article.html").unlink()
        assert page.next() == ("reload", {})
    assert running.page(cup).status == 200


def test_a_mistake_in_the_configuration_is_told_over_open_pages_and_heals(running: Served) -> None:
    good = running.site.read("site.toml")
    with running.open_page("/") as page:
        running.site.write("site.toml", good + "[nothing]\n")
        name, notice = page.next()
        assert (name, notice["blocking"]) == ("notice", True)
        assert "config-unknown-key" in notice["html"]
        assert running.page("/").status == 200

        running.site.write("site.toml", good)
        assert page.next() == ("notice", {"name": "", "html": "", "blocking": False})
        assert page.is_silent()


def test_an_error_in_a_source_is_told_over_open_pages(running: Served) -> None:
    with running.open_page("/about/") as page:
        running.site.edit(CUP, "title: ", "title: [")
        name, notice = page.next()

        assert (name, notice["blocking"]) == ("notice", False)
        assert CUP in notice["html"]


def test_what_the_configuration_names_now_is_watched(running: Served) -> None:
    running.site.write("more/new.md", markdown("مرصد", 20, day="2026-11-22"))
    site = running.site.read("site.toml")
    with running.expecting(Kind.RENEWED):
        running.site.write("site.toml", f'{site}\n[sources]\npaths = ["content", "more"]\n')
    page = permalink_of(running, "more/new.md")

    with running.open_page(page) as opened:
        running.site.edit("more/new.md", "\n---\n", "\n---\nكلمة لم تكن.\n\n")
        assert opened.next() == ("reload", {})


def test_a_theme_folder_that_comes_and_goes_and_comes_is_watched(running: Served) -> None:
    page = '{{% extends "layout.html" %}}{{% block main %}}<h1>{}</h1>{{% endblock %}}'
    for round_number in range(3):
        with running.open_page("/404.html") as opened:
            running.site.write("templates/404.html", page.format(round_number))
            assert opened.next() == ("reload", {})
        with running.open_page("/404.html") as opened:
            (running.site.root / "templates/404.html").unlink()
            (running.site.root / "templates").rmdir()
            assert opened.next() == ("reload", {})


def test_saves_by_way_of_another_file_are_seen(running: Served) -> None:
    cup = permalink_of(running, CUP)
    for number in range(3):
        with running.open_page(cup) as page:
            text = running.site.read(CUP)
            fresh = running.site.root / "content/own/cup.md.new"
            fresh.write_text(f"{text}\nكلمة {number} لم تكن.\n", encoding="utf-8")
            fresh.replace(running.site.root / CUP)
            assert page.next() == ("reload", {})
        assert f"كلمة {number} لم تكن" in running.page(cup).text


def test_many_files_at_once_are_seen(running: Served) -> None:
    for number in range(130):
        running.site.write(
            f"content/f{number % 30}/n{number}.md", markdown("مرصد", 100 + number, day=f"2026-11-{number % 20 + 1:02}")
        )

    def found() -> int:
        assert running.session and running.session.preview.proof
        return sum(entry.path.startswith("content/f") for entry in running.session.preview.proof.plan.edition.newest)

    running.await_(lambda some: found() == 130)
    assert running.page(permalink_of(running, "content/f5/n5.md")).status == 200


def test_many_open_pages_are_told_and_let_go(running: Served) -> None:
    cup = permalink_of(running, CUP)
    key = running.page(cup).key
    opened = [running.open_page(cup, key) for _ in range(100)]
    pages = [page.__enter__() for page in opened]
    assert running.session
    assert len(running.session.readers) == 100

    running.site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")

    assert [page.next()[0] for page in pages] == ["reload"] * 100
    for page in opened:
        page.__exit__(None, None, None)
    running.await_gone()


# beside builds


def test_a_build_beside_a_preview_equals_a_clean_one(running: Served) -> None:
    site = running.site
    site.build()
    with running.expecting(Kind.RENEWED):
        site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    site.build()
    assert_same(site.tree(), site.clean_tree())

    with running.expecting(Kind.RELATED):
        site.write("content/own/new.md", markdown("مرصد", 20, day="2026-11-22", section="علوم"))
    site.build()

    assert_same(site.tree(), site.clean_tree())
    assert running.page(permalink_of(running, CUP)).status == 200


def test_a_state_that_is_made_anew_beside_a_preview_breaks_nothing(running: Served) -> None:
    cup = permalink_of(running, CUP)
    running.site.build(clean=True)

    assert running.page(cup).status == 200
    with running.expecting(Kind.RENEWED):
        running.site.edit(CUP, "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    assert "كلمة لم تكن" in running.page(cup).text


# who may come in


def test_wrong_names_and_methods_are_turned_away(running: Served) -> None:
    assert running.get("/", Host="evil.example").status == 421
    assert running.get("/", Host=f"localhost:{running.port}").status == 200
    assert running.get("/", Origin="http://evil.example").status == 403
    assert running.get("/", Origin=f"http://127.0.0.1:{running.port}").status == 200
    assert running.get("/_nashra/events?path=/", Origin="http://evil.example").status == 403
    assert running.get("/", method="POST").status == 405
    assert running.get("/", method="HEAD").body == b""
    assert running.get("/_nashra/nothing").status == 404
    assert running.get("/_nashra/../site.toml").status == 404


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\r\n\r\n",
        b"\0" * 100,
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET " + b"/" * 100_000,
        b"GET /%ff HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nHost: evil\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"CONNECT evil.example:80 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
    ],
)
def test_odd_requests_get_a_4xx_and_kill_nothing(running: Served, request_line: bytes) -> None:
    answer = running.raw(request_line.replace(b"PORT", str(running.port).encode()))

    assert answer == b"" or answer.split(b" ")[1].startswith(b"4")
    assert running.get("/").status == 200


def test_connections_that_say_nothing_keep_nobody_out(running: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(100)]
    for connection in silent[::2]:
        connection.sendall(b"GET / HT")

    assert running.get("/").status == 200
    for connection in silent:
        connection.close()


def test_a_page_that_is_known_is_not_sent_again(running: Served) -> None:
    tag = running.get("/").headers["etag"]

    assert running.get("/", If_None_Match=tag).status == 304
    assert running.get("/", If_None_Match='"other"').status == 200


# ports and ends


def test_a_taken_port_leads_to_the_next_one_unless_it_was_meant() -> None:
    with bound(0, is_fixed=True) as taken:
        port = taken.getsockname()[1]
        assert taken.getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError):
            bound(port, is_fixed=True)
        with bound(port, is_fixed=False) as other:
            assert port < other.getsockname()[1] <= port + 20


def test_the_end_leaves_no_thread_and_no_file_open(site: SiteFixture) -> None:
    with served(site):
        pass  # libraries begin what lasts for the process
    threads, files = threading.active_count(), files_open()
    for _ in range(3):
        with served(site) as running, running.open_page("/"):
            running.get("/")

    assert threading.active_count() <= threads
    assert files_open() <= files


def files_open() -> int:
    """Return how many files this process has open, 0 where the system does not say."""
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


@contextmanager
def commanded(site: SiteFixture, *before: str) -> Iterator[tuple[subprocess.Popen[str], int, dict[str, Any]]]:
    """Run the command, after other words of a command line; yield its process, its port and what it said first."""
    command = [*before, sys.executable, "-m", "generator", "serve", "-C", str(site.root), "--port", "0", "--json"]
    process = subprocess.Popen(
        [*command, "--now", "2026-11-23T12:00:00+03:00"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    try:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        yield process, int(ready["address"].rsplit(":", 1)[1].strip("/")), ready
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop(site: SiteFixture, ending: signal.Signals) -> None:
    with commanded(site) as (process, port, ready):
        assert (ready["event"], ready["articles"]) == ("ready", 13)
        assert b"200 OK" in Served(site, port).raw(
            f"GET {quote('/archive/')} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode()
        )
        os.killpg(process.pid, ending)
        out, err = process.communicate(timeout=PATIENCE)

        assert process.returncode == 0
        assert json.loads(out.splitlines()[-1]) == {"event": "stopped"}
        assert err.splitlines()[-1] == "stopped"
        assert "Traceback" not in err


def test_open_pages_leave_half_of_the_files_to_the_site(site: SiteFixture) -> None:
    with (
        commanded(site, "bash", "-c", 'ulimit -n 128 && exec "$0" "$@"') as (process, port, _),
        ExitStack() as open_pages,
    ):
        running = Served(site, port)
        key = running.page("/").key
        for _ in range(64):
            open_pages.enter_context(running.open_page("/", key))

        refused = running.get("/_nashra/events?path=/")
        site.write("content/own/new.md", markdown("مرصد", 20, day="2026-11-22"))
        assert process.stdout
        said = next(said for said in map(json.loads, process.stdout) if said["event"] in ("renewed", "mistake"))

        assert (refused.status, refused.text) == (503, "too many pages are open\n")
        assert (said["event"], said["what"]) == ("renewed", "site")


def test_a_taken_port_that_was_meant_is_named(site: SiteFixture) -> None:
    with bound(0, is_fixed=True) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "generator", "serve", "-C", str(site.root), "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)

    assert done.returncode == 2
    assert f"port {port} is taken" in done.stderr
