"""`nashra doctor`: one need that is not met a case, each told with what to do; a good machine and site have none."""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from site_fixture import SiteFixture, small_site

from generator import cli, doctor, writing
from generator.config import SiteConfig
from generator.doctor import Status, Surroundings, machine
from generator.doctor.site import output
from generator.order import STATE
from generator.theme_files import theme_root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    site = small_site(tmp_path_factory.mktemp("doctor") / "site")
    site.edit("site.toml", "https://news.example/", "https://news.lb/")
    site.build()
    return site


@pytest.fixture
def site(built: SiteFixture, tmp_path: Path) -> SiteFixture:
    shutil.copytree(built.root, tmp_path / "site")
    return SiteFixture(tmp_path / "site")


def around(site: SiteFixture, **changes: Any) -> Surroundings:
    given: dict[str, Any] = {
        "root": site.root,
        "output": site.root / "public",
        "config": site.order().config,
        "now": datetime.now(UTC),
    }
    return Surroundings(**(given | changes))


def told(around: Surroundings, topic: str) -> tuple[str, str]:
    """Return the worst status on a topic, and everything that is said of it."""
    found = [finding for finding in doctor.examine(around) if finding.topic == topic]
    order = (Status.OK, Status.WARN, Status.FAIL)
    worst = max((finding.status for finding in found), key=order.index)
    return worst, " | ".join(f"{finding.message} → {finding.hint}" for finding in found)


def test_a_good_site_on_a_good_machine_lacks_nothing(site: SiteFixture) -> None:
    findings = doctor.examine(around(site))

    assert [f for f in findings if f.status is not Status.OK and f.topic not in ("git", "pillow", "space")] == []
    assert {f.topic for f in findings} >= {
        "python", "packages", "clock", "space", "git", "pillow", "address", "locale", "sources", "fonts", "output",
        "state",
    }  # fmt: skip


def base_url(url: str) -> Callable[[SiteFixture], None]:
    return lambda site: site.edit("site.toml", "https://news.lb/", url)


def in_config(old: str, new: str) -> Callable[[SiteFixture], None]:
    return lambda site: site.edit("site.toml", old, new)


def added(path: str, text: str | bytes) -> Callable[[SiteFixture], None]:
    return lambda site: site.write(path, text)


def no_sources(site: SiteFixture) -> None:
    shutil.rmtree(site.root / "content")


def foreign_output(site: SiteFixture) -> None:
    (site.root / "public" / writing.MANIFEST).unlink()


def unfinished(site: SiteFixture) -> None:
    files = writing.read_manifest(site.root / "public") or {}
    data = writing.manifest(files | {"index.html": writing.PENDING})
    (site.root / "public" / writing.MANIFEST).write_bytes(data)


def other_schema(site: SiteFixture) -> None:
    db = sqlite3.connect(site.root / STATE)
    db.execute("PRAGMA user_version = 1")
    db.close()


def damaged(site: SiteFixture) -> None:
    for path in (site.root / ".nashra").glob("state.sqlite*"):
        path.unlink()
    site.write(STATE, b"no database" * 99)


def output_is_a_file(site: SiteFixture) -> None:
    shutil.rmtree(site.root / "public")
    site.write("public", "not a folder")


SHEET = '@font-face {{ font-family: "Mine"; src: url("fonts/{}") format("woff2") }}'
FROM_ELSEWHERE = (
    '@font-face { font-family: Mine; src: url("//host.example/a.woff2"), url(https://host.example/b.woff2) }'
)

# (what is wrong, its topic, how bad it is, words that must be said)
NEEDS: tuple[tuple[Callable[[SiteFixture], None], str, Status, str], ...] = (
    (base_url("https://example.org/"), "address", Status.WARN, "no address that readers can reach"),
    (base_url("https://news.example/"), "address", Status.WARN, "no address that readers can reach"),
    (base_url("http://news.lb/"), "address", Status.WARN, "not encrypted"),
    (base_url("https://news.lb/News/"), "address", Status.WARN, "capitals"),
    (in_config('region = "LB"', 'region = "FR"'), "locale", Status.WARN, "ar_FR"),
    (no_sources, "sources", Status.FAIL, "content is not there"),
    (added("static/mine.css", SHEET.format("gone.woff2")), "fonts", Status.FAIL, "fonts/gone.woff2"),
    (added("static/mine.css", SHEET.format("mine.ttf")), "fonts", Status.FAIL, "fonts are .woff2"),
    (added("static/mine.css", FROM_ELSEWHERE), "fonts", Status.WARN, "“Mine” is in no file of static/"),
    (output_is_a_file, "output", Status.FAIL, "public is a file"),
    (foreign_output, "output", Status.FAIL, "not Nashra's"),
    (unfinished, "output", Status.WARN, "did not finish"),
    (other_schema, "state", Status.WARN, "another Nashra's"),
    (damaged, "state", Status.WARN, "cannot be read"),
)


@pytest.mark.parametrize(("spoil", "topic", "status", "words"), NEEDS, ids=[f"{need[1]}-{need[3]}" for need in NEEDS])
def test_a_need_that_is_not_met_is_told(
    site: SiteFixture, spoil: Callable[[SiteFixture], None], topic: str, status: Status, words: str
) -> None:
    spoil(site)

    found, said = told(around(site), topic)

    assert (found, words in said) == (status, True), said


def font_bytes(name: str) -> bytes:
    return (theme_root("static") / "fonts" / name).read_bytes()


def without_letters() -> bytes:
    """Return a font that has no table of letters."""
    from fontTools.ttLib import TTFont

    made = BytesIO()
    with TTFont(BytesIO(font_bytes(FONT))) as font:
        del font["cmap"]
        font.flavor = None
        font.save(made)
    return made.getvalue()


FONT = sorted(path.name for path in (theme_root("static") / "fonts").glob("*.woff2"))[0]
BAD_FONTS: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("no font", lambda: b"no font", "fonts/bad.woff2 is no font"),
    ("empty", lambda: b"", "fonts/bad.woff2 is no font"),
    ("cut short", lambda: font_bytes(FONT)[:2000], "fonts/bad.woff2 is no font"),
    ("cut in the last byte", lambda: font_bytes(FONT)[:-1], "fonts/bad.woff2 is no font"),
    ("no letters", without_letters, "“Mine” lacks اب"),
)


@pytest.mark.parametrize(("make", "words"), [bad[1:] for bad in BAD_FONTS], ids=[bad[0] for bad in BAD_FONTS])
def test_fonts_are_looked_into(site: SiteFixture, make: Callable[[], bytes], words: str) -> None:
    pytest.importorskip("fontTools")
    pytest.importorskip("brotli")
    site.write("static/mine.css", SHEET.format("bad.woff2"))
    site.write("static/fonts/bad.woff2", make())

    status, said = told(around(site), "fonts")

    assert status is not Status.OK
    assert words in said
    assert "“Nashra Text” has letters, both sets of digits and « »" in said


@pytest.mark.parametrize(
    "sheet",
    [
        "/* " + SHEET.format("gone.woff2") + " */",
        "/* open " + SHEET.format("gone.woff2"),
        '@font-face { font-family: Mine; src: local("Amiri"); size-adjust: 90% }',
        '@font-face { font-family: Mine; src: url(data:font/woff2;base64,d09GMg==), url("fonts/' + FONT + '?v=1#x") }',
    ],
    ids=["comment", "open comment", "a font of the reader's", "written into the sheet, and a file"],
)
def test_what_is_no_file_of_ours_is_not_missed(site: SiteFixture, sheet: str) -> None:
    site.write("static/mine.css", sheet)

    assert told(around(site), "fonts")[0] is Status.OK


def test_a_check_that_fails_costs_its_own_finding(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def locale(around: Surroundings) -> Iterator[doctor.Finding]:
        yield doctor.Finding("locale", Status.OK, "found before")
        raise RuntimeError("what nobody thought of")

    def sources(around: Surroundings) -> Iterator[doctor.Finding]:
        yield from ()
        raise PermissionError(errno.EACCES, "Permission denied", "content")

    monkeypatch.setattr(doctor, "SITE", (locale, sources, output))

    assert told(around(site), "locale")[0] is Status.WARN
    assert "found before" in told(around(site), "locale")[1]
    assert "RuntimeError: what nobody thought of" in told(around(site), "locale")[1]
    assert told(around(site), "sources") == (
        Status.FAIL,
        "cannot be looked at: content: Permission denied → mend its permissions, or the disk",
    )
    assert told(around(site), "output")[0] is Status.OK


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (
            "echo \"fatal: detected dubious ownership in repository at '/site'\" >&2; exit 128",
            "detected dubious ownership",
        ),
        (
            "echo 'fatal: not a git repository (or any of the parent directories): .git' >&2; exit 128",
            "in no repository",
        ),
        ("echo true", "the site is in a repository"),
        ("exec sleep 60", "does not answer"),
    ],
)
def test_git_is_told_apart_by_what_it_says(
    site: SiteFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(machine, "_GIT_SECONDS", 0.5)

    assert words in told(around(site), "git")[1]


def test_the_output_may_lie_on_a_disk_of_its_own(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    other = next((path for path in (Path("/dev/shm"), Path("/tmp")) if _device(path) != _device(site.root)), None)
    if other is None:
        pytest.skip("this machine has one disk")
    full = {_device(site.root): 9000 << 20, _device(other): 1 << 20}
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(full[_device(path)]))

    status, said = told(around(site, output=other / "not there" / "public"), "space")

    assert status is Status.WARN
    assert f"1 MB free for {other}" in said
    assert f"9,000 MB free for {site.root}" in said


def _device(path: Path) -> int:
    return path.stat().st_dev if path.exists() else -1


def test_a_clock_behind_nashra_itself_is_wrong(site: SiteFixture) -> None:
    behind = datetime(2001, 1, 1, tzinfo=UTC)

    assert told(around(site, now=behind), "clock")[0] is Status.FAIL
    assert told(around(site, now=datetime.now(UTC) + timedelta(days=400)), "clock")[0] is Status.OK


def test_brotli_is_missed_where_it_is_asked_for(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    site.edit("site.toml", "[rights]", '[hosting]\nprecompress = ["br"]\n\n[rights]')
    for part in ("fonts", "machine", "site"):
        monkeypatch.setattr(import_module(f"generator.doctor.{part}"), "find_spec", lambda name: None)

    assert told(around(site), "compression")[0] is Status.FAIL
    assert told(around(site), "fonts")[0] is Status.OK
    assert "not needed" in told(around(site), "pillow")[1]


def test_without_git_and_with_libraries_missing_that_is_told(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    monkeypatch.setattr(machine, "DEPENDENCIES", ("no-such-library",))

    assert "not installed" in told(around(site), "git")[1]
    assert told(around(site), "packages") == (
        Status.FAIL,
        "not installed: no-such-library → pip install no-such-library, or install nashra anew",
    )


def test_without_a_site_only_the_machine_is_looked_at(tmp_path: Path) -> None:
    machine = Surroundings(root=tmp_path, output=tmp_path / "public", config=None, now=datetime.now(UTC))

    assert {finding.topic for finding in doctor.examine(machine)}.isdisjoint({"address", "sources", "state"})


def test_a_site_that_was_never_built_lacks_nothing(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    fresh = around(site, config=replace(SiteConfig(), site=replace(SiteConfig().site, base_url="https://news.lb/")))

    assert told(fresh, "state") == (Status.OK, "none yet: the first build reads everything → ")
    assert told(fresh, "output")[0] is Status.OK


def test_the_command_tells_people_and_programs(site: SiteFixture, capsys: pytest.CaptureFixture[str]) -> None:
    base_url("http://news.lb/")(site)

    assert cli.main(["doctor", "-C", str(site.root)]) == 0
    words = capsys.readouterr().out
    assert cli.main(["doctor", "-C", str(site.root), "--strict", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["findings"]

    assert "warn  address      http://news.lb/ is not encrypted\n" in words
    assert {"topic", "status", "message", "hint"} == set(told[0])
    site.write("site.toml", "[site]\ntitel = 1\nregion = 2\n")
    assert cli.main(["doctor", "-C", str(site.root), "-q"]) == 1
    assert "fail  site         site.toml:2: site.titel: there is no such key" in capsys.readouterr().out
