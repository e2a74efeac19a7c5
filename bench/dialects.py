"""How each generator of sites wants an article written, and its configuration."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench import prose

PEERS = Path(__file__).parent / "peers"
OWN_OUTLETS = 4  # of the forty


@dataclass(frozen=True, slots=True)
class Item:
    """One article: `body` is Markdown, `summary` one sentence, `topics` the first the event's own."""

    id: str
    title: str
    published: datetime
    outlet: str
    section: str
    topics: tuple[str, ...]
    author: str
    summary: str
    body: str


def _nashra(item: Item) -> str:
    """Each outlet publishes at an address of its own, as aggregated articles have."""
    lines = (
        f"id: {item.id}",
        f"title: {_text(item.title)}",
        f"published: {item.published.isoformat()}",
        f"outlet: {item.outlet}",
        f"section: {item.section}",
        f"topics: [{', '.join(item.topics)}]",
        f"author: {item.author}",
        f"summary: {_text(item.summary)}",
    )
    return _document(lines, item.body)


def _hugo(item: Item) -> str:
    lines = (
        f"title: {_text(item.title)}",
        f"date: {item.published.isoformat()}",
        f"outlets: [{item.outlet}]",
        f"departments: [{item.section}]",
        f"tags: [{', '.join(item.topics)}]",
        f"author: {item.author}",
        f"summary: {_text(item.summary)}",
    )
    return _document(lines, item.body)


def _eleventy(item: Item) -> str:
    lines = (
        f"title: {_text(item.title)}",
        f"date: {item.published.isoformat()}",
        f"outlet: {item.outlet}",
        f"section: {item.section}",
        f"tags: [{', '.join(item.topics)}]",
        f"author: {item.author}",
        f"summary: {_text(item.summary)}",
    )
    return _document(lines, item.body)


def _pelican(item: Item) -> str:
    """Pelican lists by category, tag and author alone, so the outlet stands as the author."""
    lines = (
        f"Title: {item.title}",
        f"Date: {item.published.isoformat()}",
        f"Slug: {item.id}",
        f"Authors: {item.outlet}",
        f"Category: {item.section}",
        f"Tags: {', '.join(item.topics)}",
        f"Byline: {item.author}",
        f"Summary: {item.summary}",
    )
    return "\n".join(lines) + f"\n\n{item.body}\n"


DIALECTS: Mapping[str, Callable[[Item], str]] = {
    "nashra": _nashra,
    "hugo": _hugo,
    "eleventy": _eleventy,
    "pelican": _pelican,
}


def configure(out: Path, dialect: str) -> None:
    """Lay the configuration of bench/peers/ into the site's folder, which may be made."""
    out.mkdir(parents=True, exist_ok=True)
    if (PEERS / dialect).is_dir():
        shutil.copytree(PEERS / dialect, out, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    if dialect == "nashra":
        (out / "site.toml").write_text(_site_toml(), encoding="utf-8")


def _site_toml() -> str:
    """Show every outlet's texts whole, as peers do; a few outlets are the site's own."""
    known = prose.grammar()
    sections = ", ".join(map(_text, known.sections))
    site = f'[site]\ntitle = "نشرة القياس"\ntime_zone = "Asia/Riyadh"\nregion = "SA"\nsections = [{sections}]\n'
    outlets = (
        f"\n[outlets.{_text(outlet)}]\n"
        + ("own = true\n" if place < OWN_OUTLETS else f'url = "https://outlet-{place}.example/"\npolicy = "full"\n')
        for place, outlet in enumerate(known.outlets)
    )
    return site + "".join(outlets)


def _text(value: str) -> str:
    """Return the value as a string of YAML or TOML in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def _document(lines: tuple[str, ...], body: str) -> str:
    front = "\n".join(lines)
    return f"---\n{front}\n---\n\n{body}\n"
