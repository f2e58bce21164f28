#!/usr/bin/env bash
# check.sh: refuses records that were edited by hand, and shows what the change does to the objects of every environment.
set -euo pipefail

git fetch --quiet origin "+refs/heads/$CI_DEFAULT_BRANCH:refs/remotes/origin/$CI_DEFAULT_BRANCH"
base=${CI_MERGE_REQUEST_DIFF_BASE_SHA:-origin/$CI_DEFAULT_BRANCH}
./bootstrap/big-ben.sh affected --base "$base" --json
./bootstrap/big-ben.sh diff "$base..HEAD"
