#!/usr/bin/env bash
# tools.sh PROGRAM=PACKAGE...: installs the packages whose programs a job's image lacks. A plugin of docker is named as docker-PLUGIN.
set -euo pipefail

# has PROGRAM: whether it is there.
has() { command -v "$1" >/dev/null || { [[ $1 == docker-* ]] && docker "${1#docker-}" version >/dev/null 2>&1; }; }

missing=()
for tool in "$@"; do
  has "${tool%%=*}" || missing+=("${tool#*=}")
done
if ((${#missing[@]})); then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
