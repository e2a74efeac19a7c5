"""A proof: the whole site at one moment, decided and not made, and how to make any page of it.

A proof never changes, so an answer is made of one edition wholly. What it answers comes from the recipes of its plan
and from nowhere else: a path that no recipe has is not found, whatever lies on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from generator import digest
from generator.digest import Digest
from generator.errors import Problem, SiteError, error
from generator.jobs import rendered
from generator.model import TOLD, Article, ArticleId, Page, Ref
from generator.render import Press
from generator.serve import overlay
from generator.serve.amend import amended
from generator.serve.answers import HTML, Answer, Memory, media_type
from generator.serve.keys import Key
from generator.serve.shelf import OutdatedError, Shelf
from generator.site.edition import Recipe
from generator.site.planning import output_path
from generator.stages import Plan

MISSING = "404.html"


class Proof:
    """The site at one moment; any thread may ask."""

    def __init__(
        self,
        root: Path,
        plan: Plan,
        shelf: Shelf,
        *,
        texts: overlay.Read,
        memory: Memory,
        fresh: Mapping[ArticleId, Article] | None = None,
        places: Mapping[str, Recipe] | None = None,
    ) -> None:
        """Keep a plan and where its texts lie; `fresh` are texts that the state does not hold yet.

        `places`, the recipes by path, may come from a proof of the same recipes.
        """
        self.plan = plan
        self.shelf = shelf
        self.fresh = fresh or {}
        self.places = places or {output_path(recipe.permalink): recipe for recipe in plan.recipes}
        self._root = root
        self._texts = texts
        self._memory = memory
        self._keys: dict[str, Key] = {}
        self._faulty: dict[str, Key] = {}

    # places

    def _place(self, target: str) -> tuple[str, bool]:
        """Return the file that a decoded path asks for ("" for none), and whether it is to be asked for with a slash.

        As on hosts, `/a/` and `/a/index.html` are one page, and `/a` leads to `/a/`.
        """
        base = self.plan.press.site["base_path"]
        if target == base and base:
            return "", True
        if not target.startswith(f"{base}/"):
            return "", False
        path = output_path_of(target.removeprefix(base))
        if path in self.places:
            return path, False
        return "", f"{path}/index.html" in self.places

    def key(self, target: str) -> Key:
        """Return what the answer to a path (decoded, with the site's base path) hangs on, without making it.

        Two proofs with one key for a path give one answer.
        """
        known = self.known_key(target)
        if known:
            return known
        try:
            return self._keys.setdefault(target, self._key(target))
        except Exception:  # a mistake of ours must not take the preview down: the answer tells of it
            return self._faulty_key(target)

    def known_key(self, target: str) -> Key | None:
        """Return the key of a path if it was asked for before, else None: this takes no time."""
        return self._faulty.get(target) or self._keys.get(target)

    def _key(self, target: str) -> Key:
        path, moved = self._place(target)
        if moved:
            return _marked("moved", Key(Digest(target), Digest(target)))
        if path:
            return self._key_of(self._page(path))
        return _marked("missing", self._key_of(self._page(MISSING)))

    def _page(self, path: str) -> Page:
        recipe = self.places[path]
        return recipe.make(self.plan.edition, recipe.argument)

    def _key_of(self, page: Page) -> Key:
        return Key(self._plain_press.key(page), self.plan.press.key(page))

    @cached_property
    def _plain_press(self) -> Press:
        """A press to which style sheets are called as in the theme, whatever they hold."""
        press = self.plan.press
        names = {name: name if name.endswith(".css") else place for name, place in press.site["assets"].items()}
        return replace(press, site={**press.site, "assets": names})

    @property
    def sheets(self) -> list[str]:
        """The addresses of the style sheets as pages name them now."""
        site = self.plan.press.site
        return [quote(site["base_path"] + place) for name, place in site["assets"].items() if name.endswith(".css")]

    # answers

    def answer(self, target: str) -> Answer:
        """Return the answer to a path (decoded, with the site's base path); a path that is not there gets page 404.

        A page whose template has a mistake is answered with the mistake. Raises OutdatedError where its text is not in
        the state any more: a newer proof will have it.
        """
        path, moved = self._place(target)
        if moved:
            return Answer(302, HTML, b"", self.key(target), quote(target) + "/")
        try:
            data = self._made(self._page(path or MISSING))
        except SiteError as fault:
            return self._mistaken(fault.problems, self.key(target))
        except OutdatedError:
            raise
        except Exception as fault:  # a mistake of ours must not take the preview down
            return self.standing_in(target, [internal(fault, target)])
        key = self.key(target)
        kind = media_type(path or MISSING)
        return Answer(200 if path else 404, kind, amended(data, key) if kind.startswith("text/html") else data, key)

    def standing_in(self, target: str, problems: Sequence[Problem]) -> Answer:
        """Return mistakes in the place of a page that this proof cannot show: the next proof has another key for it."""
        return self._mistaken(problems, self._faulty_key(target))

    def _mistaken(self, problems: Sequence[Problem], key: Key) -> Answer:
        return Answer(500, HTML, amended(overlay.page(problems, self._texts), key), key)

    def _faulty_key(self, target: str) -> Key:
        name = digest.of_value((id(self), target))
        return self._faulty.setdefault(target, _marked("fault", Key(name, name)))

    def _made(self, page: Page) -> bytes:
        key = self.plan.press.key(page)
        data = self._memory.get(key)
        if data is None:
            data = rendered(self.plan.press, page, self._load)
            self._memory.put(key, data)
        return data

    def _load(self, ref: Ref) -> Any:
        if ref.kind in TOLD:
            return self.plan.edition.value(ref)
        if ref.kind == "asset":
            return self.plan.press.theme.assets[ref.id].data
        if ref.kind == "file":
            return self._file(ref)
        return self.fresh.get(ArticleId(ref.id)) or self.shelf.article(ref)

    def _file(self, ref: Ref) -> bytes:
        try:
            data = (self._root / ref.id).read_bytes()
        except OSError as cause:
            raise OutdatedError(ref.id) from cause
        if digest.of_bytes(data) != ref.digest:
            raise OutdatedError(ref.id)
        return data

    def keys(self, targets: Iterable[str]) -> None:
        """Work out the keys of some paths, so that asking for them takes no time."""
        for target in targets:
            self.key(target)

    @cached_property
    def problems(self) -> Sequence[Problem]:
        """All that is wrong with the sources, the desk and the paths of the site."""
        return (*self.plan.ingested.problems, *self.plan.problems)


def output_path_of(target: str) -> str:
    """Return the file that serves a path from the site's root: "/a/" and "/a/index.html" are a/index.html."""
    path = target.removeprefix("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def decoded(target: str) -> str | None:
    """Return the path of a request's target, decoded once, or None where it is no UTF-8 or begins with no slash."""
    path = target.split("?", 1)[0].split("#", 1)[0]
    if not path.startswith("/"):
        return None
    try:
        return unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        return None


def internal(fault: Exception, where: str) -> Problem:
    """Return a mistake of ours as a problem."""
    message = f"{type(fault).__name__}: {fault} (in {where})"
    return error("internal", "nashra serve", message, "this is a mistake in Nashra; --debug shows where")


def _marked(mark: str, key: Key) -> Key:
    return Key(digest.of_value((mark, key.plain)), digest.of_value((mark, key.whole)))
