#!/usr/bin/env bash
# Takes the system out of the cluster with all its data, and deletes the cluster with it if it was the last one. Never a
# cluster that npm run up did not make.
source "$(dirname "$0")/lib.sh"

# What has one of those kinds and the system's label, over all namespaces. kubectl ends with an error when one API of many
# does not answer, and has listed the others by then.
delete_all() {
  local kinds
  kinds=$(kubectl api-resources --verbs=list,delete --output name "$1") || [[ -n $kinds ]]
  shift
  kubectl delete "${kinds//$'\n'/,}" --selector "$SELECTOR" --ignore-not-found --timeout=300s "$@"
}

# Namespaces first, with all that is in them. What the system keeps in those of others comes last: it may make room there
# for what must not find the system any more.
take_out() {
  local script
  for script in $PART_REMOVALS; do bash "$script"; done
  delete_all --namespaced=false
  delete_all --namespaced=true --all-namespaces
}

if [[ -n $CONTEXT ]]; then
  if [[ ! -e $KUBECONFIG ]]; then
    say 'nothing was made'
    exit
  fi
  require_cluster
  take_out
  [[ -n $(others) ]] || rm -f "$KUBECONFIG"
  exit
fi

require_engine
case $(cluster_settings) in
  absent)
    say "there is no cluster $CLUSTER any more"
    rm -f "$KUBECONFIG"
    exit
    ;;
  foreign)
    say "leaves the cluster $CLUSTER alone: npm run up did not make it"
    exit
    ;;
esac

write_kubeconfig
answers || k3d cluster start "$CLUSTER" --wait --timeout 5m
beside=$(others) ||
  fail "the cluster $CLUSTER does not tell whether other systems are in it. If it is lost: k3d cluster delete $CLUSTER"
if [[ -n $beside ]]; then
  take_out
  say "the cluster $CLUSTER stays, for ${beside//$'\n'/, }"
else
  k3d cluster delete "$CLUSTER"
  rm -f "$KUBECONFIG"
fi
