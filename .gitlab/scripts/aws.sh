#!/usr/bin/env bash
# aws.sh [TARGET]: for the deploy target aws, its program where a job's image lacks it: by its own installer, since Ubuntu 24.04, which
# .NET's images are, has no package of it.
set -euo pipefail

if [[ ${1:-} != aws ]] || command -v aws >/dev/null; then
  exit
fi
"$(dirname -- "${BASH_SOURCE[0]}")/tools.sh" curl=curl unzip=unzip
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
curl --silent --show-error --fail --location --retry 3 --output "$directory/aws.zip" \
  "https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m).zip"
unzip -q "$directory/aws.zip" -d "$directory"
"$directory/aws/install" >/dev/null
