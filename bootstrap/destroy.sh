#!/usr/bin/env bash
# Takes down what big-ben.sh brought up: processes, ports, the git remote and the state folder.
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

run_bigben down "$@"
