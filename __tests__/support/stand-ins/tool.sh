#!/usr/bin/env bash
# Stands in for docker, k3d, kubectl, istioctl and curl, by the name it is called with. Writes every call down in
# STAND_IN/calls and remembers what it made in files beside it. STAND_IN/fail holds a pattern of calls that fail.
set -euo pipefail

name=${0##*/}
call="$name $*"
echo "$call" >>"$STAND_IN/calls"
if [[ -s $STAND_IN/fail ]] && grep -qE -f "$STAND_IN/fail" <<<"$call"; then
  echo "$name: told to fail" >&2
  exit 1
fi

# The value of an option, given as two words.
option() {
  sed -E "s/.*$1 ([^ ]+).*/\1/" <<<"$call"
}

# Without the option not to, k3d writes into the user's kubeconfig.
touch_kubeconfig() {
  echo "$call" >>"${KUBECONFIG:-$HOME/.kube/config}"
}

create_cluster() {
  local i cluster=$3
  option '--runtime-label' | sed -E 's/.*=(.*)@.*/\1/' >"$STAND_IN/cluster"
  echo "k3d-$cluster-server-0 server $cluster" >"$STAND_IN/nodes"
  for ((i = 0; i < $(option --agents); i++)); do echo "k3d-$cluster-agent-$i agent $cluster" >>"$STAND_IN/nodes"; done
  [[ $call == *--kubeconfig-update-default=false* ]] || touch_kubeconfig
}

case $call in
  'docker info') [[ ! -e $STAND_IN/no-daemon ]] ;;
  'docker version'* | 'k3d version'* | 'kubectl version'* | 'istioctl version'* | 'curl --version')
    echo "$name version v$(cat "$STAND_IN/version-$name" 2>/dev/null || echo 99.0.0)" ;;
  'docker container inspect'*) cat "$STAND_IN/cluster" ;;
  'k3d cluster create'*) create_cluster "$@" ;;
  'k3d cluster delete'*) rm "$STAND_IN/cluster" "$STAND_IN/nodes"; touch_kubeconfig ;;
  'k3d kubeconfig get'*) echo "kubeconfig of $3" ;;
  'k3d node list'*) cat "$STAND_IN/nodes" ;;
  'k3d node create'*) echo "k3d-$3-0 agent $(option --cluster)" >>"$STAND_IN/nodes" ;;
  'k3d node delete'*) sed -i.old "/^$3 /d" "$STAND_IN/nodes" ;;
  'kubectl get nodes --selector'*) grep ' agent ' "$STAND_IN/nodes" | cut -d ' ' -f 1 ;;
  'kubectl get nodes'*) cut -d ' ' -f 1 "$STAND_IN/nodes" ;;
  'kubectl get persistentvolumes'*) cat "$STAND_IN/volumes" 2>/dev/null || true ;;
  'kubectl get deployments'*) printf '%s\n' 'flask-mesh Deployment/flask-app' 'flask-mesh StatefulSet/postgres' 'istio-system StatefulSet/grafana' ;;
  'kubectl get Deployment/'* | 'kubectl get StatefulSet/'*) cat "$STAND_IN/annotation-${2//\//-}" 2>/dev/null || true ;;
  'kubectl annotate'*) sed -E 's/.*started-with=//' <<<"$call" >"$STAND_IN/annotation-${2//\//-}" ;;
  'istioctl install'*) cat >"$STAND_IN/operator" ;;
esac
