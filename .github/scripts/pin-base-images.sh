#!/usr/bin/env bash
# pin-base-images.sh: gives every base image of a Dockerfile that is named by its tag alone the digest that the registry has for it now, for
# all its platforms. From then on Dependabot raises tag and digest. Where one became another, proposes it as a pull request of a branch.
set -euo pipefail

branch=pin-base-images
mapfile -t files < <(git ls-files '*Dockerfile' '*.Dockerfile')
# A stage that another one begins with is no image of a registry.
mapfile -t images < <(sed --quiet --regexp-extended 's/^FROM (--[^ ]+ )*([^ @]+:[^ @]+)( .*)?$/\2/p' "${files[@]}" | sort --unique)
for image in "${images[@]}"; do
  digest=$(docker buildx imagetools inspect "$image" --format '{{ .Manifest.Digest }}')
  if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "The registry tells no digest of $image, but '$digest': look at the image's name in its Dockerfile." >&2
    exit 1
  fi
  sed --in-place --regexp-extended "s|^(FROM (--[^ ]+ )*${image//./\\.})( .*)?\$|\1@$digest\3|" "${files[@]}"
done
if git diff --quiet; then
  echo "Every base image has a digest."
  exit
fi
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git switch --quiet --force-create "$branch"
git commit --quiet --all --message "Pin base images by digest"
git push --quiet --force origin "$branch"
gh pr view "$branch" --json state --jq .state 2>/dev/null | grep --quiet OPEN ||
  gh pr create --head "$branch" --title "Pin base images by digest" \
    --body "What the registry has under these tags now; Dependabot raises them."
