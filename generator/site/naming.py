"""From what an editor calls an article, a story or a section to what the site holds under that name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from generator import digest
from generator.desk import Desk, Name, desk_problem
from generator.errors import Problem
from generator.model import ArticleId, Entry, Permalink
from generator.sources.fields import quoted
from generator.text.nearest import did_you_mean, nearest
from generator.text.slug import slug

_SHORT_ID = 8  # letters of a short id


class Directory:
    """The articles of a site by every name that an editor may use; what cannot be found is noted.

    A name is an id, else a path on the site (of the article, its `…/story/`, or a story, which names the story's
    earliest article), else a source file that holds one article, else a slug or headline.
    """

    def __init__(
        self, entries: Sequence[Entry], permalink: Callable[[Entry], Permalink], path: str, base_urls: Sequence[str]
    ) -> None:
        """Take all articles, seen or not; `path` is the desk's own, for problems; `base_urls` are the site's."""
        self.entries: dict[ArticleId, Entry] = {entry.id: entry for entry in entries}
        self.problems: list[Problem] = []
        self._permalink = permalink
        self._path = path
        self._base_urls = tuple(base_urls)

    def article(self, name: Name) -> ArticleId | None:
        """Return the article of a name, or None with a Problem: there is none, or there are several."""
        found = self._found(name.text)
        if len(found) == 1:
            return found[0].id
        if found:
            self._several(name, found)
        else:
            self._none(name)
        return None

    def articles(self, names: Iterable[Name]) -> list[ArticleId]:
        """Return the articles of many names, each once, without those that cannot be found."""
        found = [self.article(name) for name in names]
        return list(dict.fromkeys(identity for identity in found if identity is not None))

    def _found(self, text: str) -> Sequence[Entry]:
        if ArticleId(text) in self.entries:
            return [self.entries[ArticleId(text)]]
        place = self._below(text)
        if place.startswith("/"):
            return self._at(unquote(place))
        return self._by_path.get(text, ()) or self._by_slug.get(slug(text), ())

    def _below(self, text: str) -> str:
        """Return the path on the site of an address of the site, and any other text as it is."""
        rests = (text.removeprefix(url) for url in self._base_urls if text.startswith(f"{url}/"))
        return min(rests, key=len, default=text)

    def _at(self, place: str) -> Sequence[Entry]:
        """Return the articles at a path of the site; a story's path ends in its earliest article's short id."""
        whole = f"{place.rstrip('/')}/" if not place.endswith(".html") else place
        if whole.startswith("/stories/"):
            return self._by_short_id.get(whole.rstrip("/")[-_SHORT_ID:], ())
        return self._by_permalink.get(whole, ()) or self._by_permalink.get(whole.removesuffix("story/"), ())

    @cached_property
    def _by_path(self) -> Mapping[str, list[Entry]]:
        return _grouped((entry.path, entry) for entry in self.entries.values())

    @cached_property
    def _by_slug(self) -> Mapping[str, list[Entry]]:
        slugs = ((entry, (entry.slug, slug(entry.headline))) for entry in self.entries.values())
        return _grouped((name, entry) for entry, names in slugs for name in dict.fromkeys(filter(None, names)))

    @cached_property
    def _by_permalink(self) -> Mapping[str, list[Entry]]:
        return _grouped((self._permalink(entry), entry) for entry in self.entries.values())

    @cached_property
    def _by_short_id(self) -> Mapping[str, list[Entry]]:
        return _grouped((digest.short_id(entry.id), entry) for entry in self.entries.values())

    def _several(self, name: Name, found: Sequence[Entry]) -> None:
        some = " and ".join(quoted(entry.id) for entry in found[:2])
        message = f"{quoted(name.text)} names {len(found)} articles, such as {some}"
        hint = "name one of them by its id or by its path on the site (`nashra list articles --json` has both)"
        self.problems.append(desk_problem("desk-ambiguous", self._path, name.place, message, hint))

    def _none(self, name: Name) -> None:
        meant = self._nearest(name.text)
        hint = (
            f'did you mean "{meant}"?'
            if meant
            else "`nashra list articles --json` has them all; take the line out where the article is gone"
        )
        message = f"there is no article {quoted(name.text)}"
        self.problems.append(desk_problem("desk-unknown-article", self._path, name.place, message, hint))

    def _nearest(self, text: str) -> str:
        """Return the name most like an unknown one, of the kind it seems to be; of paths the last part counts."""
        is_place = text.startswith(("/", *self._base_urls))
        if "/" not in text or ("://" in text and not is_place):
            return nearest(text, [*self.entries, *self._by_slug])
        paths = self._by_permalink if is_place else self._by_path
        parts = {_last_part(path): path for path in sorted(paths, reverse=True)}
        return parts.get(nearest(_last_part(text), parts), "")


def _last_part(path: str) -> str:
    return unquote(path).rstrip("/").rpartition("/")[2]


def sections_in_order(
    desk: Desk, known: Mapping[Permalink, str], place: Callable[[str], Permalink]
) -> tuple[list[Permalink], list[Problem]]:
    """Return the sections that the editor puts in order, and a Problem for each name that no section has.

    `known` has the sections of the site by permalink; `place` tells where the section of a name would lie.
    """
    found = {name: place(name.text) for name in desk.section_order}
    problems = [_no_section(name, desk.path, known.values()) for name, where in found.items() if where not in known]
    return list(dict.fromkeys(where for where in found.values() if where in known)), problems


def _no_section(name: Name, path: str, known: Iterable[str]) -> Problem:
    hint = did_you_mean(name.text, known) or f"the sections are {'، '.join(known)}"
    return desk_problem("desk-unknown-section", path, name.place, f"there is no section {quoted(name.text)}", hint)


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for name, entry in pairs:
        found.setdefault(name, []).append(entry)
    return found
