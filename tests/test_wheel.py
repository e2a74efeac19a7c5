"""The package as people get it: built, installed into an empty environment, used from another folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OFFLINE = re.compile(r"NewConnectionError|ConnectTimeout|ProxyError|Name or service not known|Temporary failure")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without what this environment would lend it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the source distribution and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def programs(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of an environment that holds the wheel and what it requires, nothing else."""
    environment = tmp_path_factory.mktemp("empty") / "env"
    assert run(sys.executable, "-m", "venv", environment, cwd=dist).returncode == 0
    python = environment / "bin" / "python"
    [wheel] = dist.glob("*.whl")
    for arguments in (["--require-hashes", "-r", str(ROOT / "requirements" / "site.txt")], ["--no-deps", str(wheel)]):
        done = run(python, "-m", "pip", "install", "--quiet", "--no-compile", *arguments, cwd=dist)
        if done.returncode and OFFLINE.search(done.stderr):
            pytest.skip("the package index cannot be reached")
        assert done.returncode == 0, done.stderr
    return python.parent


def files(*folders: str) -> set[str]:
    """Return the paths of what git would keep below folders of the checkout."""
    found = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders, cwd=ROOT)
    return {path for path in found.stdout.split("\0") if path and (ROOT / path).is_file()}


def test_the_wheel_carries_the_theme_inside_the_package(dist: Path) -> None:
    [wheel] = dist.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    theme = {f"generator/_theme/{path}" for path in files("templates", "static")}

    assert packed == files("generator") | theme


def test_the_source_distribution_carries_what_a_wheel_is_built_from(dist: Path) -> None:
    [archive] = dist.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        packed = {name.split("/", 1)[1] for name in source.getnames()}

    assert packed >= files("generator", "templates", "static", "tests", "pyproject.toml", "LICENSE", "README.md")


def test_a_site_is_begun_and_built_from_any_folder(programs: Path, tmp_path: Path) -> None:
    begun = run(programs / "nashra", "init", "x", cwd=tmp_path)
    built = run(programs / "nashra", "build", "-C", "x", "--json", cwd=tmp_path)

    assert (begun.returncode, built.returncode) == (0, 0), begun.stderr + built.stderr
    assert json.loads(built.stdout)["problems"] == []
    public = tmp_path / "x" / "public"
    assert 'dir="rtl"' in (public / "index.html").read_text("utf-8")
    assert len(list(public.glob("articles/*/index.html"))) == 6
    assert list(public.glob("static/*.css"))


def test_all_that_is_required_is_installed(programs: Path, tmp_path: Path) -> None:
    checked = run(programs / "python", "-m", "pip", "check", cwd=tmp_path)

    assert checked.returncode == 0, checked.stdout


def test_python_m_generator_is_the_same_command(programs: Path, tmp_path: Path) -> None:
    command = run(programs / "nashra", "--version", cwd=tmp_path)
    module = run(programs / "python", "-m", "generator", "--version", cwd=tmp_path)

    assert command.stdout == module.stdout
    assert command.stdout.startswith("nashra ")
