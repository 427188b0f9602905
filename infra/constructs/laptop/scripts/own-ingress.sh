#!/usr/bin/env bash
# Sets K3s' own Traefik aside by HELM_CHART_CONFIG, because the system brings one to the same class: both want ports 80
# and 443, and the IngressClass. It is the system's own object, so that K3s' Traefik comes back when the system goes.
source "$(dirname "$0")/lib.sh"

# K3s makes the kind a moment after it started to answer.
apply() {
  local attempt
  for attempt in $(seq 30); do
    if printf '%s\n' "$HELM_CHART_CONFIG" | kubectl apply --filename -; then return; fi
    say "the cluster does not take it yet ($attempt)"
    sleep 2
  done
  fail 'the cluster takes no HelmChartConfig'
}

# Helm takes away what it made a while later, by name: an IngressClass that was adopted from it would go too.
is_aside() {
  local job_done left
  job_done=$(kubectl get job "helm-install-$RELEASE" --namespace "$NAMESPACE" --ignore-not-found \
    --output 'jsonpath={.status.succeeded}') || return 1
  left=$(kubectl get "deployment/$RELEASE" "service/$RELEASE" --namespace "$NAMESPACE" --ignore-not-found \
    --output name) || return 1
  left+=$(kubectl get ingressclasses --selector app.kubernetes.io/managed-by=Helm --output name) || return 1
  [[ $job_done == 1 && -z $left ]]
}

require_cluster
if [[ -n $CONTEXT ]]; then
  say "leaves the ingress controllers of $CONTEXT as they are"
  exit
fi
apply
for attempt in $(seq 90); do
  if is_aside; then
    say "K3s' own Traefik is aside"
    exit
  fi
  say "K3s' own Traefik is still there ($attempt)"
  sleep 2
done
fail "K3s' own Traefik does not go: kubectl logs --namespace $NAMESPACE job/helm-install-$RELEASE"
