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
#   NASHRA_PACKAGE   what to install: the path or address of a wheel, or a name with its version. Without it, the
#                    first of these that is there: nashra on PATH, ci/nashra-*.whl, ci/requirements.txt
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
