#!/usr/bin/env bash
# tools.sh PROGRAM=PACKAGE...: installs the packages whose programs a job's image lacks.
set -euo pipefail

missing=()
for tool in "$@"; do
  command -v "${tool%%=*}" >/dev/null || missing+=("${tool#*=}")
done
if ((${#missing[@]})); then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
