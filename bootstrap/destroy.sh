#!/usr/bin/env bash
# Takes down what big-ben.sh brought up: processes, ports, the git remote and the state folder.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=bootstrap/lib/bigben.sh
source "$here/lib/bigben.sh"

run_bigben down "$@"
