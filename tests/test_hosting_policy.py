"""Headers and redirects as hosts read them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.hosting import policy, redirects
from generator.hosting.redirects import DIALECTS, Redirect
from generator.settings import Host

ROOT = Path(__file__).parent.parent
LONG = "/articles/" + "كلمة-" * 40 + "abcdefgh/"


def blocks(lines: list[str]) -> dict[str, dict[str, str]]:
    """Return the headers of a `_headers` file by path."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in lines:
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            found[path][name] = value
        else:
            path = line
            found[path] = {}
    return found


def test_the_header_says_what_the_pages_meta_element_says_and_who_may_frame_it() -> None:
    layout = (ROOT / "templates/layout.html").read_text("utf-8")
    meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', layout)

    assert meta
    assert dict(policy.SECURITY)["Content-Security-Policy"] == f"{meta[1]}; frame-ancestors 'none'"


def test_no_header_stands_in_two_rules_that_may_meet() -> None:
    found = blocks(policy.rules(""))
    everywhere = found.pop("/*")

    names = [(path, name) for path, headers in found.items() for name in headers]
    assert everywhere == dict(policy.SECURITY)
    assert [(path, name) for path, name in names if name in everywhere] == []
    assert found["/static/*"] == found["/media/*"] == {"Cache-Control": policy.FOR_EVER}


def test_rules_stand_below_the_base_path() -> None:
    assert all(path.startswith("/sub/") for path in blocks(policy.rules("/sub")))


def test_the_rules_of_a_site_are_within_what_cloudflare_takes() -> None:
    lines = policy.rules("/" + "sub" * 20)

    assert len(blocks(lines)) <= 100
    assert max(map(len, lines)) <= 2000


def rules(host: Host, *found: Redirect, base: str = "") -> list[str]:
    return redirects.rules(found, base, DIALECTS[host])


def test_paths_travel_encoded_and_statuses_tell_for_ever_from_for_now() -> None:
    moved = Redirect("/خبر قديم/", "/articles/خبر-abc/", True)
    story = Redirect("/articles/خبر-abc/story/", "/stories/خبر-abc/", False)

    lines = rules(Host.CLOUDFLARE_PAGES, story, moved, base="/sub")

    assert all(line.isascii() for line in lines)
    assert [tuple(unquote(part) for part in line.split(" ")) for line in lines] == [
        ("/sub/خبر قديم/", "/sub/articles/خبر-abc/", "301"),
        ("/sub/articles/خبر-abc/story/", "/sub/stories/خبر-abc/", "302"),
    ]


def test_netlify_is_told_to_follow_a_rule_although_there_is_a_file() -> None:
    assert rules(Host.NETLIFY, Redirect("/a/", "/b/", True)) == ["/a/ /b/ 301!"]
    assert rules(Host.CLOUDFLARE_PAGES, Redirect("/a/", "/b/", True)) == ["/a/ /b/ 301"]


def test_what_would_be_a_placeholder_is_encoded() -> None:
    (line,) = rules(Host.ANY, Redirect("/2010/12:30/*/", "/b/", True))

    assert line == "/2010/12%3A30/%2A/ /b/ 301"


def test_where_not_all_fit_former_paths_come_before_stories_and_the_first_before_the_others() -> None:
    stories = [Redirect(f"/articles/{n:04}/story/", f"/stories/{n}/", False) for n in reversed(range(2500))]
    moved = [Redirect(f"/old/{n}/", f"/articles/{n}/", True) for n in range(10)]

    lines = rules(Host.CLOUDFLARE_PAGES, *stories, *moved)

    assert len(lines) == 2000
    assert [line.split(" ")[2] for line in lines] == ["301"] * 10 + ["302"] * 1990
    assert lines[10].startswith("/articles/0510/story/ ")
    assert lines[-1].startswith("/articles/2499/story/ ")


def test_a_line_that_is_too_long_is_left_to_its_page() -> None:
    found = [Redirect("/a/", LONG, True), Redirect("/" + "قديم" * 40 + "/", LONG, True)]

    assert len(rules(Host.CLOUDFLARE_PAGES, *found)) == 0
    assert len(rules(Host.NETLIFY, *found)) == 2


@pytest.mark.parametrize("host", DIALECTS)
def test_every_line_is_one_that_its_host_takes(host: Host) -> None:
    dialect = DIALECTS[host]
    lines = rules(host, *(Redirect(f"/قديم/{n}/", "/articles/خبر-abcdefgh/", n % 2 == 0) for n in range(50)))

    form = re.compile(r"/[!-~]+ /[!-~]+ (301|302)" + re.escape(dialect.force))
    assert len(lines) == 50
    assert [line for line in lines if not form.fullmatch(line)] == []
