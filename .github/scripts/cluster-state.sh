#!/usr/bin/env bash
# cluster-state.sh DIRECTORY: keeps what a person needs to find out why a scenario failed on kind.
set -uo pipefail

mkdir -p "$1"
for cluster in $(kind get clusters); do
  kind export logs "$1/$cluster" --name "$cluster"
  # A platform's kubeconfig is a file of its own, wherever its state folder is; the node has one too.
  in_cluster() { docker exec "$cluster-control-plane" kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"; }
  in_cluster get all,ingress,events --all-namespaces --output wide >"$1/$cluster-objects.txt" 2>&1
  in_cluster get applications.argoproj.io --all-namespaces --output yaml >"$1/$cluster-applications.yaml" 2>&1
done
