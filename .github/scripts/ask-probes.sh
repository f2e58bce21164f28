#!/usr/bin/env bash
# ask-probes.sh IMAGE VERSION SERVICE KIND [PLATFORM]: starts a service's image as the cluster would, asks its probes and its version, and
# ends it again. Another platform than the engine's own, which is the default, needs QEMU.
set -euo pipefail

image=$1 version=$2 service=$3 kind=$4 platform=${5:-}
if [[ $kind != web ]]; then
  echo "$service is a $kind, which answers no requests: its image is not started."
  exit
fi
# What the program does not start without, for this alone: nothing else is there, no database and no other service.
settings=app/$service/smoke-test.env
[[ -f $settings ]] || settings=
# A port is published on the engine's machine, which is another one where a job has its engine beside itself.
host=127.0.0.1 address=127.0.0.1
if [[ ${DOCKER_HOST:-} == tcp://* ]]; then
  host=${DOCKER_HOST#tcp://} address=0.0.0.0
  host=${host%:*}
fi
id=$(docker run --detach ${platform:+--platform "$platform"} --read-only --cap-drop ALL --security-opt no-new-privileges \
  ${settings:+--env-file "$settings"} --env HTTP_PORT=8080 --env MANAGEMENT_PORT=9090 --env DRAIN_DELAY_SECONDS=0 \
  --publish "$address::8080" --publish "$address::9090" "$image")
trap 'docker logs "$id" >&2; docker rm --force "$id" >/dev/null' EXIT

# ask PORT PATH: the answer, waited for while the program starts.
ask() {
  local published
  published=$(docker port "$id" "$1/tcp")
  curl --silent --show-error --fail --retry 120 --retry-delay 1 --retry-all-errors "http://$host:${published##*:}$2"
}

ask 9090 /alive
ask 9090 /ready
ask 8080 /health
answer=$(ask 8080 /version)
if [[ $answer != "{\"version\":\"$version\"}" ]]; then
  echo "$image answers $answer where the version $version was expected." >&2
  exit 1
fi
docker stop --time 60 "$id" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$id")
if ((code != 0)); then
  echo "$image ends with exit code $code when it is asked to stop." >&2
  exit 1
fi
