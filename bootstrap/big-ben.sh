#!/usr/bin/env bash
# Brings Big Ben up, or passes a verb on to it: big-ben.sh [VERB] [OPTIONS]; big-ben.sh --help lists them.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=bootstrap/lib/bigben.sh
source "$here/lib/bigben.sh"

run_bigben "$@"
