#!/usr/bin/env bash
# build.sh REGISTRY [TARGET]: builds each image that the registry lacks, starts it and asks its probes, and gives it its tag; with a deploy
# target, the same image goes there too, so that it is there before a record names it.
set -euo pipefail
# shellcheck source=.ci/deploy/target.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../../.ci/deploy/target.sh"

registry=$1 target=${2:-}
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

services=$(./bootstrap/big-ben.sh affected --registry "$registry" --unbuilt --json)
rows=$(jq --raw-output '.[] | "\(.service) \(.kind) \(.commit) \(.tag) \(.repository)"' <<<"$services")
if [[ -z $rows ]]; then
  echo "Every image is built."
  exit
fi
if [[ -n $target ]]; then
  to=$(target_registry "$target")
  log_in "$target"
fi
# What the engine has by default cannot push by digest, nor build for two processors. A builder takes no certificates out of variables,
# which is where a job has the engine's: only a context's.
docker context inspect big-ben >/dev/null 2>&1 || docker context create big-ben >/dev/null
docker buildx create --use --driver docker-container big-ben >/dev/null
# Started on the engine's own processor, where images are for that one, too: another one needs QEMU.
platforms=${PLATFORMS:-linux/amd64,linux/arm64}
platform=$(docker version --format '{{.Server.Os}}/{{.Server.Arch}}')
[[ ,$platforms, == *",$platform,"* ]] || platform=${platforms%%,*}
while read -r service kind commit tag repository <&3; do
  docker buildx build --file "app/$service/Dockerfile" --platform "$platforms" \
    --build-arg "VERSION=$tag" --build-arg "REVISION=$commit" --provenance mode=max --sbom true \
    --metadata-file "$directory/$service.json" \
    --output "type=image,name=$repository,push-by-digest=true,name-canonical=true,push=true" .
  digest=$(jq --raw-output '."containerimage.digest"' "$directory/$service.json")
  .github/scripts/ask-probes.sh "$repository@$digest" "$tag" "$service" "$kind" "$platform"
  ./bootstrap/big-ben.sh publish "$service" "$digest" --registry "$registry"
  if [[ -n $target ]]; then
    copy_image "$target" "$to" "$repository@$digest" "$tag"
  fi
done 3<<<"$rows"
