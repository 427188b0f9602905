#!/usr/bin/env bash
# Stands in for docker, podman, k3d, kubectl, istioctl and others, by the name it is called with. Writes every call down in
# STAND_IN/calls and remembers what it made in files beside it. STAND_IN/fail holds a pattern of calls that fail.
set -euo pipefail

name=${0##*/}
call="$name $*"
if [[ $name == sleep ]]; then exit; fi
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
  if [[ $call != *--disable=traefik* ]]; then echo deployment.apps/traefik >"$STAND_IN/bundled-traefik"; fi
  [[ $call == *--kubeconfig-update-default=false* ]] || touch_kubeconfig
}

# The system that a selector means, whose namespaces are in the cluster.
system() {
  option --selector | sed -E 's/.*part-of!?=//'
}

# Those that the selector of `others` leaves.
other_systems() {
  grep -vxF "$(system)" "$STAND_IN/systems" | sort -u | sed 's#^#namespace/#' || true
}

apply() {
  case $call in
    *' --filename -'*)
      cat >"$STAND_IN/applied"
      ! grep -q HelmChartConfig "$STAND_IN/applied" || touch "$STAND_IN/aside"
      ;;
    *) system >>"$STAND_IN/systems" ;;
  esac
}

# Helm takes its time: what is set aside is gone when it is looked at for the second time.
bundled_traefik() {
  cat "$STAND_IN/bundled-traefik" 2>/dev/null || true
  if [[ -e $STAND_IN/aside ]]; then rm -f "$STAND_IN/bundled-traefik"; fi
}

case $call in
  'docker info' | 'podman info') [[ ! -e $STAND_IN/no-daemon ]] ;;
  'podman info'*) echo "unix://$STAND_IN/podman.sock" ;;
  'docker version'* | 'podman version'* | 'k3d version'* | 'kubectl version'* | 'istioctl version'* | 'curl --version')
    echo "$name version v$(cat "$STAND_IN/version-$name" 2>/dev/null || echo 99.0.0)" ;;
  'docker container inspect'* | 'podman container inspect'*) cat "$STAND_IN/cluster" ;;
  'k3d cluster create'*) create_cluster "$@" ;;
  'k3d cluster delete'*) rm -f "$STAND_IN"/{cluster,nodes,bundled-traefik,aside}; : >"$STAND_IN/systems"; touch_kubeconfig ;;
  'k3d kubeconfig get'*) echo "kubeconfig of $3" ;;
  'kubectl config get-contexts'*) grep -qxF "$3" "$STAND_IN/contexts" ;;
  'kubectl config view'*) echo "kubeconfig of $(option --context), from ${KUBECONFIG:-home}" ;;
  'k3d node list'*) cat "$STAND_IN/nodes" ;;
  'k3d node create'*) echo "k3d-$3-0 agent $(option --cluster)" >>"$STAND_IN/nodes" ;;
  'k3d node delete'*) sed -i.old "/^$3 /d" "$STAND_IN/nodes" ;;
  'kubectl apply'*) apply ;;
  'kubectl delete'*--selector*) sed -i.old "/^$(system)$/d" "$STAND_IN/systems" ;;
  'kubectl api-resources'*--namespaced=false*) printf '%s\n' namespaces ingressclasses.networking.k8s.io ;;
  'kubectl api-resources'*) printf '%s\n' configmaps helmchartconfigs.helm.cattle.io ;;
  'kubectl get namespaces'*) other_systems ;;
  'kubectl get job helm-install-'*) echo 1 ;;
  'kubectl get deployment/traefik'*) bundled_traefik ;;
  'kubectl get nodes --selector'*) grep ' agent ' "$STAND_IN/nodes" | cut -d ' ' -f 1 ;;
  'kubectl get nodes'*) cut -d ' ' -f 1 "$STAND_IN/nodes" ;;
  'kubectl get persistentvolumes'*) cat "$STAND_IN/volumes" 2>/dev/null || true ;;
  'kubectl get deployments'*) cat "$STAND_IN/workloads-$(system)" 2>/dev/null || true ;;
  'kubectl get Deployment/'* | 'kubectl get StatefulSet/'*) cat "$STAND_IN/annotation-${2//\//-}" 2>/dev/null || true ;;
  'kubectl annotate'*) sed -E 's/.*started-with=//' <<<"$call" >"$STAND_IN/annotation-${2//\//-}" ;;
  'istioctl install'*) cat >"$STAND_IN/operator" ;;
esac
