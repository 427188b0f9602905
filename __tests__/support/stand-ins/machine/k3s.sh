#!/bin/sh
# In place of K3s: answers from /cluster, which holds the release of each node by its name.
set -eu
case "$*" in
--version) echo RELEASE ;;
'kubectl get --raw /readyz') echo ok ;;
'kubectl get nodes --output=name') for node in /cluster/*; do echo "node/${node##*/}"; done ;;
'kubectl wait --for=condition=Ready node'*) ;;
'kubectl wait --for=jsonpath={.status.nodeInfo.kubeletVersion}='*' node --all'*)
  wanted="${3#*\}=}"
  for node in /cluster/*; do
    if [ "$(cat "$node")" != "$wanted" ]; then
      echo "error: timed out waiting for the condition on nodes/${node##*/}" >&2
      exit 1
    fi
  done
  ;;
*) echo "k3s: no stand-in for $*" >&2 && exit 64 ;;
esac
