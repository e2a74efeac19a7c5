"""Decide every path of the site: one recipe a path, in permalink order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.errors import Problem, error
from generator.hosting import compression
from generator.model import Entry, Permalink
from generator.site import (
    api_pages,
    archive_pages,
    article_pages,
    feed_pages,
    front_pages,
    heartbeat,
    hosting_pages,
    list_pages,
    picture_pages,
    sitemap_pages,
)
from generator.site.edition import Edition, Recipe
from generator.writing import folders_above

# In order of precedence: where two want one path, the earlier keeps it.
PAGE_KINDS = (
    hosting_pages.recipes,
    front_pages.recipes,
    list_pages.recipes,
    archive_pages.recipes,
    feed_pages.recipes,
    sitemap_pages.recipes,
    api_pages.recipes,
    picture_pages.recipes,
    heartbeat.recipes,
    article_pages.recipes,
)
NAME_BYTES = 255  # the longest name of a file that the usual file systems take


def plan(
    edition_of: Callable[[Sequence[Entry]], Edition], entries: Sequence[Entry]
) -> tuple[Edition, list[Recipe], list[Problem]]:
    """Return the edition, a recipe for every path of it, ordered by permalink, and all problems of both.

    Redirects give way to pages; among equals the smaller source path keeps the place, and the other is named. An
    article or static page that has no place is planned without, so that nothing leads to what stands there instead.
    Whatever else lost its path is told to the edition: no sitemap and no feed may name it.
    """
    edition = edition_of(entries)
    taken, problems, losers = _settled(edition)
    faults = edition.problems
    gone = {recipe.argument for recipe in losers if recipe.make is article_pages.article_page}
    pages = {recipe.source for recipe in losers if recipe.make is front_pages.static_page}
    if gone or pages:
        holds = edition.holds
        edition = edition_of([entry for entry in entries if entry.id not in gone and entry.path not in pages])
        edition.holds = edition.holds.and_of(holds)
        taken, _, losers = _settled(edition)
    if losers:
        edition.lost = frozenset((recipe.permalink, recipe.argument) for recipe in losers)
        edition.shards = None
        taken, _, _ = _settled(edition)
    ordered = [taken[path] for path in sorted(taken, key=lambda path: (taken[path].permalink, path))]
    return edition, hosting_pages.with_redirects(edition, ordered), [*faults, *problems]


def _settled(edition: Edition) -> tuple[dict[str, Recipe], list[Problem], list[Recipe]]:
    """Return the recipe of every path, what to tell of those that could not have theirs, and which these are."""
    taken: dict[str, Recipe] = {}
    files: dict[str, Recipe] = {}  # those and their compressed copies
    folders: dict[str, Recipe] = {}  # that some file lies in, with the first of those
    problems: list[Problem] = []
    losers: list[Recipe] = []
    for recipe in _by_precedence(edition):
        path = output_path(recipe.permalink)
        if not _is_writable(path):
            problems.append(_unwritable(recipe))
            losers.append(recipe)
            continue
        above = folders_above(path)
        own = [path, *(copy for copy, _ in compression.names(path, edition.config.hosting.precompress))]
        rivals = [files[place] for place in (*own, *above) if place in files]
        rivals += [folders[place] for place in own if place in folders]
        if not rivals:
            taken[path] = recipe
            files |= dict.fromkeys(own, recipe)
            folders |= {folder: recipe for folder in above if folder not in folders}
        elif not _is_same(recipe, rivals[0]):
            problems.append(_collision(recipe, rivals[0]))
            losers.append(recipe)
    return taken, problems, losers


def _by_precedence(edition: Edition) -> list[Recipe]:
    recipes = [recipe for kind in PAGE_KINDS for recipe in kind(edition)]
    order = {id(recipe): number for number, recipe in enumerate(recipes)}

    def rank(recipe: Recipe) -> tuple[bool, bool, str, int]:
        return (recipe.make is article_pages.redirect_page, recipe.source != "", recipe.source, order[id(recipe)])

    return sorted(recipes, key=rank)


def output_path(permalink: Permalink) -> str:
    """Return the path under the output folder that serves a permalink."""
    path = permalink.lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _is_writable(path: str) -> bool:
    parts = path.split("/")
    return path == output_path(hosting_pages.NO_JEKYLL) or all(
        part and part[0] != "." and (4 * len(part) <= NAME_BYTES or len(part.encode()) <= NAME_BYTES) for part in parts
    )


def _is_same(one: Recipe, other: Recipe) -> bool:
    return (one.make, one.argument) == (other.make, other.argument)


def _unwritable(recipe: Recipe) -> Problem:
    message = f"no file can be called “{recipe.permalink[:80]}”"
    return error(
        "permalink-unwritable", _asker(recipe), message, "shorten the slug or alias, and begin no part of it with a dot"
    )


def _collision(loser: Recipe, winner: Recipe) -> Problem:
    message = f"its path “{loser.permalink}” is already that of {winner.source or 'a page that Nashra makes itself'}"
    return error("permalink-collision", _asker(loser), message, "give one of the two another slug, alias or id")


def _asker(recipe: Recipe) -> str:
    return recipe.source or "site.toml"
