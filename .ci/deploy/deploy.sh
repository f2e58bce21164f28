#!/usr/bin/env bash
# deploy.sh TARGET ENVIRONMENT REGISTRY: copies what an environment (its name, or first or last) records from the registry to the target's,
# by digest, and brings it up there: aws on EKS, by Helm or by the Argo CD in it (EKS_BY=argocd), google on Cloud Run; docker-hub takes
# the images alone. Without a target it does nothing.
set -euo pipefail
# shellcheck source=.ci/deploy/target.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/target.sh"

target=$1 environment=$2 registry=$3
if [[ -z $target ]]; then
  echo "No deploy target is set: what is recorded is Argo CD's to bring up."
  exit
fi
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# What another job recorded meanwhile, too.
git fetch --quiet origin
revision=$(git rev-parse --verify "refs/remotes/origin/${CI_DEFAULT_BRANCH:-main}")
environments=$(./bootstrap/big-ben.sh environments --json)
environment=$(jq --raw-output --arg name "$environment" '.[$name] // $name' <<<"$environments")

to=$(target_registry "$target")
log_in "$target"
images=$(./bootstrap/big-ben.sh images --registry "$registry" --revision "$revision" --json)
recorded=$(jq --raw-output --arg in "$environment" '.[] | . as $image | .recorded[] | select(.environment == $in)
  | "\($image.service) \($image.image) \(.tag) \(.revision) \(.kind)"' <<<"$images")
if [[ -z $recorded ]]; then
  echo "Nothing is recorded in $environment: nothing to deploy."
  exit
fi

if [[ $target == aws ]]; then
  need EKS_CLUSTER
  aws eks update-kubeconfig --name "$EKS_CLUSTER" --kubeconfig "$directory/kubeconfig" >&2
  export KUBECONFIG=$directory/kubeconfig
  argocd=${ARGOCD_NAMESPACE:-argocd}
fi

# refresh APPLICATION: has Argo CD look into git now, not within its minutes.
refresh() { kubectl annotate --namespace "$argocd" "application/$1" argocd.argoproj.io/refresh=normal --overwrite; }

# until_application APPLICATION CONDITION: waits for it.
until_application() { kubectl wait --namespace "$argocd" "application/$1" --timeout 10m --for "$2"; }

if [[ $target-${EKS_BY:-} == aws-argocd ]]; then
  refresh big-ben
fi
domain=${DOMAIN:+--domain=$DOMAIN}
while read -r service image tag recorded_at kind <&3; do
  copy_image "$target" "$to" "$image" "$tag"
  case $target-${EKS_BY:-helm} in
    aws-helm)
      ./bootstrap/big-ben.sh export helm "$service" "$environment" --registry "$to" --revision "$revision" ${domain:+"$domain"} \
        --output "$directory/$service"
      # The one that the verbs have obtained, where there is no other.
      command -v helm >/dev/null || PATH=$PATH:$(dirname -- "$(find "${BIGBEN_STATE:-.big-ben}" -type f -name helm -perm -u+x -print -quit)")
      (cd "$directory/$service" && ./install.sh --wait --wait-for-jobs --timeout 10m)
      ;;
    aws-argocd)
      application=$environment-$service
      until_application "$application" create
      until_application "$application" "jsonpath={.spec.source.targetRevision}=$recorded_at"
      refresh "$application"
      # What it is synced and healthy at: both are still true of the revision before.
      until_application "$application" "jsonpath={.status.sync.comparedTo.source.targetRevision}=$recorded_at"
      until_application "$application" "jsonpath={.status.sync.status}=Synced"
      until_application "$application" "jsonpath={.status.operationState.phase}=Succeeded"
      until_application "$application" "jsonpath={.status.health.status}=Healthy"
      ;;
    google-*)
      if [[ $kind == worker || $kind == cronjob ]]; then
        echo "$service is a $kind, which answers no requests: Cloud Run cannot run it, and it is left out."
        continue
      fi
      ./bootstrap/big-ben.sh export cloud-run "$service" "$environment" --registry "$to" --revision "$revision" ${domain:+"$domain"} \
        --output "$directory/$service.yaml"
      gcloud run services replace "$directory/$service.yaml" --project "$GOOGLE_PROJECT" --region "$GOOGLE_REGION"
      ;;
  esac
done 3<<<"$recorded"
