"""What others publish to check feeds and sitemaps with; tests/validators/package.json says which, and how to get them.

There is no offline validator of Atom or RSS on PyPI or npm: what there is asks validator.w3.org. feedparser and the
rules of the specifications (tests/test_outputs_feeds.py) stand in for it.
"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from outputs_site import files, outputs_site
from site_fixture import SiteFixture

MODULES = Path(__file__).parent / "validators" / "node_modules"


def published(name: str) -> Path:
    """Return a file of a package; without the packages a test is skipped."""
    path = MODULES / name
    if not path.is_file():
        pytest.skip("published schemas are not here: npm ci --ignore-scripts --prefix tests/validators")
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return the built site; no test of this module changes it."""
    site = outputs_site(tmp_path_factory.mktemp("outputs") / "site")
    site.build()
    return site


def test_sitemaps_are_as_the_protocols_schema_says(site: SiteFixture) -> None:
    schema = xmlschema.XMLSchema(str(published("sitemap/schema/sitemap.xsd")))
    shards = {name: data for name, data in files(site, ".xml").items() if name.startswith("/sitemaps/")}

    assert len(shards) > 5
    for permalink, data in shards.items():
        assert [error.reason for error in schema.iter_errors(data.decode())] == [], permalink


def test_json_feeds_are_as_their_schema_says(site: SiteFixture) -> None:
    schema = json.loads(published("jsonfeed-schema/schema-v1.json").read_text("utf-8"))
    # Version 1.1 adds these members to 1 and changes none.
    schema["properties"] |= {"version": {"const": "https://jsonfeed.org/version/1.1"}, "authors": {}, "language": {}}
    schema["properties"]["items"]["items"]["properties"] |= {"authors": {}, "language": {}}
    validator = jsonschema.Draft6Validator(schema)

    for permalink, data in files(site, "feed.json").items():
        assert [error.message for error in validator.iter_errors(json.loads(data))] == [], permalink
