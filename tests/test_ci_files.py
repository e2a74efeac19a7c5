"""`nashra init --ci`: what it writes, and the workflows as their hosts read them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from acceptance import nashra

from generator import __version__, ci_files, config
from generator.ci_files import CiHost
from generator.config import SiteConfig

SCHEMAS = {CiHost.GITHUB: "vendor.github-workflows", CiHost.GITLAB: "vendor.gitlab-ci"}
PATHS = {CiHost.GITHUB: ".github/workflows/site.yml", CiHost.GITLAB: ".gitlab-ci.yml"}


def workflow(host: CiHost, settings: str = "") -> Any:
    """Return the workflow of a host as YAML 1.2 has it: `on` is a name there, no truth value."""
    text = ci_files.files(host, config.load(settings))[PATHS[host]].decode()
    return yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.M))


# what is written


@pytest.mark.parametrize("host", CiHost)
def test_no_mark_is_left_to_fill_in(host: CiHost) -> None:
    for path, data in ci_files.files(host, SiteConfig()).items():
        assert not re.search(rb"@[A-Z_]+@", data), path


@pytest.mark.parametrize("host", CiHost)
def test_the_host_would_accept_its_workflow(host: CiHost, tmp_path: Path) -> None:
    file = tmp_path / "workflow.yml"
    file.write_bytes(ci_files.files(host, SiteConfig())[PATHS[host]])

    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[host], str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_version_is_pinned() -> None:
    text = ci_files.files(CiHost.GITHUB, SiteConfig())["ci/requirements.txt"].decode()

    assert [line for line in text.splitlines() if not line.startswith("#")] == [f"nashra=={__version__}"]


def test_the_script_is_what_shellcheck_approves_of(tmp_path: Path) -> None:
    program = shutil.which("shellcheck")
    if not program:
        pytest.skip("shellcheck is not here")
    file = tmp_path / "build-site.sh"
    file.write_bytes(ci_files.files(CiHost.GITHUB, SiteConfig())["ci/build-site.sh"])

    assert subprocess.run([program, str(file)], capture_output=True, text=True, check=False).stdout == ""


def test_a_site_that_stands_gets_the_files_of_its_host_and_nothing_of_it_is_overwritten(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (root / "site.toml").write_text('[site]\ntitle = "نشرة النهر"\n[schedule]\nevery_minutes = 20\n', "utf-8")
    (root / "notes.txt").write_text("لا تمس", "utf-8")
    (root / "ci").mkdir()
    (root / "ci/requirements.txt").write_text("nashra==9\n")

    done = nashra("init", root, "--ci", "github", "--json")

    assert done.code == 0
    assert done.rows[0] == {
        "written": [".github/workflows/site.yml", "ci/build-site.sh"],
        "left": ["ci/requirements.txt"],
    }
    assert "ci/requirements.txt stands already and is left as it is" in done.err
    assert (root / "ci/requirements.txt").read_text() == "nashra==9\n"
    assert not (root / "content").exists()


def test_a_second_host_beside_the_first_adds_its_workflow_only(tmp_path: Path) -> None:
    root = tmp_path / "site"
    first = nashra("init", root, "--ci", "github", "--json").rows[0]
    second = nashra("init", "-C", root, "--ci", "gitlab", "--json").rows[0]

    assert {"site.toml", ".github/workflows/site.yml", "ci/build-site.sh"} <= set(first["written"])
    assert second == {"written": [".gitlab-ci.yml"], "left": ["ci/build-site.sh", "ci/requirements.txt"]}


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"")

    done = nashra("init", tmp_path, "--ci", "gitlab")

    assert done.code == 2
    assert not (tmp_path / ".gitlab-ci.yml").exists()


# when


@pytest.mark.parametrize(
    ("every_minutes", "fields"),
    [
        (1, "3,8,13,18,23,28,33,38,43,48,53,58 * * * *"),
        (5, "3,8,13,18,23,28,33,38,43,48,53,58 * * * *"),
        (20, "13,33,53 * * * *"),
        (45, "33 * * * *"),
        (60, "33 * * * *"),
        (90, "33 */2 * * *"),
        (6 * 60, "33 */6 * * *"),
        (23 * 60 + 45, "33 3 * * *"),
        (24 * 60, "33 3 * * *"),
        (3 * 24 * 60, "33 3 */3 * *"),
    ],
)
def test_a_schedule_is_due_about_as_often_as_asked(every_minutes: int, fields: str) -> None:
    assert ci_files.cron(every_minutes, 33) == fields


def test_the_schedule_is_that_of_the_site_and_hourly_without_one() -> None:
    asked = workflow(CiHost.GITHUB, "[schedule]\nevery_minutes = 360\n")["on"]["schedule"][0]["cron"]
    unasked = workflow(CiHost.GITHUB)["on"]["schedule"][0]["cron"]

    assert re.fullmatch(r"\d+ \*/6 \* \* \*", asked)
    assert re.fullmatch(r"\d+ \* \* \* \*", unasked)


def test_sites_are_built_at_minutes_of_their_own() -> None:
    titles = ("نشرة", "النهر", "الساحل", "المدينة")
    crons = {workflow(CiHost.GITHUB, f'[site]\ntitle = "{t}"\n')["on"]["schedule"][0]["cron"] for t in titles}

    assert len(crons) > 1
    assert not any(cron.startswith("0 ") for cron in crons)


# GitHub


def test_github_builds_on_pushes_by_the_clock_and_by_hand_one_run_at_a_time() -> None:
    site = workflow(CiHost.GITHUB)

    assert set(site["on"]) == {"push", "schedule", "workflow_dispatch"}
    assert site["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_github_grants_each_job_what_it_needs_and_nothing_more() -> None:
    site = workflow(CiHost.GITHUB)

    assert site["permissions"] == {"contents": "read"}
    assert site["jobs"]["site"]["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert site["jobs"]["keep-alive"]["permissions"] == {"actions": "write", "contents": "read"}


def test_github_publishes_only_what_changed_and_notes_it_after_the_deployment() -> None:
    steps = workflow(CiHost.GITHUB)["jobs"]["site"]["steps"]
    order = [step.get("name", step.get("uses")) for step in steps]

    for name in ("Pack", "Publish", "Note what readers have"):
        assert steps[order.index(name)]["if"] == "steps.build.outputs.changed == 'true'"
    assert order.index("Build") < order.index("Publish") < order.index("Note what readers have")
    assert order.index("Note what readers have") < order.index("Save state")


def test_github_keeps_state_and_output_together_under_a_key_of_each_run() -> None:
    steps = workflow(CiHost.GITHUB)["jobs"]["site"]["steps"]
    [restore] = [step["with"] for step in steps if "cache/restore" in step.get("uses", "")]
    [save] = [step["with"] for step in steps if "cache/save" in step.get("uses", "")]

    assert restore["path"].split() == save["path"].split() == [".nashra", "public"]
    assert restore["key"] == save["key"]
    assert "github.run_id" in save["key"]
    assert save["key"].startswith(restore["restore-keys"])


def test_github_runs_actions_of_its_own_only_each_with_its_version() -> None:
    jobs = workflow(CiHost.GITHUB)["jobs"].values()
    used = [step["uses"] for job in jobs for step in job["steps"] if "uses" in step]

    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[a-z/-]+@v\d+", name)] == []


def test_github_hands_no_text_of_others_to_a_shell() -> None:
    jobs = workflow(CiHost.GITHUB)["jobs"].values()

    assert [step["run"] for job in jobs for step in job["steps"] if "${{" in step.get("run", "")] == []


def test_only_the_second_schedule_is_the_keep_alives() -> None:
    site = workflow(CiHost.GITHUB)
    build, alive = (entry["cron"] for entry in site["on"]["schedule"])

    assert build != alive
    assert re.fullmatch(r"\d+ 3 1,15 \* \*", alive)
    assert site["jobs"]["site"]["if"] == f"github.event.schedule != '{alive}'"
    assert site["jobs"]["keep-alive"]["if"] == f"github.event.schedule == '{alive}'"


@pytest.mark.parametrize(("quiet_days", "enabled"), [(0, False), (39, False), (41, True), (59, True)])
def test_keep_alive_enables_the_workflow_only_where_the_repository_was_quiet(
    tmp_path: Path, quiet_days: int, enabled: bool
) -> None:
    [step] = workflow(CiHost.GITHUB)["jobs"]["keep-alive"]["steps"]
    fake = tmp_path / "gh"
    fake.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >> {tmp_path}/asked\n'
        f'case "$*" in *commits*) date -u -d "{quiet_days} days ago" +%Y-%m-%dT%H:%M:%SZ;; esac\n'
    )
    fake.chmod(0o755)

    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_REPOSITORY": "example/site"}
    done = subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    enabling = "api --method PUT repos/example/site/actions/workflows/site.yml/enable"
    assert ((tmp_path / "asked").read_text().splitlines()[-1] == enabling) is enabled


# GitLab


def test_gitlab_builds_the_default_branch_one_run_at_a_time_and_keeps_state_and_output() -> None:
    site = workflow(CiHost.GITLAB)
    caches = site["pages"]["cache"]

    assert site["workflow"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert site["pages"]["resource_group"] == "pages"
    assert caches[0] == {"key": "site", "paths": [".nashra", "public"], "when": "always"}
    assert site["pages"]["artifacts"]["paths"] == ["public"]


def test_gitlab_says_which_schedule_to_make() -> None:
    text = ci_files.files(CiHost.GITLAB, SiteConfig())[".gitlab-ci.yml"].decode()

    assert re.search(r"^# interval  \d+ \* \* \* \*  ", text, re.M)
