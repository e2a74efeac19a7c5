"""Compressed copies: which files have them, what they hold, and that an incremental build keeps them as a clean one."""

from __future__ import annotations

import gzip
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import brotli
import pytest
from site_fixture import SiteFixture, assert_same, line, markdown, small_site

from generator import code, digest, rebuild
from generator.errors import Exit, SiteError
from generator.hosting import compression
from generator.settings import Encoding

GZIP, BROTLI = Encoding.GZIP, Encoding.BROTLI
BOTH = '\n[hosting]\nprecompress = ["gz", "br"]\n'


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    site = small_site(tmp_path / "site")
    site.write("site.toml", site.read("site.toml") + BOTH)
    site.build()
    return site


def test_a_gzip_copy_tells_no_time_and_no_name() -> None:
    data = "خبر ".encode() * 500

    copy = compression.compressed(data, GZIP)

    assert gzip.decompress(copy) == data
    assert copy[3] == 0  # flags: no name, no comment
    assert copy[4:8] == bytes(4)  # mtime
    assert copy == compression.compressed(data, GZIP)


def test_a_brotli_copy_holds_the_same_bytes() -> None:
    data = "خبر ".encode() * 500

    assert brotli.decompress(compression.compressed(data, BROTLI)) == data


@pytest.mark.parametrize(
    "path", ["index.html", "feed.xml", "static/site.0.css", "sitemaps/2026-11.xml", "a/manifest.webmanifest"]
)
def test_text_has_copies(path: str) -> None:
    assert compression.copies(path, 5000, (GZIP, BROTLI)) == [(f"{path}.gz", GZIP), (f"{path}.br", BROTLI)]


@pytest.mark.parametrize(
    "path", ["media/a.0.webp", "static/fonts/text.0.woff2", "_headers", "CNAME", "static/icon.0.png"]
)
def test_what_is_compressed_already_or_read_by_hosts_has_none(path: str) -> None:
    assert compression.copies(path, 5000, (GZIP, BROTLI)) == []


def test_small_files_have_none() -> None:
    assert compression.copies("index.html", compression.SMALLEST - 1, (GZIP,)) == []
    assert compression.copies("index.html", compression.SMALLEST, (GZIP,)) != []


def test_every_file_of_a_site_has_the_copies_that_it_should(site: SiteFixture) -> None:
    tree = site.tree()
    plain = {path: data for path, data in tree.items() if not path.endswith((".gz", ".br"))}
    expected = {copy for path, data in plain.items() for copy, _ in compression.copies(path, len(data), (GZIP, BROTLI))}

    assert tree.keys() - plain.keys() == expected
    assert {"index.html.gz", "index.html.br", "feed.xml.br"} <= expected
    for path in sorted(expected):
        source, _, coding = path.rpartition(".")
        assert {"gz": gzip.decompress, "br": brotli.decompress}[coding](tree[path]) == plain[source]
    assert_same(tree, site.clean_tree())


def test_a_second_build_writes_nothing(site: SiteFixture) -> None:
    assert site.build(verify=True).written == 0
    assert site.build().written == 0


def test_an_edited_body_rewrites_its_page_and_the_copies(site: SiteFixture) -> None:
    body = site.read("content/own/cup.md")
    site.write("content/own/cup.md", body + "\nجملة زيدت في آخر الخبر.\n")

    report = site.build()

    page = next(path for path in report.written_paths if path.startswith("/articles/") and path.endswith("/"))
    assert {page, f"{page}index.html.gz", f"{page}index.html.br"} <= set(report.written_paths)
    assert "/about/" not in report.written_paths
    assert_same(site.tree(), site.clean_tree())


def test_turning_it_on_writes_the_copies_and_no_page(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.build()
    before = site.tree()

    site.write("site.toml", site.read("site.toml") + BOTH)
    report = site.build()

    assert report.written == len(report.written_paths) > 20
    assert {path for path in report.written_paths if not path.endswith((".gz", ".br"))} == set()
    assert {path: site.tree()[path] for path in before if path != ".nashra-manifest"}.items() <= before.items()
    assert_same(site.tree(), site.clean_tree())


def test_turning_it_off_removes_them(site: SiteFixture) -> None:
    site.edit("site.toml", BOTH, "")

    report = site.build()

    assert report.written == 0
    assert {path.rpartition(".")[2] for path in report.removed_paths} == {"gz", "br"}
    assert_same(site.tree(), site.clean_tree())


def test_one_coding_less_removes_only_that(site: SiteFixture) -> None:
    site.edit("site.toml", '["gz", "br"]', '["br"]')

    report = site.build()

    assert report.written == 0
    assert {path.rpartition(".")[2] for path in report.removed_paths} == {"gz"}
    assert_same(site.tree(), site.clean_tree())


def test_a_removed_page_takes_its_copies_along(site: SiteFixture) -> None:
    folder = f"-{digest.short_id('كأس-12')}/"
    gone = next(path for path in site.tree() if folder in path and path.endswith("/index.html.br"))
    (site.root / "content/own/cup.md").unlink()

    report = site.build()

    assert f"/{gone}" in report.removed_paths
    assert not (site.root / "public" / gone).parent.exists()
    assert_same(site.tree(), site.clean_tree())


def test_a_page_that_became_small_loses_its_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_site(tmp_path / "site")
    site.write("site.toml", site.read("site.toml") + BOTH)
    site.write("static/notes.txt", "سطر من الملاحظات\n" * 200)
    site.build()
    assert [path for path in site.tree() if path.startswith("static/notes.") and path.endswith(".gz")]

    site.write("static/notes.txt", "سطر\n")
    site.build()

    assert [path for path in site.tree() if path.startswith("static/notes.") and path.endswith(".gz")] == []
    assert_same(site.tree(), site.clean_tree())


@pytest.mark.parametrize("name", ["index.html.br", "index.html", "feed.xml.gz"])
def test_a_deleted_file_comes_back_with_verify(site: SiteFixture, name: str) -> None:
    (site.root / "public" / name).unlink()

    report = site.build(verify=True)

    assert report.written_paths == ("/" + name.removesuffix("index.html") if name == "index.html" else f"/{name}",)
    assert_same(site.tree(), site.clean_tree())


def test_an_altered_copy_is_mended_with_verify(site: SiteFixture) -> None:
    (site.root / "public/index.html.br").write_bytes(b"another")

    assert site.build(verify=True).written_paths == ("/index.html.br",)
    assert_same(site.tree(), site.clean_tree())


def test_a_page_that_comes_out_the_same_is_not_compressed_again(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Encoding] = []
    monkeypatch.setattr(compression, "compressed", lambda data, coding: calls.append(coding))
    monkeypatch.setattr(code, "digest_of_code", lambda: "another version of our own code")

    report = site.build()

    assert report.written > 20  # every page has another key
    assert calls == []


def test_another_compressor_writes_the_copies_anew_and_no_page(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compression, "_version", lambda encoding: "another")

    report = site.build()

    assert report.written > 20
    assert {path.rpartition(".")[2] for path in report.written_paths} == {"gz", "br"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_build_leaves_nothing_behind(site: SiteFixture, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    before = site.read("content/wire.jsonl")
    site.write("content/wire.jsonl", before + line("قطار", 40, day="2026-11-22T10:00:00+02:00", source="الأولى") + "\n")
    monkeypatch.setattr(rebuild.Rebuild, "_rows", _killed)
    with pytest.raises(KeyboardInterrupt):
        site.build(jobs=jobs)
    monkeypatch.undo()

    site.write("content/wire.jsonl", before)
    site.build(jobs=jobs)

    assert_same(site.tree(), site.clean_tree())


def _killed(*given: object) -> None:
    raise KeyboardInterrupt


def test_an_alias_cannot_take_the_place_of_a_copy(site: SiteFixture) -> None:
    article = markdown("تمور", 50, day="2026-11-01").replace(
        "---\n", '---\naliases: ["/feed.xml.gz/", "/about/index.html.br/x/"]\n', 1
    )
    site.write("content/own/odd.md", article)

    report = site.build()

    assert [problem.code for problem in report.problems] == ["permalink-collision"] * 2
    assert (site.root / "public/feed.xml.gz").is_file()
    assert_same(site.tree(), site.clean_tree())


def test_without_the_package_nothing_is_built_and_the_hint_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(compression, "version", absent)
    compression._version.cache_clear()
    site = small_site(tmp_path / "site")
    site.write("site.toml", site.read("site.toml") + BOTH)

    with pytest.raises(SiteError) as caught:
        site.build()

    compression._version.cache_clear()
    problem = caught.value.problems[0]
    assert (problem.code, caught.value.exit_code) == ("brotli-missing", Exit.USAGE)
    assert "nashra[brotli]" in problem.hint
    assert not (site.root / "public").exists()
