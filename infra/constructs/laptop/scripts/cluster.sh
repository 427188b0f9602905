#!/usr/bin/env bash
# Makes the k3d cluster, or starts it where it exists, and writes its kubeconfig.
source "$(dirname "$0")/lib.sh"

# Ports lead to the server alone, whose kube-proxy knows every pod: k3d's load balancer would not start again once one
# of the workers it names is gone. They are published on the loopback address: a laptop's neighbours are not let in.
create() {
  local port
  local -a published=(--port "127.0.0.1:$HTTP_PORT:80@server:0" --port "127.0.0.1:$HTTPS_PORT:443@server:0")
  for port in $NODE_PORTS; do published+=(--port "127.0.0.1:$port:$port@server:0"); done
  k3d cluster create "$CLUSTER" \
    --image "$K3S_IMAGE" \
    --servers 1 \
    --agents "$WORKERS" \
    --api-port 127.0.0.1:random \
    "${published[@]}" \
    --runtime-label "terrachart.settings=$SETTINGS@server:0" \
    --kubeconfig-update-default=false \
    --kubeconfig-switch-context=false \
    --wait --timeout 5m
}

if [[ -z $CONTEXT ]]; then
  require_engine
  made_with=$(cluster_settings)
  case $made_with in
    absent) create ;;
    "$SETTINGS") k3d cluster start "$CLUSTER" --wait --timeout 5m ;;
    *) fail "a k3d cluster $CLUSTER of other settings ($made_with) exists: see npm run status, and take down what is up" ;;
  esac
fi
write_kubeconfig
wait_for_nodes
