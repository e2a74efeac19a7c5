"""Shell completion, asked of a real shell, and mistakes on the command line, told like all others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from site_fixture import SiteFixture, small_site

from generator import cli
from generator.commands import COMMANDS

BIN = Path(sys.executable).parent
# Completes one line as bash does when somebody presses the tabulator, and prints a proposal a line.
ASK = """\
eval "$(nashra completion bash -q)"
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDS=($1)
[[ $1 == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
function=$(complete -p nashra | sed -E 's/.* -F ([^ ]+) .*/\\1/')
compopt() { :; }
$function nashra "${COMP_WORDS[COMP_CWORD]}" ""
for word in "${COMPREPLY[@]}"; do echo "${word% }"; done
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    site = small_site(tmp_path_factory.mktemp("completion") / "site")
    site.build()
    return site


def proposals(site: SiteFixture, line: str) -> list[str]:
    """Return what bash proposes for a line that ends where the cursor stands."""
    bash = shutil.which("bash")
    if bash is None or not (BIN / "nashra").exists():
        pytest.skip("no bash, or nashra is not installed as a program")
    environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(site.root), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [bash, "--norc", "-c", ASK, "ask", line], cwd=site.root, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("nashra che", ["check"]),
        ("nashra list art", ["articles"]),
        ("nashra build --verb", ["--verbose"]),
        ("nashra check --only check-f", ["check-feed", "check-foreign"]),
        ("nashra config --explain site.d", ["site.description", "site.digits"]),
        ("nashra why /ab", ["/about/"]),
        ("nashra completion ", ["bash", "zsh", "fish"]),
        ("nashra hosting --no-such", []),
    ],
)
def test_bash_completes(site: SiteFixture, line: str, proposed: list[str]) -> None:
    assert proposals(site, line) == proposed


def test_bash_proposes_every_command(site: SiteFixture) -> None:
    assert proposals(site, "nashra ") == [command.name for command in COMMANDS]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_it_accepts(
    shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["completion", shell]) == 0
    told = capsys.readouterr()
    assert "nashra" in told.out
    assert "completion" in told.err
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    (tmp_path / "script").write_text(told.out)
    assert subprocess.run([program, "-n", tmp_path / "script"], capture_output=True).returncode == 0


def test_a_script_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "bash", "--json", "-q"]) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["shell"] == "bash"
    assert told.err == ""


# ---- mistakes on the command line


@pytest.mark.parametrize(
    ("words", "path", "message", "hint"),
    [
        (["biuld"], "nashra", "invalid choice: 'biuld'", 'did you mean "build"?'),
        (["list", "artcles"], "nashra list", "invalid choice: 'artcles'", 'did you mean "articles"?'),
        (["build", "--jobs", "0"], "nashra build", "“0” is no count", "nashra build --help says what it takes"),
        (["list"], "nashra list", "required: what", "nashra list --help says what it takes"),
        (
            ["build", "--frobnicate"],
            "nashra",
            "unrecognized arguments: --frobnicate",
            "nashra --help says what it takes",
        ),
    ],
)
def test_words_that_cannot_be_followed_are_a_problem(
    words: list[str], path: str, message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*words, "--json"]) == 2
    told = capsys.readouterr()
    (problem,) = json.loads(told.out)["problems"]

    assert (problem["code"], problem["path"], problem["hint"]) == ("usage", path, hint)
    assert message in problem["message"]
    assert told.err.startswith(f"error usage {path} ")

    assert cli.main(words) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "words", [["list", "articles"], ["list", "articles", "--json"], ["config"], ["biuld", "--json"]]
)
def test_a_full_disk_behind_stdout_is_told_with_exit_5(site: SiteFixture, words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "generator", *words, "-C", str(site.root)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)

    assert (done.returncode, "error cannot-write stdout No space left on device" in done.stderr) == (5, True), (
        done.stderr
    )
    assert "Exception ignored" not in done.stderr
