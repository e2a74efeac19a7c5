"""`nashra config`, and the words in which every key of site.toml is explained: complete, and true."""

from __future__ import annotations

import json
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from generator import cli, config, settings, settings_explained
from generator.errors import SiteError
from generator.settings_explained import NAMES, TABLES

FULL = """\
[site]
title = "نشرة \\"الميناء\\" ‎2"
base_url = "https://news.lb/أخبار"
digits = "arab"
sections = ["اقتصاد", "علوم"]

[calendar]
hijri_offset = -1
[calendar.month_starts]
"1446-10" = 2025-03-31

[outlets."وكالة  أولى"]
aliases = ["A\\\\B", "ب"]
own = true
[outlets.Two]
policy = "link"
country = "LB"

[hosting]
host = "nginx"
precompress = ["gz", "br"]

[budgets]
html_kb = 77
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(FULL, encoding="utf-8")
    return tmp_path


def test_every_key_is_explained_and_no_other() -> None:
    known = {f"{table}.{key}" for table, keys in config.TABLES.items() for key in keys}
    outlets = {f"outlets.{key}" for key in config.OUTLET}

    assert set(NAMES) == known | outlets


def fields(table: str) -> dict[str, Any]:
    return get_type_hints(settings.Outlet if table == "outlets" else type(getattr(settings.SiteConfig(), table)))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_key_takes_is_what_it_takes(name: str) -> None:
    table, _, key = name.partition(".")
    takes, kind = TABLES[table][key].takes, fields(table)[key]

    if kind is bool:
        assert takes == "`true`, `false`"
    elif kind is int:
        low, high = map(int, re.fullmatch(r"whole number, (-?\d+) to (\d+)", takes).groups())  # type: ignore[union-attr]
        assert [taken(table, key, number) for number in (low - 1, low, high, high + 1)] == [False, True, True, False]
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        assert takes == ", ".join(f"`{member}`" for member in kind)
    else:
        assert "whole number" not in takes


def taken(table: str, key: str, number: int) -> bool:
    try:
        config.load(f"[{table}]\n{key} = {number}\n")
    except SiteError:
        return False
    return True


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("outlets.")])
def test_a_default_is_what_an_empty_file_gives(name: str) -> None:
    table, _, key = name.partition(".")
    text = settings_explained.default(name)

    if text != "none":
        assert config.load(f"[{table}]\n{key} = {text}\n") == config.load("")


def test_the_settled_configuration_reads_back_as_itself(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "-C", str(site)]) == 0
    printed = capsys.readouterr().out

    assert config.load(printed) == config.load(FULL)
    assert "\n# html_kb" not in printed
    assert "\n# css_kb = 100\n" in printed


def test_its_json_has_every_value_and_tells_what_was_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "-C", str(site), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert told["values"]["calendar"] == {
        "hijri": "umm-al-qura", "hijri_offset": -1, "month_starts": {"1446-10": "2025-03-31"},
    }  # fmt: skip
    assert told["values"]["outlets"]["Two"] == {
        "aliases": [], "url": "", "country": "LB", "policy": "link", "own": False,
    }  # fmt: skip
    assert told["values"]["site"]["base_url"] == "https://news.lb/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/"
    assert "budgets.html_kb" in told["written"]
    assert "budgets.css_kb" not in told["written"]
    assert "outlets.Two.policy" in told["written"]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("site.digits", ["site.digits"]),
        ("digits", ["site.digits"]),
        ("rights", ["rights.default", "rights.excerpt_words"]),
        ("outlets.policy", ["outlets.policy"]),
        ('outlets."وكالة أولى".policy', ["outlets.policy"]),
    ],
)
def test_a_key_goes_by_its_name_its_word_or_its_table(
    site: Path, asked: str, keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["config", "-C", str(site), "--explain", asked, "--json"]) == 0

    assert [one["key"] for one in json.loads(capsys.readouterr().out)["keys"]] == keys


def test_an_explanation_has_what_a_person_asks(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "-C", str(site), "--explain", "budgets.html_kb"]) == 0

    assert capsys.readouterr().out == (
        "budgets.html_kb\n"
        "  kilobytes (1,024 bytes) of a page\n"
        "  takes    whole number, 1 to 100000\n"
        "  default  200\n"
        "  here     77\n"
    )


def test_keys_are_explained_without_a_site_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "-C", str(tmp_path), "--explain", "permalink"]) == 0
    assert "here" not in capsys.readouterr().out
    assert cli.main(["config", "-C", str(tmp_path)]) == 2


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("site.titel", 'did you mean "site.title"?'),
        ("digts", 'did you mean "digits"?'),
        ("xyzzy", "the tables are site,"),
    ],
)
def test_an_unknown_key_is_told_with_the_one_that_is_meant(
    site: Path, asked: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["config", "-C", str(site), "--explain", asked]) == 2
    assert hint in capsys.readouterr().err


@pytest.mark.parametrize("value", ['"', "\\", "\x7f", "\t", "ا\u200fب", "\U0001f600"])
def test_text_is_written_as_toml_reads_it(value: str) -> None:
    assert tomllib.loads(f"a = {settings_explained.toml(value)}") == {"a": value}
