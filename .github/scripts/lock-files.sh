#!/usr/bin/env bash
# lock-files.sh: writes every packages.lock.json anew; where one became another, commits and pushes it to the branch that is checked out.
set -euo pipefail

# CI asks for lock files that fit; here they are made to.
CI=false dotnet restore BigBen.slnx --force-evaluate --nologo
if git diff --quiet -- '*packages.lock.json'; then
  echo "Every lock file fits."
  exit
fi
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git commit --message "Write the lock files anew" -- '*packages.lock.json'
git push origin HEAD
