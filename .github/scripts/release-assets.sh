#!/usr/bin/env bash
# release-assets.sh TAG REGISTRY ENVIRONMENT: adds to a release what the environment runs without Argo CD (install.yaml) and what each image
# is made of (sbom-SERVICE.json, the SBOM that was made with the image), from the records of the commit that is checked out. Nothing is added
# where these are not the release's: a newer one, or a rollback, was recorded since.
set -euo pipefail

tag=$1 registry=$2 environment=$3
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

images=$(./bootstrap/big-ben.sh images --registry "$registry" --json)
others=$(jq --raw-output --arg in "$environment" --arg tag "$tag" '
  [.[] | .service as $service | .recorded[] | select(.environment == $in and .tag != $tag) | "\($service) \(.tag)"] | join(", ")' <<<"$images")
if [[ -n $others ]]; then
  echo "$environment is recorded with $others, not $tag: install.yaml would be another release's, and $tag gets no assets." >&2
  exit 1
fi
./bootstrap/big-ben.sh render "$environment" --registry "$registry" >"$directory/install.yaml"
jq --raw-output --arg in "$environment" '.[] | select(.environments | split(", ") | index($in)) | "\(.service) \(.image)"' <<<"$images" |
  while read -r service image; do
    docker buildx imagetools inspect "$image" --format '{{ json .SBOM }}' >"$directory/sbom-$service.json"
  done
gh release upload "$tag" --clobber "$directory"/*
