"""What `init` and `new article` write."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from acceptance import nashra

from generator import config, scaffold, sources
from generator.config import Outlet, SiteConfig
from generator.model import Article, Reading
from generator.sources import sidecar

WRITTEN = datetime(2025, 5, 11, 18, 30, 59, tzinfo=timezone(timedelta(hours=3)))


def articles(path: str, files: dict[str, bytes]) -> list[Article]:
    """Return the articles of a file, which must have no problem."""
    parser = sources.parser_for(path, files[path][:4096])
    assert parser
    beside, problems = sidecar.read(files.get(path.removesuffix(".txt") + ".toml", b""), path)
    reading = Reading(path=path, zone="Africa/Cairo", sidecar=beside)
    parsed = [parser.parse(record, reading) for record in parser.records(files[path])]
    assert not problems
    assert [str(problem) for part in parsed for problem in part.problems] == []
    return [article for part in parsed for article in part.articles]


def test_a_new_site_is_configured_with_the_defaults() -> None:
    read = config.load(scaffold.init()["site.toml"].decode())

    assert read == SiteConfig(
        site=config.Site(sections=("مجتمع", "اقتصاد", "ثقافة")),
        outlets=(
            Outlet(
                name="وكالة أنباء مرسى النخيل",
                aliases=("Marsa Agency",),
                url="https://marsa.example/",
                policy=config.Policy.FULL,
                policy_is_default=False,
            ),
        ),
    )


def uncommented(text: str) -> str:
    """Return TOML with the settings in it that are commented out."""
    return re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.M)


def test_what_is_commented_out_in_the_settings_can_be_taken_in() -> None:
    read = config.load(uncommented(scaffold.init()["site.toml"].decode()))

    assert read.hosting == config.Hosting()
    assert read.outputs == config.Outputs()
    assert read.schedule == config.Schedule(every_minutes=60, stale_after_hours=24)


def test_what_is_commented_out_on_the_desk_can_be_taken_in(tmp_path: Path) -> None:
    for name, data in scaffold.init("نشرة").items():
        text = uncommented(data.decode()) if name == "content/desk.toml" else data.decode()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    built = nashra("build", "-C", tmp_path, "--json", "--now", "2026-11-23T12:00:00+03:00")

    assert built.rows[0]["problems"] == []


def test_the_rights_setting_can_be_seen_and_changed() -> None:
    text = scaffold.init()["site.toml"].decode()

    assert text.count('\n[rights]\ndefault = "excerpt"\n') == 1
    assert config.load(text.replace('default = "excerpt"', 'default = "full"')).rights.default == "full"


@pytest.mark.parametrize("title", ["أخبار النهر", 'say "hi"', "back\\slash", "{braces}", "x"])
def test_the_folders_name_is_the_title(title: str) -> None:
    assert config.load(scaffold.init(title)["site.toml"].decode()).site.title == title


@pytest.mark.parametrize("title", ["", " ", "\u200f"])
def test_a_folder_without_a_name_makes_the_default_title(title: str) -> None:
    assert config.load(scaffold.init(title)["site.toml"].decode()).site.title == SiteConfig().site.title


@pytest.mark.parametrize(
    ("path", "outlets"),
    [
        ("content/night-library.md", [""]),
        ("content/pages/about.md", [""]),
        ("content/agencies.jsonl", ["وكالة أنباء مرسى النخيل", "صحيفة سنابل السهل", "صحيفة سنابل السهل"]),
        ("content/captured-page.txt", ["مجلة قبة الرصد", "صحيفة سنابل السهل"]),
    ],
)
def test_the_samples_are_read_without_a_problem(path: str, outlets: list[str]) -> None:
    assert [article.outlet for article in articles(path, scaffold.init())] == outlets


def test_every_sample_article_is_dated() -> None:
    files = scaffold.init()
    dates = {
        article.headline: article.published
        for path in ("content/night-library.md", "content/agencies.jsonl", "content/captured-page.txt")
        for article in articles(path, files)
    }

    assert len(dates) == 6
    assert all(dates.values())


def test_what_builds_make_is_kept_out_of_git() -> None:
    assert scaffold.init()[".gitignore"].decode().split() == ["public/", ".nashra/"]


@pytest.mark.parametrize(
    ("names", "in_the_way"),
    [
        ([], []),
        ([".git", ".gitignore", "README.md", "LICENSE", ".venv"], []),
        (["site.toml", "content", ".git"], ["content", "site.toml"]),
        (["thesis.docx"], ["thesis.docx"]),
    ],
)
def test_only_an_empty_or_harmless_folder_is_taken(names: list[str], in_the_way: list[str]) -> None:
    assert scaffold.in_the_way(names) == in_the_way


def test_a_new_article_is_a_draft_with_its_id_and_slug_written_down() -> None:
    title = 'قال: "نعم" #1 \\ مرحبًا'
    path, data = scaffold.new_article(title, token="k3f9", written=WRITTEN, section="مجتمع")

    [article] = articles(path, {path: data + "نص المقال.\n".encode()})

    assert path == "content/قال-نعم-1-مرحبا.md"
    assert (article.id, article.slug, article.headline) == ("20250511-k3f9", "قال-نعم-1-مرحبا", title)
    assert (article.draft, article.section, article.outlet) == (True, "مجتمع", "")
    assert article.published
    assert article.published.iso == "2025-05-11T18:30:00+03:00"


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("خبر", "content/خبر-k3f9.md"),
        ("خبر آخر", "content/خبر-آخر.md"),
        ("!!!", "content/k3f9.md"),
        ("../../etc/passwd", "content/etc-passwd.md"),
    ],
)
def test_a_new_article_takes_a_free_name(title: str, path: str) -> None:
    assert scaffold.new_article(title, token="k3f9", written=WRITTEN, taken={"content/خبر.md"})[0] == path
