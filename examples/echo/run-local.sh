#!/usr/bin/env bash
# run-local.sh: the service on this machine, with hot reload: what is saved runs at once. Arguments go to the program.
# Ctrl-R starts it again, for what it does once at its start, as mapping a route. Ctrl-C ends it.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
# An edit that a running program cannot take up restarts it, without a question first.
export DOTNET_WATCH_RESTART_ON_RUDE_EDIT=1
exec dotnet watch --project src run -- "$@"
