#!/usr/bin/env bash
# Runs on the K3s server as root, in a folder that holds the manifests:
#   apply   applies them and waits until Redis and the app run
#   undo    takes back what `apply` changed in them, and nothing if it changed nothing
set -euo pipefail
cd "$(dirname "$0")"

namespace=f1-vote
workloads=(statefulset/redis deployment/f1-vote)

kubectl() {
  k3s kubectl --namespace "$namespace" "$@"
}

template() {
  kubectl get "$1" --ignore-not-found --output 'jsonpath={.spec.template}'
}

# Where `apply` notes the template that a workload had before.
note() {
  echo "before.${1##*/}.json"
}

apply() {
  for secret in redis admin; do
    kubectl get secret "$secret" >/dev/null || {
      echo "The Secret $namespace/$secret is yours to create: see docs/runbooks/f1-vote.md" >&2
      exit 1
    }
  done
  for workload in "${workloads[@]}"; do template "$workload" >"$(note "$workload")"; done
  # By force: `rollout undo` made itself the owner of what it took back.
  k3s kubectl apply --server-side --force-conflicts --filename manifests
  for workload in "${workloads[@]}"; do kubectl rollout status "$workload" --timeout 5m; done
}

undo() {
  kubectl get pods --output wide || true
  kubectl get events --field-selector type=Warning --sort-by .lastTimestamp | tail -n 20 || true
  for workload in "${workloads[@]}"; do
    before=$(note "$workload")
    if [ ! -s "$before" ]; then
      echo "$workload: nothing stood there before, nothing to go back to"
    elif [ "$(template "$workload")" = "$(cat "$before")" ]; then
      echo "$workload: unchanged"
    else
      kubectl rollout undo "$workload"
      # A StatefulSet does not replace a pod that never became ready by itself.
      if [ "$workload" = statefulset/redis ]; then kubectl delete pod redis-0 --ignore-not-found; fi
      kubectl rollout status "$workload" --timeout 5m
    fi
  done
}

case ${1:-} in
apply | undo) "$1" ;;
*)
  echo "usage: $0 apply|undo" >&2
  exit 2
  ;;
esac
