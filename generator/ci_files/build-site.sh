#!/usr/bin/env bash
#
# Build the site on a CI host and say whether there is anything to publish. `nashra init --ci` wrote it; it is yours.
#
#   ci/build-site.sh              build, and say: changed, errors, warnings, next_change
#   ci/build-site.sh published    note that readers now have what was built last
#
# It exits with 0 when the site was built, also where single sources had errors: those are annotated and the rest is
# there to publish. Otherwise with nashra's own code: 2 configuration or template, 5 cannot write, 6 another build runs.
#
# What it reads from the environment, all optional:
#   NASHRA_PACKAGE   what to install: the path or address of a wheel, or a name with its version. Without it, the first
#                    of these that is there: nashra on PATH, ci/nashra-*.whl (one, not several), ci/requirements.txt
#   NASHRA_PUBLISH   always: call the site changed, whatever was published before
#   GITHUB_ACTIONS, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITLAB_CI   as the hosts set them

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

manifest=public/.nashra-manifest    # lists every file of the built site with its digest
published=.nashra/published-manifest # what it listed when the site was last published

install_nashra() {
  local environment="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/nashra-environment"
  local wheels=(ci/nashra-*.whl)
  if [[ -n ${NASHRA_PACKAGE:-} ]]; then
    set -- "$NASHRA_PACKAGE"
  elif command -v nashra > /dev/null; then
    return
  elif [[ ${#wheels[@]} -gt 1 ]]; then
    echo "ci/ holds ${#wheels[@]} wheels: ${wheels[*]}" >&2
    echo "keep the one that is to build the site, or name it in NASHRA_PACKAGE" >&2
    exit 2
  elif [[ -e ${wheels[0]} ]]; then
    set -- "${wheels[0]}"
  else
    set -- -r ci/requirements.txt
  fi
  python3 -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  PATH="$environment/bin:$PATH"
}

# Build, with the report in the file $1. Messages quote what outlets wrote, and on GitHub a line that begins with two
# colons is a command: none is heeded until the token comes. All of it on one stream, so that the order holds.
report_of_build() {
  local token="" status=0
  if [[ ${GITHUB_ACTIONS:-} == true ]]; then
    token=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
    echo "::stop-commands::$token"
  fi
  { nashra build --json > "$1" || status=$?; } 2>&1
  [[ -z $token ]] || echo "::$token::"
  return "$status"
}

# Annotate the problems in the report $2, and say what later steps want to know, $1 (whether something changed) among
# it. Fails where the report is not that of a finished build.
tell() {
  CHANGED=$1 python3 - "$2" << 'PYTHON'
import html
import json
import os
import sys
from pathlib import Path

SHOWN = 10  # annotations of a kind that GitHub shows for a step


def main(report_path: str) -> int:
    try:
        report = json.loads(Path(report_path).read_text(encoding="utf-8"))
    except ValueError:
        return 1
    problems = report.get("problems", [])
    by_level = {level: [p for p in problems if p["level"] == level] for level in ("error", "warning")}
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for found in by_level.values():
            for problem in found[:SHOWN]:
                print(annotation(problem))
    if "written" not in report:
        return 1
    facts = {
        "changed": os.environ["CHANGED"],
        "errors": len(by_level["error"]),
        "warnings": len(by_level["warning"]),
        "next_change": report.get("next_change") or "",
    }
    lines = [f"{name}={value}" for name, value in facts.items()]
    print(*lines, sep="\n")
    append("GITHUB_OUTPUT", lines)
    append("GITHUB_STEP_SUMMARY", summary(report, facts, problems))
    if os.environ.get("GITLAB_CI"):
        Path("build.env").write_text("".join(f"NASHRA_{name.upper()}={facts[name]}\n" for name in facts), "utf-8")
    return 0


def annotation(problem):
    places = {"file": problem["path"], "line": problem["line"], "col": problem["column"], "title": problem["code"]}
    named = ",".join(f"{name}={escaped(value, ':,')}" for name, value in places.items() if value)
    hint = f" ({problem['hint']})" if problem["hint"] else ""
    return f"::{problem['level']} {named}::{escaped(problem['message'] + hint)}"


def escaped(value, more=""):
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in str(value))


def summary(report, facts, problems):
    counts = {name: report[name] for name in ("pages", "written", "reused", "removed")} | facts
    lines = ["### The site", "", "| | |", "|---|---|", *(f"| {name} | {counts[name]} |" for name in counts)]
    told = [f"{p['level']} {p['code']} {p['path']}:{p['line']} {p['message']}" for p in problems[:50]]
    return lines + (["", "<pre>", *(html.escape(" ".join(line.split())) for line in told), "</pre>"] if told else [])


def append(variable, lines):
    if os.environ.get(variable):
        with open(os.environ[variable], "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


sys.exit(main(sys.argv[1]))
PYTHON
}

build() {
  local report status=0 changed=true
  report=$(mktemp)
  install_nashra
  nashra --version
  report_of_build "$report" || status=$?
  if [[ ${NASHRA_PUBLISH:-} != always ]] && cmp --silent -- "$manifest" "$published"; then
    changed=false
  fi
  # 1: sources with errors; 3: feeds that could not be fetched. Either way the site was built from what there is.
  if ! tell "$changed" "$report" || [[ ! $status =~ ^[013]$ ]]; then
    rm -f -- "$report"
    exit "$((status == 0 ? 1 : status))"
  fi
  rm -f -- "$report"
}

case ${1:-build} in
  build) build ;;
  published) cp -- "$manifest" "$published" ;;
  *)
    echo "usage: ci/build-site.sh [published]" >&2
    exit 2
    ;;
esac
