#!/usr/bin/env bash
# Restarts what runs an old image or an old sidecar, waits for everything, tries the URLs and prints how to get in.
source "$(dirname "$0")/lib.sh"

# Neither an app's sources nor a mesh's version show in a pod's template, so nothing would roll by itself: the workload
# remembers what its pods were started with.
restart_if_outdated() {
  local workload=$1 namespace=$2 current=$3 key=terrachart.local/started-with before
  before=$(kubectl get "$workload" --namespace "$namespace" \
    --output 'jsonpath={.metadata.annotations.terrachart\.local/started-with}')
  if [[ $before == "$current" ]]; then return; fi
  if [[ -n $before ]]; then kubectl rollout restart "$workload" --namespace "$namespace"; fi
  kubectl annotate "$workload" --namespace "$namespace" --overwrite "$key=$current"
}

# What is ready for Kubernetes may take seconds to be so for its clients. Certificates are signed by whoever serves them.
try() {
  local attempt
  for attempt in $(seq 30); do
    if curl --silent --fail --insecure --noproxy '*' --connect-to '::127.0.0.1:' --output /dev/null --max-time 5 "$1"; then
      say "$1 answers"
      return
    fi
    say "$1 does not answer yet ($attempt)"
    sleep 2
  done
  fail "$1 does not answer: see the runbook, docs/runbooks/laptop.md"
}

require_cluster
workloads=$(
  kubectl get deployments,statefulsets,daemonsets --all-namespaces --selector "$SELECTOR" \
    --output 'jsonpath={range .items[*]}{.metadata.namespace} {.kind}/{.metadata.name}{"\n"}{end}'
)
if [[ -z $workloads ]]; then fail "the cluster runs nothing of $SELECTOR"; fi

while read -r namespace workload current; do
  if [[ -n $workload ]]; then restart_if_outdated "$workload" "$namespace" "$current"; fi
done <<<"$STARTED_WITH"

while read -r namespace workload; do
  if grep -qxF "$namespace $workload" <<<"$BY_HAND"; then
    say "does not wait for $workload in $namespace, which somebody has to open"
    continue
  fi
  say "waits for $workload in $namespace"
  if kubectl rollout status "$workload" --namespace "$namespace" --timeout=600s; then continue; fi
  kubectl get pods --all-namespaces --selector "$SELECTOR"
  fail "$workload in $namespace is not ready: kubectl --kubeconfig $KUBECONFIG describe pods --namespace $namespace"
done <<<"$workloads"

# Where a cluster that was there is reached from is not ours to know.
if [[ -z $CONTEXT ]]; then
  for url in $URLS; do try "$url"; done
fi

printf '\n%s\n' "$ACCESS"
