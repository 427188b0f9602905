#!/usr/bin/env bash
# Brings the cluster to WORKERS agents, without touching those that stay.
source "$(dirname "$0")/lib.sh"

agents() {
  k3d node list --no-headers | awk -v cluster="$CLUSTER" '$2 == "agent" && $3 == cluster { print $1 }' | sort
}

# k3d makes `k3d-NAME-0` of a name; the agents of the beginning are called k3d-CLUSTER-agent-0 and so on.
add() {
  local n=0
  while grep -qE "^k3d-$CLUSTER-agent-$n(-0)?$" <<<"$1"; do n=$((n + 1)); done
  say "adds agent $n"
  k3d node create "$CLUSTER-agent-$n" --cluster "$CLUSTER" --role agent --wait --timeout 3m
}

# Nodes that volumes of K3s' local-path provisioner live on.
nodes_with_volumes() {
  local values='{.spec.nodeAffinity.required.nodeSelectorTerms[*].matchExpressions[*].values[*]}'
  kubectl get persistentvolumes --output "jsonpath={range .items[*]}$values{\"\\n\"}{end}"
}

# A volume does not move: only a worker without one can go.
remove() {
  local holding candidate node=''
  holding=$(nodes_with_volumes)
  for candidate in $1; do
    grep -qxF "$candidate" <<<"$holding" || node=$candidate
  done
  [[ -n $node ]] ||
    fail 'every worker holds a volume (kubectl get persistentvolumes): keep them, or make a new cluster'
  say "removes $node"
  kubectl drain "$node" --ignore-daemonsets --delete-emptydir-data --timeout=180s
  k3d node delete "$node"
  # k3d reports success even where it did not succeed.
  if grep -qxF "$node" <<<"$(agents)"; then fail "$node is still there"; fi
}

# Kubernetes remembers nodes that are no more.
forget_removed() {
  local node known
  known=$(agents)
  for node in $(kubectl get nodes --selector '!node-role.kubernetes.io/control-plane' \
    --output 'jsonpath={.items[*].metadata.name}'); do
    grep -qxF "$node" <<<"$known" || kubectl delete node "$node"
  done
}

require_cluster
if [[ -n $CONTEXT ]]; then
  say 'leaves the nodes of a cluster that was there alone'
  exit
fi
while :; do
  found=$(agents)
  count=$(grep -c . <<<"$found" || true)
  if ((count == WORKERS)); then break; fi
  if ((count < WORKERS)); then add "$found"; else remove "$found"; fi
done
forget_removed
wait_for_nodes
say "$count workers"
