#!/usr/bin/env bash
# publish-chart.sh TAG REPOSITORY: pushes charts/app as an OCI artifact, such as ghcr.io/owner/charts/app:1.2.0, and prints it by digest.
set -euo pipefail

version=${1#v} repository=${2,,}
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

helm package charts/app --version "$version" --app-version "$1" --destination "$directory" >&2
# Helm says what it pushed on either output, by its version.
pushed=$(helm push "$directory/app-$version.tgz" "oci://$repository" 2>&1)
printf '%s\n' "$pushed" >&2
digest=$(sed -n 's/^Digest: *\(sha256:[0-9a-f]\{64\}\)$/\1/p' <<<"$pushed")
if [[ -z $digest ]]; then
  echo "helm push does not say which digest it pushed." >&2
  exit 1
fi
echo "$repository/app@$digest"
