"""Imports point down: this test knows the order, and names the line that breaks it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

# From the top down. A module (or all of a package) may import what stands lower, and its neighbours in the same line
# as long as no two modules need each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("report",),
    ("build", "listing", "check", "why", "doctor", "serve", "scaffold", "ci_files", "fetch", "deploy"),
    ("rebuild", "finished"),
    ("stages", "jobs", "delivery"),
    ("tracing",),
    ("order",),
    ("render",),
    ("theme_faults",),
    ("theme", "outputs", "site"),
    ("hosting",),
    ("relate",),
    ("ingest", "store", "scan", "lock", "writing", "generations"),
    ("desk",),
    ("sources",),
    ("display",),
    ("markup",),
    ("styles",),
    ("config", "toml_values", "toml_places", "settings_explained"),
    ("settings",),
    ("text", "dates"),
    ("model",),
    ("refusals", "workers", "theme_files", "style_sheets", "code", "interface", "po_lines"),
    ("digest", "errors"),
)
RANK = {name: rank for rank, names in enumerate(reversed(LAYERS)) for name in names}

# A build that has nothing to do, and `--help`, must not load these: they are imported by the function that needs them.
HEAVY = frozenset(
    {"babel", "charset_normalizer", "feedparser", "hijridate", "imagesize", "jinja2", "markdown", "markupsafe", "nh3"}
    | {"aiohttp", "argcomplete", "brotli", "numpy", "scipy", "slugify", "turbohtml", "watchdog", "yaml"}
)
OPTIONAL = frozenset({"ctypes", "fcntl", "fontTools", "PIL", "resource"})  # not there on every platform, or not needed
# These run, or are loaded, before it is known whether there is anything to do, so they may import our own working parts
# late, too.
EARLY = frozenset({"__main__", "cli", "commands", "build", "stages", "relate"})


class Import(NamedTuple):
    """One imported module: by whom, on which line, and whether inside a function."""

    importer: str  # dotted, below `generator`: "sources.feed"
    path: Path
    line: int
    imported: str  # dotted, in full: "generator.model", "numpy"
    late: bool

    @property
    def part(self) -> str:
        """Return the part of Nashra that is imported ("model"), "" for other libraries."""
        above, _, rest = self.imported.partition(".")
        return rest.split(".")[0] if above == "generator" else ""


def imports(root: Path) -> Iterator[Import]:
    """Yield every import of the modules below `root`, by path and line."""
    for path in sorted(root.rglob("*.py")):
        importer = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text("utf-8"))
        late = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for imported in _imported(node, root):
                    yield Import(importer, path.relative_to(root.parent), node.lineno, imported, id(node) in late)


def _imported(node: ast.Import | ast.ImportFrom, root: Path) -> list[str]:
    """Return the modules a statement imports, in full: `from generator.text import slug` is generator.text.slug."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    above = node.module or ""
    folder = root.parent.joinpath(*above.split("."))
    names = [alias.name for alias in node.names]
    inner = [f"{above}.{n}" for n in names if (folder / n).is_dir() or (folder / f"{n}.py").is_file()]
    return inner or [above]


def faults(root: Path) -> list[str]:
    """Return a line for each import that breaks a rule: `generator/text/slug.py:3 imports generator.site, …`."""
    found = list(imports(root))
    wrong = [f"{i.path}:{i.line} imports {i.imported}, {fault}" for i in found if (fault := _fault(i))]
    return wrong + _circles(found)


def _fault(item: Import) -> str:
    """Return what is wrong with one import, "" when nothing is."""
    part = item.importer.split(".")[0]
    if part in ("", "__init__"):
        return "but the package itself imports nothing" if item.part else ""
    if item.part and not {part, item.part} <= RANK.keys():
        return "but the layers of tests/test_layers.py do not list both"
    if item.part and RANK[item.part] > RANK[part]:
        return f"which lies above {part}: pass a value, or move the code"
    if item.late and not item.part and item.imported.split(".")[0] not in HEAVY | OPTIONAL:
        return "inside a function: that is for the heavy libraries alone"
    if item.late and item.part and part not in EARLY:
        return "inside a function: import our own modules at the top"
    return ""


def _circles(found: list[Import]) -> list[str]:
    """Return a line for each import that closes a circle of modules."""
    graph: dict[str, list[Import]] = {}
    for item in found:
        if item.part and not item.late:
            graph.setdefault(f"generator.{item.importer}", []).append(item)
    return [
        f"{item.path}:{item.line} imports {item.imported}, which needs this module itself"
        for importer, items in sorted(graph.items())
        for item in items
        if importer in _reached(item.imported, graph)
    ]


def _reached(start: str, graph: dict[str, list[Import]]) -> set[str]:
    """Return every module that importing `start` imports, itself too."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        if (module := waiting.pop()) not in reached:
            reached.add(module)
            waiting += (item.imported for item in graph.get(module, ()))
    return reached


def test_imports_point_down() -> None:
    found = faults(GENERATOR)

    assert not found, "\n".join(found)


def test_every_part_has_its_layer() -> None:
    parts = {path.stem for path in GENERATOR.glob("*.py")} | {
        path.parent.name for path in GENERATOR.glob("*/__init__.py")
    }

    assert sorted(parts - {"__init__"} - RANK.keys()) == []


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"model.py": "from generator.site import Page"}, "model.py:1 imports generator.site, which lies above model"),
        ({"model.py": "\nimport generator.cli"}, "model.py:2 imports generator.cli, which lies above model"),
        ({"text/slug.py": "from generator import config"}, "slug.py:1 imports generator.config, which lies above text"),
        ({"store.py": "def f():\n    import json"}, "store.py:2 imports json, inside a function"),
        ({"store.py": "def f():\n    from generator import model"}, "store.py:2 imports generator.model, inside"),
        ({"gadget.py": "import generator.model"}, "gadget.py:1 imports generator.model, but the layers"),
        ({"text/a.py": "import generator.text.b", "text/b.py": "from generator.text import a"}, "needs this module"),
    ],
)
def test_the_offending_line_is_named(tmp_path: Path, files: dict[str, str], fault: str) -> None:
    root = _package(tmp_path, files)

    assert [line for line in faults(root) if fault in line]


@pytest.mark.parametrize(
    "files",
    [
        {"site/pages.py": "from generator.model import Page\nfrom generator.text import slug"},
        {"markup.py": "def f():\n    import nh3"},
        {"cli.py": "def f():\n    from generator import build"},
        {"text/a.py": "import generator.text.b", "text/b.py": "import re"},
    ],
)
def test_imports_that_point_down_pass(tmp_path: Path, files: dict[str, str]) -> None:
    assert faults(_package(tmp_path, files)) == []


def _package(folder: Path, files: dict[str, str]) -> Path:
    root = folder / "generator"
    for name in ("__init__.py", "model.py", "config.py", "cli.py", "build.py", "text/slug.py", "site/__init__.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    for name, text in files.items():
        (root / name).write_text(text)
    return root
