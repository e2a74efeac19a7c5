"""The script that CI hosts call, run as they run it: in a fresh clone each time, with what the last run left.

Each run clones the site to the same place anew, restores `.nashra` and `public` as a cache would, and sets the
variables that the host sets.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from acceptance import PROJECT, nashra

UNCHANGED = 75  # with what the GitLab job ends where there is nothing to publish


@dataclass(frozen=True)
class Run:
    """What a run left for the host: exit code, log, outputs, summary."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str

    @property
    def commands(self) -> list[str]:
        """Return the workflow commands that GitHub would heed."""
        heeded: list[str] = []
        token = ""
        for line in map(str.strip, self.log.splitlines()):
            if token:
                token = "" if line == f"::{token}::" else token
            elif line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
            elif line.startswith("::"):
                heeded.append(line)
        assert not token, "commands were never heeded again"
        return heeded


@dataclass
class Host:
    """A repository, and a CI host that builds it."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def repository(self) -> Path:
        return self.folder / "origin"

    @property
    def clone(self) -> Path:
        return self.folder / "work" / "site"

    def git(self, *arguments: str) -> None:
        names = ("-c", "user.name=Desk", "-c", "user.email=desk@news.example", "-c", "init.defaultBranch=main")
        command = ["git", *names, "-C", str(self.repository), *arguments]
        subprocess.run(command, check=True, capture_output=True, env=self.environment({}))

    def commit(self, **texts: str) -> None:
        """Write files of the repository (a double underscore in a name is a slash) and commit."""
        for name, text in texts.items():
            (self.repository / name.replace("__", "/").replace("_", ".")).write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "…")

    def environment(self, more: dict[str, str]) -> dict[str, str]:
        programs = Path(sys.executable).parent
        own = {"PATH": f"{programs}:{os.defpath}", "PYTHONPATH": str(PROJECT), "HOME": str(self.folder)}
        return {**own, "LC_ALL": "C.UTF-8", **more}

    def check_out(self, *, cached: bool = True) -> None:
        """Clone the repository anew; `cached`: with the state and the output of the run before."""
        kept = self.folder / "cache"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for name in (".nashra", "public"):
            if cached and (self.clone / name).is_dir():
                shutil.copytree(self.clone / name, kept / name)
        shutil.rmtree(self.clone, ignore_errors=True)
        command = ["git", "clone", "--quiet", "--depth", "1", f"file://{self.repository}", str(self.clone)]
        subprocess.run(command, check=True, env=self.environment({}))
        shutil.copytree(kept, self.clone, dirs_exist_ok=True)

    def run(self, *arguments: str, **variables: str) -> Run:
        """Run the script in the present clone."""
        files = {name: self.folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        environment = self.environment(
            self.variables | {name: str(file) for name, file in files.items()} | {"RUNNER_TEMP": str(self.folder)}
        )
        done = subprocess.run(
            ["bash", "ci/build-site.sh", *arguments],
            cwd=self.clone,
            env=environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
        return Run(done.returncode, done.stdout.decode(), outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))

    def build(self, *, publish: bool = True, **variables: str) -> Run:
        """Do what the workflow does: check out, build, and publish what changed."""
        self.check_out()
        built = self.run(**variables)
        if publish and built.outputs.get("changed") == "true":
            assert self.run("published").code == 0
        return built


def begun(folder: Path, host: str) -> Host:
    """Return a repository with a new site."""
    made = Host(folder)
    assert nashra("init", made.repository, "--ci", host, "-q").code == 0
    made.git("init", "--quiet")
    made.commit()
    return made


@pytest.fixture
def github(tmp_path: Path) -> Host:
    """Return a site that GitHub builds."""
    host = begun(tmp_path, "github")
    host.variables = {"GITHUB_ACTIONS": "true", "CI": "true"}
    return host


def test_a_clone_is_published_once_and_then_only_when_something_changed(github: Host) -> None:
    first = github.build()
    again = github.build()
    title = "مكتبة الحي تغلق أبوابها"
    github.commit(content__library_md=f"---\nid: library\ntitle: {title}\npublished: 2025-05-09\n---\nنص الخبر.\n")
    edited = github.build()

    assert [run.code for run in (first, again, edited)] == [0, 0, 0]
    assert [run.outputs["changed"] for run in (first, again, edited)] == ["true", "false", "true"]
    assert first.outputs["errors"] == first.outputs["warnings"] == "0"
    assert first.commands == []
    assert "| changed | true |" in first.summary
    assert " 0 files written" in again.log
    assert title in (github.clone / "public/index.html").read_text("utf-8")


def test_what_a_fresh_clone_builds_on_is_what_a_clean_build_gives(github: Host) -> None:
    github.build()
    github.commit(content__library_md="---\nid: library\ntitle: عنوان\npublished: 2025-05-09\n---\nنص.\n")
    github.build()
    incremental = (github.clone / "public/.nashra-manifest").read_bytes()

    github.check_out(cached=False)
    github.run()

    assert (github.clone / "public/.nashra-manifest").read_bytes() == incremental


def test_what_was_built_but_not_published_is_published_by_the_next_run(github: Host) -> None:
    failed = github.build(publish=False)
    retried = github.build()
    after = github.build()

    assert [run.outputs["changed"] for run in (failed, retried, after)] == ["true", "true", "false"]
    assert " 0 files written" in retried.log


def test_a_run_by_hand_publishes_whatever_is_there(github: Host) -> None:
    github.build()

    assert github.build(NASHRA_PUBLISH="always").outputs["changed"] == "true"


def test_without_the_cache_the_site_is_published_again(github: Host) -> None:
    github.build()
    github.check_out(cached=False)

    assert github.run().outputs["changed"] == "true"


def test_a_run_says_when_the_clock_changes_the_site_next(github: Host) -> None:
    assert github.build().outputs["next_change"] == ""
    github.commit(content__later_md="---\ntitle: موعد\npublished: 2090-01-01T10:00:00+02:00\n---\nنص.\n")

    assert github.build().outputs["next_change"] == "2090-01-01T10:00:00+02:00"


def test_a_broken_source_is_annotated_and_the_rest_published(github: Host) -> None:
    github.build()
    lines = (github.repository / "content/agencies.jsonl").read_text("utf-8").splitlines()
    github.commit(content__agencies_jsonl="\n".join([lines[0], lines[1][:-20], lines[2]]) + "\n")

    run = github.build()

    assert run.code == 0
    assert (run.outputs["changed"], run.outputs["errors"]) == ("true", "1")
    [command] = run.commands
    assert command.startswith("::error file=content/agencies.jsonl,line=2,col=")
    assert ",title=json-malformed::" in command
    assert "error json-malformed content/agencies.jsonl:2" in run.summary
    assert not list((github.clone / "public/articles").glob("*الأوائل*"))
    assert len(list((github.clone / "public/articles").glob("*/index.html"))) >= 5


def test_a_broken_configuration_is_annotated_and_nothing_published(github: Host) -> None:
    github.build()
    github.commit(site_toml="[site]\ntitel = 'نشرة'\n")

    run = github.build()

    assert run.code == 2
    assert run.outputs == {}
    assert [command.split("::")[1] for command in run.commands] == [
        "error file=site.toml,line=2,col=1,title=config-unknown-key"
    ]


def test_what_an_outlet_wrote_is_no_command_to_the_host(github: Host) -> None:
    title = '"::error::مزيف\\n::set-env name=PATH::/tmp %0A,:"'
    github.commit(
        content__fake_md=f"---\ntitle: {title}\n::stop-commands::x: نعم\npublished: '::error::غدا'\n---\nن.\n"
    )

    run = github.build()

    assert run.code == 0
    assert run.commands
    assert [
        c for c in run.commands if not c.startswith(("::warning file=content/fake.md,", "::error file=content/fake"))
    ] == []


def test_nothing_is_published_while_another_build_runs(github: Host) -> None:
    from generator.lock import locked

    github.check_out()
    with locked(github.clone / ".nashra"):
        run = github.run()

    assert (run.code, run.outputs) == (6, {})


def test_a_strange_word_is_refused(github: Host) -> None:
    github.check_out()

    assert github.run("publish").code == 2


# GitLab


def gitlab_job(host: Host) -> tuple[int, dict[str, str]]:
    """Run the script of the pages job as GitLab's runner does; return its exit code and its dotenv report."""
    workflow: Any = yaml.safe_load((host.clone / ".gitlab-ci.yml").read_text("utf-8"))
    job = workflow["pages"]
    text = "set -eo pipefail\n" + "\n".join(job["script"])
    environment = host.environment({"GITLAB_CI": "true", "CI": "true", "TMPDIR": str(host.folder)})
    done = subprocess.run(["bash", "-c", text], cwd=host.clone, env=environment, capture_output=True, check=False)
    dotenv = (host.clone / job["artifacts"]["reports"]["dotenv"]).read_text("utf-8")
    assert "::" not in done.stdout.decode()
    return done.returncode, dict(line.split("=", 1) for line in dotenv.splitlines())


def test_gitlab_deploys_a_job_that_found_something_new_and_no_other(tmp_path: Path) -> None:
    host = begun(tmp_path, "gitlab")
    host.check_out()
    first = gitlab_job(host)
    host.check_out()
    again = gitlab_job(host)

    assert (first[0], first[1]["NASHRA_CHANGED"]) == (0, "true")
    assert (again[0], again[1]["NASHRA_CHANGED"]) == (UNCHANGED, "false")
    workflow = yaml.safe_load((host.clone / ".gitlab-ci.yml").read_text("utf-8"))
    assert workflow["pages"]["allow_failure"] == {"exit_codes": UNCHANGED}


# how nashra comes there


def fake_wheel(folder: Path, version: str) -> Path:
    """Write a wheel whose `nashra` says what a build of nothing would."""
    path = folder / f"nashra-{version}-py3-none-any.whl"
    info = f"nashra-{version}.dist-info"
    module = (
        "import sys\n"
        "def main():\n"
        f"    print('nashra {version}' if '--version' in sys.argv else REPORT)\n"
        'REPORT = \'{"problems": [], "pages": 1, "written": 1, "reused": 0, "removed": 0}\'\n'
    )
    files = {
        "fake_nashra.py": module,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: nashra\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nnashra = fake_nashra:main\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            wheel.writestr(name, text)
    return path


def without_nashra(folder: Path) -> str:
    """Return a PATH on which there is Python and no Nashra."""
    folder.mkdir()
    python = folder / "python3"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return f"{folder}:{os.defpath}"


def test_of_several_wheels_none_is_taken(github: Host, tmp_path: Path) -> None:
    github.check_out()
    for version in ("0.9.0", "0.10.0"):
        fake_wheel(github.clone / "ci", version)
    path = without_nashra(tmp_path / "bare")

    refused = github.run(PATH=path, PIP_NO_INDEX="1")
    named = github.run(PATH=path, PIP_NO_INDEX="1", NASHRA_PACKAGE="ci/nashra-0.10.0-py3-none-any.whl")

    assert (refused.code, refused.outputs) == (2, {})
    assert "ci/ holds 2 wheels: ci/nashra-0.10.0-py3-none-any.whl ci/nashra-0.9.0-py3-none-any.whl" in refused.log
    assert "nashra 0.10.0" in named.log


@pytest.mark.parametrize("where", ["NASHRA_PACKAGE", "ci/"])
def test_where_nashra_is_not_installed_a_wheel_is(github: Host, where: str, tmp_path: Path) -> None:
    path = without_nashra(tmp_path / "bare")
    github.check_out()
    wheel = fake_wheel(github.clone / "ci" if where == "ci/" else tmp_path, "7.8.9")

    more = {"NASHRA_PACKAGE": str(wheel)} if where == "NASHRA_PACKAGE" else {}
    run = github.run(PATH=path, PIP_NO_INDEX="1", **more)

    assert run.code == 0, run.log
    assert "nashra 7.8.9" in run.log
    assert run.outputs["changed"] == "true"
