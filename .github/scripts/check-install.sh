#!/usr/bin/env bash
# check-install.sh REGISTRY: refuses a latest release whose install.yaml is not what the last environment runs, where that runs this release.
set -euo pipefail

registry=$1
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

tag=$(gh release list --exclude-drafts --exclude-pre-releases --limit 1 --json tagName --jq '.[].tagName')
environment=$(./bootstrap/big-ben.sh environments --json | jq --raw-output .last)
images=$(./bootstrap/big-ben.sh images --registry "$registry" --json)
# A rollback leaves the release as it is.
if ! jq --exit-status --arg tag "$tag" --arg in "$environment" \
  'any(.[]; (.tags | split(", ") | index($tag)) and (.environments | split(", ") | index($in)))' <<<"$images" >/dev/null; then
  echo "$environment does not run the latest release${tag:+, $tag}: nothing to compare."
  exit
fi
gh release download "$tag" --pattern install.yaml --dir "$directory"
./bootstrap/big-ben.sh render "$environment" --registry "$registry" --check "$directory/install.yaml"
