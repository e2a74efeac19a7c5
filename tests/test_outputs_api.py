"""`/api/`: held to its schema, to what is granted, and to what it promises of dates."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from outputs_site import files, is_served, json_of, outputs_site, path_of
from site_fixture import SiteFixture

SCHEMA = json.loads((Path(__file__).parent.parent / "docs/reference/api.schema.json").read_text("utf-8"))
REFERENCE = (Path(__file__).parent.parent / "docs/reference/api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return the built site; no test of this module changes it."""
    site = outputs_site(tmp_path_factory.mktemp("outputs") / "site")
    site.build()
    return site


def items(site: SiteFixture, permalink: str) -> list[dict[str, Any]]:
    return list(json_of(site, permalink)["items"])


def everything(site: SiteFixture, folder: str) -> list[dict[str, Any]]:
    """Return all that the files of a folder hold."""
    found = [permalink for permalink in files(site, ".json") if permalink.startswith(f"/api/{folder}/")]
    return [item for permalink in found for item in items(site, permalink)]


def original(item: dict[str, Any]) -> str:
    return next((other["value"] for other in item["altIds"] if other["role"] == "original"), "")


def test_the_schema_is_one_and_every_file_is_as_it_says(site: SiteFixture) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    found = {permalink: data for permalink, data in files(site, ".json").items() if permalink.startswith("/api/")}

    assert len(found) > 5
    for permalink, data in found.items():
        assert list(validator.iter_errors(json.loads(data))) == [], permalink


def test_the_schema_finds_a_pretended_midnight() -> None:
    moment = {"$ref": "#/$defs/moment", "$defs": SCHEMA["$defs"]}
    validator = jsonschema.Draft202012Validator(moment)

    assert validator.is_valid({"value": "2026-11-20", "precision": "day"})
    assert not validator.is_valid({"value": "2026-11-20T00:00+02:00", "precision": "day"})
    assert not validator.is_valid({"value": "2026-11-20T00:00:00+02:00", "precision": "minute"})


def test_every_article_is_in_one_file_and_every_story_in_one(site: SiteFixture) -> None:
    articles, stories = everything(site, "articles"), everything(site, "stories")
    tree = site.tree()

    pages = [path for path in tree if re.fullmatch(r"articles/[^/]+/index\.html", path)]
    assert sorted(path_of(item["uri"]) for item in articles) == sorted(
        f"/{path.removesuffix('index.html')}" for path in pages
    )
    pages = [path for path in tree if re.fullmatch(r"stories/[^/]+/index\.html", path)]
    assert sorted(path_of(item["uri"]) for item in stories) == sorted(
        f"/{path.removesuffix('index.html')}" for path in pages
    )


def test_the_index_names_every_file(site: SiteFixture) -> None:
    index = json.loads(site.page("/api/index.json"))

    named = {path_of(address) for address in [index["latest"], *index["articles"], *index["stories"]]}
    assert named == {permalink for permalink in files(site, ".json") if permalink.startswith("/api/")} - {
        "/api/index.json"
    }
    assert "/api/articles/2025.json" in named  # known to the year only
    assert "/api/articles/undated.json" in named
    assert all(is_served(site, feed["url"]) for feed in index["feeds"])
    assert is_served(site, index["outlets"])


def test_addresses_lead_to_files(site: SiteFixture) -> None:
    for item in everything(site, "articles"):
        assert is_served(site, item["uri"])
        for part in (*item.get("subjects", ()), *item["infoSources"]):
            assert is_served(site, part["uri"])
        for picture in item.get("associations", ()):
            assert is_served(site, picture["renditions"][0]["href"])
    for story in everything(site, "stories"):
        assert story["lead"] in [member["uri"] for member in story["associations"]]
        for copies in story.get("copies", ()):
            assert set(copies) <= {item["uri"] for item in everything(site, "articles")}


def test_dates_are_no_more_exact_than_the_source(site: SiteFixture) -> None:
    found = {original(item): item for item in everything(site, "articles")}

    day, month = found["https://first.example/21?a=1&b=2"], found["https://third.example/22"]
    assert day["published"] == {"value": "2026-11-19", "precision": "day"}
    assert month["published"] == {"value": "2026-10", "precision": "month"}
    assert not {"firstCreated", "versionCreated"} & (day.keys() | month.keys())
    (first,) = items(site, "/api/latest.json")[:1]
    assert first["published"] == {"value": "2026-11-22T09:15+02:00", "precision": "minute"}
    assert first["firstCreated"] == first["versionCreated"] == "2026-11-22T07:15:00Z"
    for item in items(site, "/api/articles/undated.json"):
        assert "published" not in item


def test_rights_bind_it(site: SiteFixture) -> None:
    words: dict[str, set[int]] = {}
    for item in everything(site, "articles"):
        for said in item.get("descriptions", [{"value": ""}]):
            words.setdefault(item["infoSources"][0]["name"], set()).add(len(said["value"].split()))

    assert words["موقع الثالث"] == {0}
    assert max(words["صحيفة الثانية"]) <= 80
    assert b"bodies" not in b"".join(data for path, data in site.tree().items() if path.startswith("api/"))


def test_a_picture_is_an_association_with_its_words(site: SiteFixture) -> None:
    (picture,) = items(site, "/api/latest.json")[0]["associations"]

    assert picture["descriptions"] == [{"role": "alt", "value": "الميناء «القديم»"}]
    assert (picture["renditions"][0]["width"], picture["renditions"][0]["height"]) == (640, 360)


def test_latest_is_the_newest_first(site: SiteFixture) -> None:
    latest = [item["uri"] for item in items(site, "/api/latest.json")]
    november = [item["uri"] for item in items(site, "/api/articles/2026/11.json")]

    assert latest[: len(november)] == november
    assert len(latest) <= 50


def test_every_member_is_in_the_reference() -> None:
    def members(node: Any) -> set[str]:
        if isinstance(node, dict):
            found = set(node.get("properties", ()))
            return found.union(*(members(part) for part in node.values()))
        return set().union(*(members(part) for part in node)) if isinstance(node, list) else set()

    assert sorted(name for name in members(SCHEMA) if f"`{name}`" not in REFERENCE) == []


def test_a_story_is_called_as_its_editor_calls_it(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    merge = '[[merge]]\narticles = ["content/own/dates.md", "content/own/cup.md"]\nheadline = "قصة المحرر"\n'
    site.write("content/desk.toml", merge)

    site.build()

    headlines = [story["headlines"] for story in everything(site, "stories")]
    assert headlines.count([{"value": "قصة المحرر"}]) == 1
