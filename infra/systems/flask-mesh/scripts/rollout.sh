#!/usr/bin/env bash
# Restarts what runs an old image or an old sidecar, waits for everything, tries the URLs and prints them.
source "$(dirname "$0")/lib.sh"

# Neither the app's sources nor Istio's version show in a pod's template, so nothing would roll by itself: the
# workload remembers what its pods were started with.
restart_if_outdated() {
  local namespace=$1 workload=$2 current=$3 key=terrachart.local/started-with started_with
  started_with=$(kubectl get "$workload" --namespace "$namespace" \
    --output 'jsonpath={.metadata.annotations.terrachart\.local/started-with}')
  if [[ $started_with == "$current" ]]; then return; fi
  if [[ -n $started_with ]]; then kubectl rollout restart "$workload" --namespace "$namespace"; fi
  kubectl annotate "$workload" --namespace "$namespace" --overwrite "$key=$current"
}

# try URL CURL-ARGUMENTS...: what is ready for Kubernetes may take seconds to be so for its clients.
try() {
  local attempt
  for attempt in $(seq 30); do
    if curl --silent --fail --noproxy '*' --output /dev/null --max-time 5 "$@"; then return; fi
    say "$1 does not answer yet ($attempt)"
    sleep 2
  done
  fail "$1 does not answer: see docs/runbooks/flask-mesh.md"
}

require_cluster
workloads=$(
  kubectl get deployments,statefulsets,daemonsets --all-namespaces --selector "$SELECTOR" \
    --output 'jsonpath={range .items[*]}{.metadata.namespace} {.kind}/{.metadata.name}{"\n"}{end}'
)
if [[ -z $workloads ]]; then fail "the cluster runs nothing of $SELECTOR"; fi

while read -r namespace workload; do
  if [[ $namespace != "$APP_NAMESPACE" ]]; then continue; fi
  current="istio-$ISTIO_VERSION"
  if [[ $workload == "Deployment/$FLASK" ]]; then current+="-app-$APP_CHECKSUM"; fi
  restart_if_outdated "$namespace" "$workload" "$current"
done <<<"$workloads"

while read -r namespace workload; do
  if kubectl rollout status "$workload" --namespace "$namespace" --timeout=300s; then continue; fi
  kubectl get pods --all-namespaces --selector "$SELECTOR"
  fail "$workload in $namespace is not ready: kubectl --kubeconfig $KUBECONFIG describe pods --namespace $namespace"
done <<<"$workloads"

try "http://127.0.0.1:$FLASK_PORT/"
try "http://127.0.0.1:$HTTP_PORT/" --header "Host: $HOST"

cat <<END

Flask, through the gateway:  $GATEWAY_URL
Flask, on its node port:     $FLASK_URL
Grafana:                     kubectl port-forward --namespace $ISTIO_NAMESPACE service/$GRAFANA 3000
kubectl:                     export KUBECONFIG=\$PWD/$KUBECONFIG
END
