#!/usr/bin/env bash
# record.sh VERB [OPTION]...: lets a verb push its record to the branch: record, promote, rollback. A record starts no further pipeline.
set -euo pipefail

# GitLab's own token may push where the project allows it (Settings → CI/CD → Job token permissions), RECORDER_TOKEN also where main is
# protected. A runner keeps the checkout for later jobs, also those of other branches, so the token goes when this ends.
trap 'git config --unset-all remote.origin.pushurl' EXIT
git remote set-url --push origin \
  "${CI_SERVER_PROTOCOL:-https}://gitlab-ci-token:${RECORDER_TOKEN:-$CI_JOB_TOKEN}@$CI_SERVER_HOST:$CI_SERVER_PORT/$CI_PROJECT_PATH.git"
git config push.pushOption ci.skip
git config user.name "${GITLAB_USER_NAME:-GitLab CI}"
git config user.email "${GITLAB_USER_EMAIL:-gitlab-ci@$CI_SERVER_HOST}"
./bootstrap/big-ben.sh "$@"
