#!/usr/bin/env bash
# Installs the mesh, or brings it to what ISTIO_OPERATOR says, and waits until it is ready.
source "$(dirname "$0")/../../../constructs/laptop/scripts/lib.sh"

require_cluster

printf '%s\n' "$ISTIO_OPERATOR" | istioctl install --skip-confirmation --readiness-timeout 10m --filename -

kubectl rollout status daemonset/istio-cni-node --namespace "$CNI_NAMESPACE" --timeout=300s
kubectl rollout status "deployment/$ISTIOD" --namespace "$ISTIO_NAMESPACE" --timeout=300s
kubectl rollout status "deployment/$GATEWAY" --namespace "$ISTIO_NAMESPACE" --timeout=300s
