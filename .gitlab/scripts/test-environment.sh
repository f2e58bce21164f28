#!/usr/bin/env bash
# test-environment.sh REGISTRY: takes each service that is to be recorded through its stages on a local platform in this job: an environment
# of its own with its database, end-to-end tests, performance test.
set -euo pipefail

services=$(./bootstrap/big-ben.sh affected --registry "$1" --json)
names=$(jq --raw-output '.[].service' <<<"$services")
if [[ -z $names ]]; then
  echo "Nothing is to be recorded."
  exit
fi
./bootstrap/big-ben.sh up --platform local
while read -r name <&3; do
  ./bootstrap/big-ben.sh pipeline "$name" --until performance
done 3<<<"$names"
