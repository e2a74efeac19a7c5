"""The guard of hosts' limits: figures, from which share on, and what helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_fixture import small_site

from generator.errors import Level
from generator.hosting import limits
from generator.settings import Encoding, Host

HOSTS = (Host.GITHUB_PAGES, Host.GITLAB_PAGES, Host.CLOUDFLARE_PAGES, Host.NETLIFY)


def files(count: int, size: int = 1000, folder: str = "articles") -> list[tuple[str, int]]:
    return [(f"{folder}/{number}/index.html", size) for number in range(count)]


def told(host: Host, found: list[tuple[str, int]], redirects: int = 0, *encodings: Encoding) -> list[str]:
    return [problem.message for problem in limits.warnings(host, found, redirects, encodings)]


@pytest.mark.parametrize("host", Host)
def test_a_small_site_fits_everywhere(host: Host) -> None:
    assert told(host, files(100), 10) == []


def test_more_files_than_cloudflare_takes_are_told_with_both_figures() -> None:
    assert told(Host.CLOUDFLARE_PAGES, files(24_120)) == ["24,120 files; Cloudflare Pages takes 20,000"]


@pytest.mark.parametrize(("count", "warned"), [(15_999, False), (16_000, True), (20_000, True)])
def test_from_four_fifths_on_it_is_told_how_near_the_limit_is(count: int, warned: bool) -> None:
    found = told(Host.CLOUDFLARE_PAGES, files(count))

    share = f"{count / 20_000:.0%}"
    assert found == ([f"{count:,} files: {share} of the 20,000 that Cloudflare Pages takes"] if warned else [])


def test_a_file_that_is_too_large_is_named() -> None:
    found = [*files(10), ("media/film.0.webp", 31_200_000)]

    assert told(Host.CLOUDFLARE_PAGES, found) == [
        "media/film.0.webp has 31.2 MB; Cloudflare Pages takes 26.2 MB",
    ]


def test_a_site_that_is_too_large_is_told() -> None:
    assert told(Host.GITHUB_PAGES, files(1100, 1_000_000)) == ["the whole site has 1.10 GB; GitHub Pages takes 1.00 GB"]


def test_gitlab_counts_folders_too() -> None:
    (message,) = told(Host.GITLAB_PAGES, files(100_000, 100))

    assert message == "200,002 files and folders; GitLab Pages takes 200,000"


def test_netlify_counts_the_files_of_one_folder() -> None:
    found = [(f"media/{number}.webp", 10) for number in range(60_000)]

    assert told(Host.NETLIFY, found) == ["60,000 files in one folder (media); Netlify takes 54,000"]


def test_redirects_that_do_not_fit_are_told_with_what_becomes_of_them() -> None:
    (problem,) = limits.warnings(Host.CLOUDFLARE_PAGES, files(10), 2431)

    assert problem.message == "2,431 redirects; Cloudflare Pages takes 2,000"
    assert "pages that lead on" in problem.hint


def test_copies_that_a_host_never_sends_are_what_to_leave_out_first() -> None:
    (problem,) = limits.warnings(Host.CLOUDFLARE_PAGES, files(24_120), 0, (Encoding.GZIP,))

    assert "precompress" in problem.hint
    assert (problem.level, problem.code, problem.field) == (Level.WARNING, "host-limit", "hosting.host")


@pytest.mark.parametrize("host", [Host.ANY, Host.NGINX, Host.CADDY])
def test_who_states_no_limits_is_not_warned_of(host: Host) -> None:
    assert told(host, files(300_000), 50_000) == []


@pytest.mark.parametrize("host", HOSTS)
def test_the_table_says_what_a_host_does_not_do(host: Host) -> None:
    lines = limits.told(host, limits.gauges(host, files(10), 3))

    assert lines[0] == limits.LIMITS[host].name
    assert any(line.startswith("  - ") for line in lines)
    assert ("headers" in "\n".join(lines)) is True


def test_the_how_to_has_every_figure() -> None:
    page = (Path(__file__).parent.parent / "docs/how-to/hosting.md").read_text("utf-8")
    for host in HOSTS:
        for gauge in limits.gauges(host, files(1), 1):
            figure = {25 * limits.MIB: "25 MiB", 100 * limits.MIB: "100 MiB", limits.GB: "1 GB"}.get(gauge.limit)
            assert (figure or f"{gauge.limit:,}") in page


def test_a_build_warns_of_its_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = limits.Limits(name="Cloudflare Pages", files=50)
    monkeypatch.setitem(limits.LIMITS, Host.CLOUDFLARE_PAGES, few)
    site = small_site(tmp_path / "site")
    site.write("site.toml", site.read("site.toml") + '\n[hosting]\nhost = "cloudflare-pages"\n')

    first = site.build()
    again = site.build()

    count = len(site.tree()) - 1  # but for the manifest
    assert [problem.message for problem in first.problems] == [f"{count} files; Cloudflare Pages takes 50"]
    assert again.problems == first.problems
