#!/usr/bin/env bash
# cluster-state.sh DIRECTORY STATE...: keeps what a person needs to find out why a scenario failed on kind: the clusters' state, and what
# the platforms in these state folders said.
set -uo pipefail

directory=$1
shift
mkdir -p "$directory"
for state in "$@"; do
  mkdir -p "$directory/state$state"
  cp -R "$state"/runs "$state"/*.log "$directory/state$state" 2>/dev/null
done
for cluster in $(kind get clusters); do
  kind export logs "$directory/$cluster" --name "$cluster"
  # A platform's kubeconfig is a file of its own, wherever its state folder is; the node has one too.
  in_cluster() { docker exec "$cluster-control-plane" kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"; }
  in_cluster get all,ingress,events --all-namespaces --output wide >"$directory/$cluster-objects.txt" 2>&1
  in_cluster get applications.argoproj.io --all-namespaces --output yaml >"$directory/$cluster-applications.yaml" 2>&1
done
