"""The command line as its users meet it: exit codes, what goes to which stream, and no traceback whatever is asked."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from acceptance import NOW, PROJECT, Ran, elements, environment, nashra, page_file, parsed, process, words

from generator import __version__
from generator.lock import locked

OK, CONTENT, USAGE, WRITE, LOCKED, INTERRUPTED = 0, 1, 2, 5, 6, 130

REPORT = ["pages", "written", "reused", "removed", "problems", "seconds", "hidden", "next_change"]
PROBLEM = ["level", "code", "path", "line", "column", "field", "message", "hint"]
ROWS = {
    "articles": [
        "id", "title", "outlet", "published", "precision", "hijri", "section", "topics", "permalink", "path", "line",
    ],
    "stories": ["id", "lead", "members", "copies"],
    "copies": ["members"],
    "neighbours": ["id", "neighbours", "scores"],
    "problems": PROBLEM,
}  # fmt: skip
DATE = ["text", "value", "precision", "hijri", "line", "notes"]

BAD_ARTICLE = "---\ntitle: [\n---\nنص.\n"
ODD_ARTICLE = "---\ntitle: عنوان\nslogan: لا أحد يعرفه\n---\nنص.\n"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site as `nashra init` leaves it; tests must not change it."""
    root = tmp_path_factory.mktemp("begun") / "site"
    assert nashra("init", root, "-q") == Ran(OK, "", "")
    return root


@pytest.fixture(scope="module")
def built(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same site, built; tests must not change it."""
    root = tmp_path_factory.mktemp("built") / "site"
    shutil.copytree(begun, root)
    assert nashra("build", "-C", root, "--now", NOW, "-q").code == OK
    return root


@pytest.fixture
def site(begun: Path, tmp_path: Path) -> Path:
    """Return a copy of the site that a test may change."""
    return Path(shutil.copytree(begun, tmp_path / "site"))


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


# init


def test_init_says_what_comes_next(tmp_path: Path) -> None:
    ran = nashra("init", tmp_path / "new")

    assert (ran.code, ran.out) == (OK, "")
    assert f"next: nashra build -C {tmp_path / 'new'}" in ran.err
    assert (tmp_path / "new" / "site.toml").is_file()


def test_init_without_a_folder_takes_the_present_one(tmp_path: Path) -> None:
    ran = process("init", "--json", "-q", folder=tmp_path)

    assert ran.code == OK
    assert ran.err == ""
    (told,) = ran.rows
    assert told == {"written": sorted(files(tmp_path))}
    assert "site.toml" in told["written"]


def test_init_takes_a_folder_with_a_projects_papers_and_leaves_them_alone(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "mine")
    write(tmp_path, ".gitignore", "mine too")

    assert nashra("init", tmp_path, "-q").code == OK
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / ".gitignore").read_text() == "mine too"


def test_init_refuses_a_folder_that_holds_something(site: Path) -> None:
    before = files(site)

    ran = nashra("init", site)

    assert ran.code == USAGE
    assert "content, site.toml" in ran.err
    assert files(site) == before


def test_what_init_lays_out_builds_without_a_problem(built: Path) -> None:
    ran = nashra("list", "problems", "--json", "-C", built, "--now", NOW)

    assert (ran.code, ran.rows) == (OK, [])
    assert (built / "public" / "index.html").is_file()


# new


def test_a_new_article_is_a_draft_until_its_line_is_taken_out(site: Path) -> None:
    ran = nashra("new", "article", "سوق الكتب المستعملة يعود", "--section", "ثقافة", "-C", site)
    path = ran.out.strip()
    with (site / path).open("a", encoding="utf-8") as file:
        file.write("عاد سوق الكتب المستعملة إلى الساحة القديمة.\n")

    assert (ran.code, path) == (OK, "content/سوق-الكتب-المستعملة-يعود.md")
    assert article_at(site, path) is None
    shown = article_at(site, path, "--drafts")
    assert shown
    assert (shown["title"], shown["section"], shown["precision"]) == ("سوق الكتب المستعملة يعود", "ثقافة", "minute")
    assert nashra("build", "-C", site, "-q").code == OK
    assert not page_file(site, shown["permalink"]).exists()
    assert nashra("build", "-C", site, "-q", "--drafts").code == OK
    assert "عاد سوق الكتب" in words(parsed(page_file(site, shown["permalink"])))
    edit(site / path, "draft: true", "#")
    assert article_at(site, path) == shown


def article_at(site: Path, path: str, *flags: str) -> dict[str, Any] | None:
    rows = nashra("list", "articles", "--json", "-C", site, *flags).rows
    return next((row for row in rows if row["path"] == path), None)


def test_a_corrected_headline_moves_nothing(site: Path) -> None:
    path = nashra("new", "article", "عنوان أول", "-C", site).out.strip()
    write(site, path, (site / path).read_text(encoding="utf-8") + "نص المقال.\n")
    before = article_at(site, path, "--drafts")
    edit(site / path, 'title: "عنوان أول"', 'title: "عنوان آخر"')
    after = article_at(site, path, "--drafts")

    assert before and after
    assert (before["id"], before["permalink"]) == (after["id"], after["permalink"])
    assert after["title"] == "عنوان آخر"


def test_two_new_articles_of_one_title_are_two_files(site: Path) -> None:
    paths = [nashra("new", "article", "خبر", "-C", site, "--json").rows[0]["written"][0] for _ in range(2)]

    assert len(set(paths)) == 2
    assert all((site / path).is_file() for path in paths)


# build: streams and reports


def test_the_report_has_the_documented_keys_and_nothing_else_is_on_stdout(site: Path) -> None:
    first = nashra("build", "--json", "-C", site, "--now", NOW)
    again = nashra("build", "--json", "-C", site, "--now", NOW)

    (report,) = first.rows
    assert list(report) == REPORT
    assert report["written"] == len(files(site / "public")) - 1  # the manifest is not of the site
    assert report["pages"] == len(list((site / "public").rglob("*.html")))
    assert (report["reused"], report["removed"], report["problems"]) == (0, 0, [])
    assert set(report["seconds"]) == {"scan", "ingest", "relate", "plan", "keys", "render", "prune"}
    (unchanged,) = again.rows
    assert (unchanged["written"], unchanged["reused"]) == (0, report["written"])
    assert unchanged["pages"] == report["pages"]
    assert re.search(r"^\d+ pages in .*: \d+ files written, 0 reused, 0 removed in [\d.]+ s \(scan ", first.err, re.M)


def test_verbose_names_what_was_written_and_removed(site: Path) -> None:
    nashra("build", "-q", "-C", site, "--now", NOW)
    (site / "content" / "pages" / "about.md").unlink()

    ran = nashra("build", "--json", "-v", "-C", site, "--now", NOW)

    (report,) = ran.rows
    assert report["removed_paths"] == ["/about/"]
    assert len(report["written_paths"]) == report["written"] > 0
    assert "removed /about/" in ran.err.splitlines()


def test_quiet_says_problems_only_and_strict_is_not_weakened_by_it(site: Path) -> None:
    assert nashra("build", "-q", "-C", site, "--now", NOW) == Ran(OK, "", "")
    write(site, "content/odd.md", ODD_ARTICLE)

    plain = nashra("build", "-q", "-C", site, "--now", NOW)
    strict = nashra("build", "-q", "--strict", "-C", site, "--now", NOW)

    assert (plain.code, strict.code) == (OK, CONTENT)
    assert plain.err == strict.err
    assert plain.err.startswith("warning unknown-key content/odd.md:3 ")
    assert "\n  hint: " in plain.err


def test_a_bad_source_is_exit_1_and_everything_else_is_built(site: Path, built: Path) -> None:
    write(site, "content/bad.md", BAD_ARTICLE)
    write(site, "content/worse.jsonl", '{"title": \n{"title": "سطر سليم", "body": "نص."}\n')

    ran = nashra("build", "--json", "-C", site, "--now", NOW)

    assert ran.code == CONTENT
    errors = [problem for problem in ran.rows[0]["problems"] if problem["level"] == "error"]
    assert [list(problem) for problem in errors] == [PROBLEM] * 2
    assert [(problem["path"], problem["line"] > 0) for problem in errors] == [
        ("content/bad.md", True),
        ("content/worse.jsonl", True),
    ]
    assert all(problem["message"] and problem["hint"] for problem in errors)
    assert set(files(built / "public")) < set(files(site / "public"))
    assert "error" in ran.err


def test_timings_are_a_line_a_stage(site: Path) -> None:
    ran = nashra("build", "--timings", "-C", site, "--now", NOW)

    assert re.findall(r"^(\w+) +[\d.]+ s$", ran.err, re.M) == [
        "scan", "ingest", "relate", "plan", "keys", "render", "prune",
    ]  # fmt: skip


@pytest.mark.parametrize(("colour", "painted"), [("always", True), ("never", False), ("auto", False)])
def test_colour_is_for_terminals_or_when_asked_for(site: Path, colour: str, painted: bool) -> None:
    write(site, "content/odd.md", ODD_ARTICLE)

    ran = nashra("build", "-q", "--color", colour, "-C", site, "--now", NOW)

    assert ("\033[33mwarning\033[0m" in ran.err) is painted
    assert "\033" not in ran.out


# build: what the flags do


def test_the_output_may_lie_elsewhere(begun: Path, built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(begun, tmp_path / "site")

    ran = process("build", "-C", "site", "-o", "elsewhere/deep", "--now", NOW, folder=tmp_path)

    assert ran.code == OK
    assert not (root / "public").exists()
    assert files(tmp_path / "elsewhere" / "deep") == files(built / "public")


def test_flags_of_every_command_may_stand_before_its_name(site: Path, built: Path) -> None:
    assert nashra("-q", "-C", site, "build", "--now", NOW) == Ran(OK, "", "")
    assert files(site / "public") == files(built / "public")


def test_another_configuration_may_be_named(site: Path) -> None:
    shutil.copy(site / "site.toml", site / "other.toml")
    edit(site / "other.toml", 'title = "site"', 'title = "اسم آخر"')

    assert nashra("build", "-q", "-C", site, "--config", site / "other.toml", "--now", NOW).code == OK
    assert words(next(elements(parsed(site / "public" / "index.html"), "title"))).endswith("اسم آخر")


def test_a_base_url_with_a_subpath_works_everywhere(site: Path) -> None:
    write(site, "content/linked.md", "---\ntitle: رابط\n---\nإلى [الأرشيف](/archive/) ومنه.\n")

    assert nashra("build", "-q", "-C", site, "--base-url", "https://host.example/a/b/", "--now", NOW).code == OK

    public = site / "public"
    seen = 0
    for path in public.rglob("*.html"):
        page = parsed(path)
        for element in elements(page):
            for attribute in ("href", "src"):
                address = element.get(attribute) or ""
                if address.startswith("/") and not address.startswith("//"):
                    assert address.startswith("/a/b/"), (path, address)
                    assert served(public, unquote(address.removeprefix("/a/b"))), (path, address)
                    seen += 1
        assert 'content="0; url=/' not in path.read_text(encoding="utf-8").replace("url=/a/b/", "")
    assert seen > 500
    for name in ("feed.xml", "sitemap.xml", "robots.txt"):
        text = (public / name).read_text(encoding="utf-8")
        assert "https://host.example/a/b/" in text
        assert not re.search(r"https://host\.example/(?!a/b/)", text)
    (row, *_) = nashra("list", "articles", "--json", "-C", site, "--base-url", "https://host.example/a/b/").rows
    assert row["permalink"].startswith("/articles/")


def served(public: Path, address: str) -> bool:
    """Tell whether a server of static files finds something at an address below the site's root."""
    address = address.split("#")[0].split("?")[0]
    return (public / address.strip("/") / "index.html" if address.endswith("/") else public / address[1:]).is_file()


def test_the_moment_of_the_build_decides_what_is_shown(site: Path) -> None:
    write(site, "content/later.md", "---\nid: later\ntitle: خبر الغد\npublished: 2026-11-24T08:00+02:00\n---\nنص.\n")
    write(
        site,
        "content/gone.md",
        "---\nid: gone\ntitle: خبر الأمس\npublished: 2026-11-01\nexpires: 2026-11-20\n---\nنص.\n",
    )

    def shown(*flags: str) -> set[str]:
        rows = nashra("list", "articles", "--json", "-C", site, *flags).rows
        return {row["id"] for row in rows} & {"later", "gone"}

    assert shown("--now", NOW) == set()
    assert shown("--now", NOW, "--future") == {"later"}
    assert shown("--now", NOW, "--expired") == {"gone"}
    assert shown("--now", "2026-11-24T09:00") == {"later"}
    assert shown("--now", "2026-11-19") == {"gone"}


def test_a_build_from_nothing_and_a_verified_one_give_the_same_bytes(site: Path, built: Path) -> None:
    nashra("build", "-q", "-C", site, "--now", NOW)
    write(site, "public/index.html", "altered")

    verified = nashra("build", "--verify", "--json", "-v", "-C", site, "--now", NOW).rows[0]
    assert verified["written_paths"] == ["/"]
    clean = nashra("build", "--clean", "--json", "-C", site, "--now", NOW).rows[0]
    assert clean["written"] == verified["reused"] + 1
    assert files(site / "public") == files(built / "public")


# clean


def test_clean_deletes_what_builds_made_and_nothing_else(site: Path) -> None:
    before = files(site)
    nashra("build", "-q", "-C", site, "--now", NOW)
    write(site, "public/CNAME", "news.example")
    write(site, "public/articles/notes.txt", "mine")

    ran = nashra("clean", "--json", "-C", site)

    assert ran.code == OK
    assert ran.rows == [{"removed": int(re.findall(r"^(\d+) files removed", ran.err)[0])}]
    left = {path: data for path, data in files(site).items() if path != ".nashra/lock"}
    foreign = {"public/CNAME": b"news.example", "public/articles/notes.txt": b"mine"}
    # A manifest of nothing stays beside them, by which the next build knows the folder for one it may stand in.
    assert left == {**before, **foreign, "public/.nashra-manifest": b"nashra manifest 1\n"}
    assert nashra("build", "-q", "-C", site, "--now", NOW).code == OK


def test_clean_twice_is_no_mistake(site: Path) -> None:
    nashra("build", "-q", "-C", site, "--now", NOW)

    assert [nashra("clean", "--json", "-C", site).rows[0]["removed"] > 0 for _ in range(2)] == [True, False]


def test_clean_leaves_a_folder_of_somebody_else_alone(site: Path) -> None:
    write(site, "public/precious.txt", "mine")

    assert nashra("clean", "-C", site).code == USAGE
    assert (site / "public" / "precious.txt").read_text() == "mine"


def test_clean_where_there_is_no_site_makes_nothing(tmp_path: Path) -> None:
    assert nashra("clean", "-C", tmp_path / "missing").code == USAGE
    assert list(tmp_path.iterdir()) == []


# list


@pytest.mark.parametrize("what", ROWS)
def test_the_rows_of_a_list_have_the_documented_keys(site: Path, what: str) -> None:
    write(site, "content/odd.md", ODD_ARTICLE)
    twins = [f'{{"title": "نسخة {n}", "source": "{o}", "body": "{copied_text()}"}}' for n, o in enumerate("أب")]
    write(site, "content/twins.jsonl", "\n".join(twins))

    ran = nashra("list", what, "--json", "-C", site, "--now", NOW)

    assert (ran.code, ran.err) == (OK, "")
    assert ran.rows
    assert {tuple(row) for row in ran.rows} == {tuple(ROWS[what])}
    assert not (site / "public").exists()


def copied_text() -> str:
    return " ".join(f"كلمة{number} في نص طويل" for number in range(60))


def test_articles_are_listed_as_their_pages_show_them(built: Path) -> None:
    rows = nashra("list", "articles", "--json", "-C", built, "--now", NOW).rows

    assert [row["precision"] for row in rows] == ["hour", "day", "second", "second", "day", "minute"]
    assert [row["published"] for row in rows[:3]] == [
        "2025-05-11T15:00:00+03:00",
        "2025-05-11",
        "2025-05-10T13:05:00+03:00",
    ]
    assert all(row["hijri"].startswith("1446-11-") for row in rows)
    for row in rows:
        page = parsed(page_file(built, row["permalink"]))
        assert words(next(elements(page, "h1"))) == row["title"]
        assert row["path"].startswith("content/")
        assert row["line"] >= 1


def test_lists_are_also_for_people(built: Path) -> None:
    ran = nashra("list", "articles", "-C", built, "--now", NOW)

    assert len(ran.out.splitlines()) == 6
    assert "متحف البحر" in ran.out


def test_a_list_with_lost_articles_says_so(site: Path) -> None:
    write(site, "content/bad.md", BAD_ARTICLE)

    articles = nashra("list", "articles", "--json", "-C", site, "--now", NOW)
    problems = nashra("list", "problems", "--json", "-C", site, "--now", NOW)

    assert (articles.code, problems.code) == (CONTENT, CONTENT)
    assert articles.err.startswith("error ")
    assert problems.err == ""
    assert [row["path"] for row in problems.rows] == ["content/bad.md"]


# date


def test_a_date_is_told_as_a_line(site: Path) -> None:
    ran = nashra("date", "الأحد ١١ مايو ٢٠٢٥", "-C", site)

    assert ran == Ran(OK, "2025-05-11\tday\tالأحد ١١ مايو ٢٠٢٥ م · ١٣ ذو القعدة ١٤٤٦ هـ\n", "")


def test_a_date_is_told_as_json() -> None:
    ran = nashra("date", "--json", "--zone", "Asia/Riyadh", "11/05/2025", "14:30", "-C", "/nowhere")

    (told,) = ran.rows
    assert list(told) == DATE
    assert told == {
        "text": "11/05/2025 14:30",
        "value": "2025-05-11T14:30:00+03:00",
        "precision": "minute",
        "hijri": "1446-11-13",
        "line": told["line"],
        "notes": [],
    }
    assert "مايو" in told["line"]


def test_what_is_odd_about_a_date_is_told_beside_the_answer() -> None:
    ran = nashra("date", "السبت 11 مايو 2025", "--zone", "Asia/Riyadh", "-C", "/nowhere")
    (told,) = nashra("date", "--json", "السبت 11 مايو 2025", "-C", "/nowhere").rows
    note = "the day of the week does not fit the date; the date is kept"

    assert (ran.code, ran.out.startswith("2025-05-11\tday\t"), ran.out.count("\n")) == (OK, True, 1)
    assert ran.err == f"note: “السبت 11 مايو 2025”: {note}\n"
    assert told["notes"] == [note]


def test_dates_on_stdin_are_answered_line_by_line_empty_ones_too() -> None:
    given = "أمس\n\n11-05-2025\r\nمن يدري\n\N{REPLACEMENT CHARACTER}\n".encode() + b"\xff\n2024"

    ran = nashra("date", "--json", "--now", "2025-05-11T12:00:00+03:00", stdin=given)

    assert ran.code == CONTENT
    told = [(row["text"], row["value"], row["precision"]) for row in ran.rows]
    assert told == [
        ("أمس", "2025-05-10", "day"),
        ("", None, "unknown"),
        ("11-05-2025", "2025-05-11", "day"),
        ("من يدري", None, "unknown"),
        ("\N{REPLACEMENT CHARACTER}", None, "unknown"),
        ("\N{REPLACEMENT CHARACTER}", None, "unknown"),
        ("2024", "2024", "year"),
    ]
    assert all(list(row) == DATE for row in ran.rows)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not a date"),
        ("لا تاريخ هنا", '"لا" is not part of a date'),
        ("31-02-2025", "there is no such day"),
    ],
)
def test_an_unreadable_date_is_exit_1_and_null(text: str, why: str) -> None:
    ran = nashra("date", "--json", text)

    assert ran.code == CONTENT
    assert ran.rows == [
        {"text": text, "value": None, "precision": "unknown", "hijri": None, "line": "", "notes": [why]}
    ]


def test_a_date_is_written_as_the_site_writes_it(site: Path) -> None:
    edit(site / "site.toml", 'region = "EG"', 'region = "LB"')
    edit(site / "site.toml", 'digits = "auto"', 'digits = "latn"')
    edit(site / "site.toml", 'hijri = "umm-al-qura"', 'hijri = "none"')

    (told,) = nashra("date", "--json", "2025-05-11", "-C", site).rows

    assert told["line"] == "الأحد 11 أيار 2025 م"
    assert told["hijri"] is None


# what cannot be done


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], USAGE, "COMMAND"),
        (["frobnicate"], USAGE, "invalid choice: 'frobnicate'"),
        (["build", "--frobnicate"], USAGE, "--frobnicate"),
        (["build", "--jobs", "many"], USAGE, "“many” is no count"),
        (["build", "--jobs", "0"], USAGE, "“0” is no count"),
        (["build", "--now", "yesterday"], USAGE, "“yesterday” is no ISO 8601 time"),
        (["build", "--now", ""], USAGE, "“” is no ISO 8601 time"),
        (["build", "--base-url", "news.example"], USAGE, "error config-base-url --base-url "),
        (["build", "--base-url", ""], USAGE, "--base-url"),
        (["build", "-C", "missing"], USAGE, "error no-site "),
        (["build", "-C", "site/site.toml"], USAGE, "error no-site "),
        (["build", "--config", "none.toml"], USAGE, "error no-site none.toml "),
        (["build", "--config", "site/content"], USAGE, "error no-site "),
        (["build", "-o", "site/site.toml"], USAGE, "this is a file"),
        (["build", "-o", "site/content"], USAGE, "error output-over-sources "),
        (["build", "-o", "."], USAGE, "error output-over-sources "),
        (["build", "-o", "site/site.toml/public"], WRITE, "error cannot-write "),
        (["list"], USAGE, "what"),
        (["list", "rumours"], USAGE, "invalid choice: 'rumours'"),
        (["list", "articles", "--now", "later"], USAGE, "“later” is no ISO 8601 time"),
        (["list", "articles", "-C", "missing"], USAGE, "error no-site "),
        (["new", "page", "x"], USAGE, "invalid choice: 'page'"),
        (["new", "article"], USAGE, "title"),
        (["new", "article", " "], USAGE, "the title is empty"),
        (["new", "article", "x", "-C", "missing"], USAGE, "error no-site "),
        (["init", "site/site.toml"], USAGE, "this is a file"),
        (["init", "site/site.toml/x"], WRITE, "error cannot-write "),
        (["clean", "-o", "site/content"], USAGE, "error output-foreign "),
        (["clean", "-C", "missing"], USAGE, "error no-site "),
        (["date", "2025", "--zone", "Mars/Base"], USAGE, "“Mars/Base” is no time zone"),
        (["date", "2025", "--zone", "Asia"], USAGE, "“Asia” is no time zone"),
        (["date", "2025", "--zone", ""], USAGE, "“” is no time zone"),
        (["date", "2025", "--zone", "../../etc/passwd"], USAGE, "is no time zone"),
        (["date", "2025", "--now", "soon"], USAGE, "“soon” is no ISO 8601 time"),
        (["date", "2025", "--config", "none.toml"], USAGE, "error no-site none.toml "),
    ],
)
def test_what_cannot_be_done_is_told_with_its_exit_code(
    site: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(site.parent)
    before = files(site.parent)

    ran = nashra(*arguments, *([] if "-C" in arguments or not arguments else ["-C", "site"]))

    assert ran.code == code, ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert "internal" not in ran.err
    assert {path for path in files(site.parent) if ".nashra" not in path} == set(before)


def test_a_mistake_on_the_command_line_is_json_too(tmp_path: Path) -> None:
    ran = nashra("build", "--json", "-C", tmp_path)

    (told,) = ran.rows
    assert list(told) == ["problems"]
    assert [list(problem) for problem in told["problems"]] == [PROBLEM]
    assert ran.err.startswith("error no-site ")


def test_all_mistakes_of_a_configuration_are_told_at_once_with_place_and_hint(site: Path) -> None:
    write(
        site,
        "site.toml",
        '[site]\ntitel = "x"\nregion = 7\ntime_zone = "Mars/Base"\n[rights]\ndefault = "everything"\n[sauces]\n',
    )

    ran = nashra("build", "--json", "-C", site)

    assert ran.code == USAGE
    problems = ran.rows[0]["problems"]
    assert [(problem["path"], problem["line"]) for problem in problems] == [
        ("site.toml", line) for line in (2, 3, 4, 6, 7)
    ]
    assert all(problem["column"] and problem["hint"] for problem in problems)
    assert 'did you mean "title"?' in problems[0]["hint"]


@pytest.mark.parametrize("data", [b"\xff\xfe[site]\n", b"[site\n", b"\x00", b"[site]\ntitle = 'a'\ntitle = 'b'\n"])
@pytest.mark.parametrize("command", [["build"], ["list", "articles"], ["new", "article", "x"], ["date", "2025"]])
def test_a_configuration_that_cannot_be_read_is_exit_2(site: Path, command: list[str], data: bytes) -> None:
    (site / "site.toml").write_bytes(data)

    ran = nashra(*command, "-C", site)

    assert ran.code == USAGE
    assert ran.err.startswith("error config-")
    assert "site.toml" in ran.err


def test_a_configuration_that_is_a_folder_is_exit_2(site: Path) -> None:
    (site / "site.toml").unlink()
    (site / "site.toml").mkdir()

    assert [nashra(*command, "-C", site).code for command in (["build"], ["date", "2025"], ["clean"])] == [USAGE] * 3


def test_a_source_folder_that_is_missing_is_a_content_error(site: Path) -> None:
    shutil.rmtree(site / "content")

    ran = nashra("build", "--json", "-C", site)

    assert ran.code == CONTENT
    assert [problem["code"] for problem in ran.rows[0]["problems"]] == ["source-folder-missing"]
    assert (site / "public" / "index.html").is_file()


def test_another_build_that_runs_is_exit_6_for_all_who_would_write(site: Path) -> None:
    with locked(site / ".nashra"):
        ran = [nashra(*command, "-C", site) for command in (["build"], ["list", "articles"], ["clean"])]

    assert [each.code for each in ran] == [LOCKED] * 3
    assert all(f"process {os.getpid()}" in each.err for each in ran)
    assert nashra("build", "-q", "-C", site, "--now", NOW).code == OK


@pytest.mark.parametrize("in_the_way", [".nashra", "public/index.html/x"])
def test_what_cannot_be_written_is_exit_5(site: Path, in_the_way: str) -> None:
    nashra("build", "-q", "-C", site, "--now", NOW)
    shutil.rmtree(site / ".nashra")
    if in_the_way == ".nashra":
        write(site, in_the_way, "a file")
    else:
        (site / "public" / "index.html").unlink()
        write(site, in_the_way, "a folder")

    ran = nashra("build", "-C", site, "--now", NOW)

    assert ran.code == WRITE
    assert ran.err.startswith("error cannot-write ")


@pytest.mark.parametrize("kilobytes", [0, 30, 110])
def test_a_full_disk_is_exit_5_and_what_stood_still_stands(site: Path, kilobytes: int) -> None:
    """A limit on the size of files stands in for the disk: the state, then the pages, hit it."""
    assert nashra("build", "-q", "-C", site, "--now", NOW).code == OK
    shutil.rmtree(site / ".nashra")
    write(site, "content/new.md", "---\ntitle: خبر جديد\n---\n" + "نص طويل جدا. " * 15_000)
    before = files(site / "public")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    ran = process("build", "-C", site, "--now", NOW, preexec_fn=limit)

    assert ran.code == WRITE, ran.err
    assert ran.err.startswith("error cannot-write ")
    assert "Traceback" not in ran.err
    after = files(site / "public")
    assert {path: after[path] for path in before if path != ".nashra-manifest"} == {
        path: data for path, data in before.items() if path != ".nashra-manifest"
    }
    assert nashra("build", "-q", "-C", site, "--now", NOW).code == OK
    assert any("خبر-جديد" in path for path in files(site / "public"))


@pytest.mark.parametrize("seed", range(4))
def test_a_state_file_broken_anywhere_is_made_anew(built: Path, tmp_path: Path, seed: int) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    state = site / ".nashra" / "state.sqlite"
    assert process("build", "-q", "-C", site, "--now", NOW).code == OK  # in a process that ends: no journal is left
    data = bytearray(state.read_bytes())
    assert len(data) > 8 * 4096
    page = 4096 * (1 + seed * (len(data) // 4096 - 1) // 4)
    data[page : page + 64] = bytes(range(64))
    state.write_bytes(data)
    edit(site / "content" / "night-library.md", "هيئة التحرير", "هيئة التحرير الليلية")

    ran = nashra("build", "-q", "-C", site, "--now", NOW)

    assert ran == Ran(OK, "", "")
    broken = files(site / "public")
    nashra("build", "-q", "--clean", "-C", site, "--now", NOW)
    assert broken == files(site / "public")


# the process


def test_the_package_is_a_command() -> None:
    assert process("--version") == Ran(OK, f"nashra {__version__}\n", "")
    told = process("--help")
    assert (told.code, told.err) == (OK, "")
    assert [name for name in ("init", "new", "build", "clean", "list", "date") if f"    {name}" not in told.out] == []


def test_a_build_runs_from_any_folder(begun: Path, built: Path, tmp_path: Path) -> None:
    site = shutil.copytree(begun, tmp_path / "site")

    ran = process("build", "--now", NOW, "-q", folder=site)

    assert ran == Ran(OK, "", "")
    assert files(site / "public") == files(built / "public")


def test_a_reader_who_leaves_is_no_error(site: Path) -> None:
    rows = "".join(f'{{"title": "خبر {n}", "body": "نص {n}.", "url": "https://a.example/{n}"}}\n' for n in range(800))
    write(site, "content/many.jsonl", rows)
    command = [sys.executable, "-m", "generator", "list", "articles", "--json", "-C", str(site)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=PROJECT
    ) as reading:
        assert reading.stdout and reading.stderr
        first = reading.stdout.readline()
        reading.stdout.close()
        said = reading.stderr.read().decode()

    assert json.loads(first)["title"]
    assert (reading.returncode, said) == (OK, "")


@pytest.mark.parametrize("everyone", [False, True], ids=["the build alone", "its workers too"])
def test_an_interrupted_build_is_exit_130_and_the_next_one_is_as_if_nothing_had_been(
    site: Path, built: Path, everyone: bool
) -> None:
    rows = "".join(f'{{"title": "خبر {n}", "body": "{copied_text()} {n}."}}\n' for n in range(1500))
    write(site, "content/many.jsonl", rows)
    command = [sys.executable, "-m", "generator", "build", "-C", str(site), "--jobs", "2", "--now", NOW]
    quiet = environment() | {"PYTHONWARNINGS": ""}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env=quiet, cwd=PROJECT, start_new_session=True, preexec_fn=heed_interrupts
    ) as building:
        assert building.stderr
        until(lambda: (site / ".nashra" / "state.sqlite").exists() or building.poll() is not None)
        (os.killpg if everyone else os.kill)(building.pid, signal.SIGINT)
        said = building.stderr.read().decode()

    assert (building.returncode, said) == (INTERRUPTED, "interrupted\n")
    (site / "content" / "many.jsonl").unlink()
    assert nashra("build", "-q", "-C", site, "--now", NOW).code == OK
    assert files(site / "public") == files(built / "public")


def heed_interrupts() -> None:
    """Undo what a shell does to commands in the background: their children are born deaf to SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(happened: Any, seconds: float = 60) -> None:
    """Wait for something, looking a hundred times a second."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_mistake_of_ours_is_told_in_a_line_and_traced_when_asked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Mapping[str, Any]) -> None:
        raise RuntimeError("our mistake")

    monkeypatch.setattr("generator.scan.scan", broken)

    ran = nashra("build", "-C", site)

    assert ran.code == CONTENT
    assert ran.err.startswith("error internal RuntimeError: our mistake\n  hint: ")
    with pytest.raises(RuntimeError, match="our mistake"):
        nashra("build", "-C", site, "--debug")


def test_cleaning_a_folder_that_is_not_there_keeps_the_state(tmp_path: Path) -> None:
    nashra("init", tmp_path / "site")
    nashra("build", "-C", tmp_path / "site", "-q", "--now", NOW)

    told = nashra("clean", "-C", tmp_path / "site", "-o", tmp_path / "nowhere")

    assert (told.code, "no such folder" in told.err) == (2, True)
    assert (tmp_path / "site/.nashra/state.sqlite").exists()
