#!/usr/bin/env bash
# login.sh REGISTRY: makes docker and the verbs known to GitLab's own registry; for another one, DOCKER_AUTH_CONFIG says who you are.
set -euo pipefail

if [[ -n ${CI_REGISTRY:-} && $1 == "$CI_REGISTRY"/* ]]; then
  printf '%s' "$CI_REGISTRY_PASSWORD" | docker login --username "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"
elif [[ -n ${DOCKER_AUTH_CONFIG:-} ]]; then
  folder=${DOCKER_CONFIG:-$HOME/.docker}
  mkdir -p "$folder"
  (umask 077 && printf '%s' "$DOCKER_AUTH_CONFIG" >"$folder/config.json")
fi
