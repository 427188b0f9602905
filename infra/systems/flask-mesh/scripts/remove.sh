#!/usr/bin/env bash
# Deletes the cluster with everything in it, and its kubeconfig. Never one that this stack did not make.
source "$(dirname "$0")/lib.sh"

require_docker
case $(cluster_settings) in
  absent) say "there is no cluster $CLUSTER any more" ;;
  foreign) say "leaves the cluster $CLUSTER alone: this stack did not make it" ;;
  *) k3d cluster delete "$CLUSTER" ;;
esac
rm -f "$KUBECONFIG"
