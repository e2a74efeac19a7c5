"""What the tests of the outputs share: a site with a picture, hostile text and every precision, and readers of XML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from site_fixture import SiteFixture, line, markdown, small_site

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://news.example"
GIF = bytes.fromhex("474946383961") + (640).to_bytes(2, "little") + (360).to_bytes(2, "little") + b"\x00\x00\x00;"
HOSTILE = 'خبر <script>alert("x")</script> & ]]> \u2028 "مقتبس" </script> 😀'


def outputs_site(root: Path) -> SiteFixture:
    """Return the small site with articles to stumble over: odd characters, every precision, links, a picture."""
    site = small_site(root)
    site.write("content/own/port.gif", GIF)
    front = {"title": HOSTILE, "image": "port.gif", "image_alt": "الميناء «القديم»", "topics": "ميناء"}
    site.write("content/own/odd.md", markdown("ميناء", 20, day="2026-11-22T09:15+02:00", section="اقتصاد", **front))
    site.write(
        "content/own/odd.md",
        site.read("content/own/odd.md") + "\n[من نحن](/about/) و[هناك](https://a.example/)[^1]\n\n[^1]: حاشية.\n",
    )
    rows = [
        line("تمور", 21, day="2026-11-19", source="وكالة الأولى", url="https://first.example/21?a=1&b=2"),
        line("تمور", 22, day="2026-10", source="موقع الثالث", url="https://third.example/22"),
        line("تمور", 23, day="2025", source="صحيفة الثانية", summary="كلمة " * 120),
        line("مكتبة", 24, day="", source="موقع الثالث", topics=["بلا تاريخ"], summary="ملخص لا يعطى"),
    ]
    with (site.root / "content/wire.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    return site


def files(site: SiteFixture, suffix: str) -> dict[str, bytes]:
    """Return the built files that end so, by their permalink."""
    return {f"/{path}": data for path, data in site.tree().items() if path.endswith(suffix)}


def parsed(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def path_of(address: str) -> str:
    """Return the path of one of the site's own addresses, decoded."""
    assert address.startswith(f"{BASE}/"), address
    assert address.isascii(), address
    return unquote(address.removeprefix(BASE))


def is_served(site: SiteFixture, address: str) -> bool:
    """Tell whether a file stands behind one of the site's own addresses."""
    path = path_of(address)
    return (site.root / "public" / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).is_file()


def json_of(site: SiteFixture, permalink: str) -> dict[str, Any]:
    found = json.loads(site.page(permalink))
    assert isinstance(found, dict)
    return found
