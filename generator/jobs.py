"""Make, compare, render and write pages, in this process or in children forked from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from generator import digest, tracing, writing
from generator.digest import Digest
from generator.errors import Exit, Problem, SiteError, error
from generator.hosting import compression
from generator.model import TOLD, Article, ArticleId, Page, Ref
from generator.order import STATE, Order
from generator.refusals import writable
from generator.render import Load, Press
from generator.settings import Encoding
from generator.site.edition import Edition, Recipe
from generator.site.planning import output_path
from generator.store import Store, Written, unseal
from generator.workers import map_batches

_RENDER_BATCH = 48
_KEY_BATCH = 512


class Jobs:
    """Make, compare, render and write pages, in this process or in children forked from it."""

    def __init__(self, order: Order, edition: Edition, press: Press, ledger: Mapping[str, Written]) -> None:
        self._order = order
        self._edition = edition
        self._press = press
        self._ledger = ledger
        self._store: Store | None = None
        self._rows = {entry.id: entry.row for entry in (*edition.newest, *edition.static_pages)}

    def stale(self, recipes: Sequence[Recipe]) -> list[Recipe]:
        """Return the recipes whose page is not what the ledger says was written."""
        if not self._ledger:
            return list(recipes)
        batches = map_batches(self._stale, recipes, jobs=self._order.jobs, size=_KEY_BATCH)
        return [
            recipe
            for recipe, is_stale in zip(recipes, (flag for batch in batches for flag in batch), strict=True)
            if is_stale
        ]

    def _stale(self, recipes: Sequence[Recipe]) -> list[bool]:
        return [self._is_stale(recipe) for recipe in recipes]

    def _is_stale(self, recipe: Recipe) -> bool:
        row = self._ledger.get(output_path(recipe.permalink))
        if row is None or row.key != self._press.key(recipe.make(self._edition, recipe.argument)):
            return True
        copies = ((self._ledger.get(path), encoding) for path, encoding in self._copies(row.path, row.size))
        return any(copy is None or copy.key != compression.key(row.digest, encoding) for copy, encoding in copies)

    def _copies(self, path: str, size: int) -> list[tuple[str, Encoding]]:
        return compression.copies(path, size, self._order.config.hosting.precompress)

    def written(self, recipes: Sequence[Recipe]) -> Iterable[list[list[Written]]]:
        """Render and write every recipe's page and its compressed copies, in batches; a list of files for each recipe.

        A file that stands as it should, beside another that does not, is left alone and its row is the ledger's.
        """
        return map_batches(self._write_all, recipes, jobs=self._order.jobs, size=_RENDER_BATCH)

    def _write_all(self, recipes: Sequence[Recipe]) -> list[list[Written]]:
        return [self._write(recipe) for recipe in recipes]

    def _write(self, recipe: Recipe) -> list[Written]:
        page = recipe.make(self._edition, recipe.argument)
        data = self.rendered(page)
        path = output_path(page.permalink)
        row = self._put(path, self._press.key(page), lambda: data, lambda: tracing.trace(page))
        copies = [
            self._put(copy, compression.key(row.digest, encoding), partial(compression.compressed, data, encoding))
            for copy, encoding in self._copies(path, len(data))
        ]
        return [row, *copies]

    def _put(
        self, path: str, key: Digest, make: Callable[[], bytes], trace: Callable[[], bytes] = lambda: b""
    ) -> Written:
        known = self._ledger.get(path)
        if known is not None and known.key == key:
            return known
        data = make()
        writable(lambda: writing.replace_file(self._order.output / path, data))
        return Written(path, key, digest.of_bytes(data), len(data), trace())

    def rendered(self, page: Page) -> bytes:
        """Return the bytes of a page's file; a mistake in a template becomes a SiteError that names its line."""
        return rendered(self._press, page, self._load)

    def _load(self, ref: Ref) -> Any:
        if ref.kind in TOLD:
            return self._edition.value(ref)
        if ref.kind == "asset":
            return self._press.theme.assets[ref.id].data
        if ref.kind == "file":
            return self._file(ref)
        if self._store is None:
            self._store = Store(self._order.root / STATE, read_only=True)
        return unseal(self._store.article(self._rows[ArticleId(ref.id)]), Article)

    def _file(self, ref: Ref) -> bytes:
        try:
            data = (self._order.root / ref.id).read_bytes()
        except OSError:
            data = b""
        if digest.of_bytes(data) != ref.digest:
            raise SiteError(
                [error("source-changed", ref.id, "this file changed while the site was being built", "build again")],
                Exit.CONTENT,
            )
        return data


def rendered(press: Press, page: Page, load: Load) -> bytes:
    """Return the bytes of a page's file; a mistake in a template becomes a SiteError that names its line."""
    from jinja2 import TemplateError

    mistakes = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
    try:
        data = press.render(page, load)
    except mistakes as cause:
        if not _is_in_template(cause):
            raise
        raise SiteError([_template_problem(page, cause)]) from cause
    if page.template.endswith(".html") and not data.strip():
        raise SiteError([_empty_page(page)])
    return data


def _empty_page(page: Page) -> Problem:
    path, message = f"templates/{page.template}", f"it makes nothing: the page {page.permalink} would be empty"
    return error("template", path, message, "put its text back; `nashra new template` has the theme's own")


def _is_in_template(cause: Exception) -> bool:
    """Tell whether an error came out of a template, by the file names that jinja2 gives its code."""
    trace = cause.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith("templates/"):
            return True
        trace = trace.tb_next
    return (getattr(cause, "filename", None) or "").startswith("templates/")


def _template_problem(page: Page, cause: Exception) -> Problem:
    """Tell where in a template a rendering failed: jinja2 names template and line in the traceback, or in the error."""
    path, line = f"templates/{page.template}", 0
    trace = cause.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("templates/"):
            path, line = name, trace.tb_lineno
        trace = trace.tb_next
    path, line = getattr(cause, "filename", None) or path, getattr(cause, "lineno", None) or line
    message = f"{type(cause).__name__}: {cause} (in the page {page.permalink})"
    return error("template", path, message, "mend the template; other pages stand as they were", line=line)
