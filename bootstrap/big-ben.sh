#!/usr/bin/env bash
# Brings Big Ben up, or passes a verb on to it: big-ben.sh [VERB] [OPTIONS]; big-ben.sh --help lists them.
set -euo pipefail

script=${BASH_SOURCE[0]}
# A link to it, as in ~/bin, leads to its clone.
while [[ -L $script ]]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname -- "$script")/$target ;;
  esac
done
here=$(CDPATH='' cd -- "$(dirname -- "$script")" && pwd -P)
# shellcheck source=bootstrap/lib/bigben.sh
source "$here/lib/bigben.sh"

run_bigben "$@"
