"""A site on disk that is built again and again: what is changed before each build, and how all is put back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench import dialects, generate
from bench.tools import ROOT, Tool


@dataclass(frozen=True, slots=True)
class Site:
    """A written site: the article that is edited, and the bytes that it and the template had."""

    tool: Tool
    folder: Path
    article: Path
    text: bytes
    added: Path
    addition: bytes
    page: bytes

    @property
    def template(self) -> Path:
        """Return the file of the template of articles."""
        return self.folder / self.tool.template


def write_site(tool: Tool, folder: Path, count: int, kind: str, seed: int) -> Site:
    """Write `count` articles in the tool's dialect below the folder, which is empty or not there."""
    generate.write(folder, count, kind, tool.dialect, seed)
    template = folder / tool.template
    if tool.theme:
        template.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / tool.theme, template)
    articles = sorted((folder / "content").rglob("n*.md"))
    article, newest = articles[len(articles) // 2], articles[-1]
    return Site(
        tool=tool,
        folder=folder,
        article=article,
        text=article.read_bytes(),
        added=newest.with_name("n999999.md"),
        addition=_addition(tool, count, kind, seed),
        page=template.read_bytes(),
    )


def _addition(tool: Tool, count: int, kind: str, seed: int) -> bytes:
    """Return one more article, of the day of the newest."""
    *_, newest = generate.items(count, "plain", seed)
    item = next(generate.items(1, kind, seed + 1))
    fresh = replace(item, id="n999999", published=newest.published)
    return dialects.DIALECTS[tool.dialect](fresh).encode()


def restore(site: Site) -> None:
    """Put every edited file back and take away what was built."""
    site.article.write_bytes(site.text)
    site.template.write_bytes(site.page)
    site.added.unlink(missing_ok=True)
    for name in site.tool.leaves:
        path = site.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)


def _edit_body(site: Site, turn: int) -> None:
    site.article.write_bytes(site.text + f"\nوقالت المصادر إن الحصيلة بلغت {turn} حتى المساء.\n".encode())


def _add_article(site: Site, turn: int) -> None:
    site.added.write_bytes(site.addition)


def _edit_template(site: Site, turn: int) -> None:
    """Change what stands on every article's page."""
    site.template.write_bytes(site.page.replace(b"<h1", f'<h1 data-turn="{turn}"'.encode(), 1))


def _leave(site: Site, turn: int) -> None:
    pass


# In this order; each builds upon what the one before left. A round begins with nothing built.
SCENARIOS: Mapping[str, Callable[[Site, int], None]] = {
    "cold": _leave,
    "unchanged": _leave,
    "body": _edit_body,
    "article": _add_article,
    "template": _edit_template,
}
