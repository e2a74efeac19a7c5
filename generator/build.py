"""Build: compare what the site wants with what was written, and write the difference. The only writer of public/.

    scan ─▶ same as the last finished build? ── yes ─▶ stop: nothing else is opened
              │ no
              └─▶ rebuild

What decides whether there is anything to do is loaded here, and no more: see `rebuild` for the rest.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from generator import code, generations, scan, theme, writing
from generator.errors import SiteError, error
from generator.finished import Finished, inputs, stands, unchanged
from generator.lock import locked
from generator.order import STATE, Order, Report, Stopwatch
from generator.refusals import writable
from generator.store import Store, with_state
from generator.theme_files import theme_root


def build(order: Order) -> Report:
    """Bring the output folder up to date and report what was done.

    Raises SiteError where nothing sensible can be built (exit 2), a file cannot be written (5), or another build is
    running (6). Problems of single sources are in the report instead.
    """
    with locked(order.root / ".nashra", patience_seconds=order.patience_seconds, waiting=order.waiting):
        _refuse_foreign(order)
        _clear_generations(order.output)
        return with_state(order.root / STATE, partial(_build, order))


def _refuse_foreign(order: Order) -> None:
    output, root = order.output.resolve(), order.root.resolve()
    sources = [(root / path).resolve() for path in (*order.config.sources.paths, "templates", "static", "locale")]
    if root.is_relative_to(output) or any(output.is_relative_to(source) for source in sources):
        message = "this folder holds the site's sources"
        raise SiteError([error("output-over-sources", str(order.output), message, "choose another --output")])
    _owned(order.output)


def _clear_generations(output: Path) -> None:
    """Delete what a killed `build --swap` left beside the output folder."""
    if generations.is_left(output):
        writable(lambda: generations.clear(output))


def _build(order: Order) -> Report:
    watch = Stopwatch()
    with watch("scan"):
        if order.clean:
            Store(order.root / STATE).discard()
        store = Store(order.root / STATE)
        look = theme.read(order.root, theme_root("templates"), theme_root("static"))
        all_code = code.digest_of_code()
        scanned = scan.scan(order.root, order.config.sources.paths)
        wanted = inputs(order, look, all_code, scanned)
        last = store.fact("last", Finished)
    if last and not order.verify and stands(last, wanted, scanned, order):
        store.close()
        return unchanged(last, watch.seconds, ZoneInfo(order.config.site.time_zone))
    from generator.rebuild import Rebuild

    return Rebuild(order, store, look, all_code, scanned, wanted, watch).run()


def clean(root: Path, output: Path) -> int:
    """Delete what builds left in the output folder, and the state; return how many files were deleted."""
    with locked(root / ".nashra"):
        owned = _owned(output)
        _clear_generations(output)
        writable(lambda: writing.remove_all(output, [*owned, writing.MANIFEST]))
        if not writing.is_empty(output):  # somebody's files stay; the next build may stand beside them again
            writable(lambda: writing.replace_file(output / writing.MANIFEST, writing.manifest({})))
        with_state(root / STATE, lambda: Store(root / STATE).discard())
    return len(owned)


def _owned(output: Path) -> list[str]:
    """Return the files of the output folder that are ours; raise SiteError where it is somebody else's folder."""
    if output.exists() and not output.is_dir():
        message = "this is a file, and the site needs a folder"
        raise SiteError([error("output-foreign", str(output), message, "choose another --output")])
    owned = writing.read_manifest(output)
    if owned is None and not writing.is_empty(output):
        message = f"this folder is not empty and has no {writing.MANIFEST}: its files are not ours"
        hint = "empty it yourself, or choose another --output"
        raise SiteError([error("output-foreign", str(output), message, hint)])
    return list(owned or {})
