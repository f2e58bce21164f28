#!/usr/bin/env bash
# run-local.sh: the service on this machine, with hot reload: what is saved is what runs. Arguments go to the program.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
exec dotnet watch --project src run -- "$@"
