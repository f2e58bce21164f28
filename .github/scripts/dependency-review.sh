#!/usr/bin/env bash
# dependency-review.sh BASE HEAD: refuses dependencies that a change adds and that have a known vulnerability, moderate or worse.
set -euo pipefail

found=$(gh api --paginate "repos/$GITHUB_REPOSITORY/dependency-graph/compare/$1...$2" --jq '
  .[] | select(.change_type == "added") | {manifest, name, version} + (.vulnerabilities[] | select(.severity != "low"))
  | "\(.manifest): \(.name) \(.version): \(.severity), \(.advisory_summary) (\(.advisory_url))"')
if [[ -n $found ]]; then
  printf '%s\nThis change adds dependencies with known vulnerabilities: choose other versions.\n' "$found" >&2
  exit 1
fi
