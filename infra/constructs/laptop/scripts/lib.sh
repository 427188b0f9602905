# shellcheck shell=bash
# What the steps share. Terraform starts each at the repository's root, with what it needs in environment variables:
# always SYSTEM, its SELECTOR, CLUSTER, its SETTINGS, OWN_KUBECONFIG, a file of the cluster's own, so that yours is never
# written, and CONTEXT: of your kubeconfig, or empty, where k3d makes the cluster. They run on the bash 3.2 of macOS.
set -euo pipefail
umask 077

step=$(basename "$0" .sh)

users_kubeconfig=${KUBECONFIG:-}
export KUBECONFIG=$OWN_KUBECONFIG

# Docker, or podman where there is none. They take the same words, but k3d must be told where podman listens.
engine=docker
if ! command -v docker >/dev/null && command -v podman >/dev/null; then
  engine=podman
  if [[ -z ${DOCKER_HOST:-} ]]; then
    DOCKER_SOCK=$(podman info --format '{{.Host.RemoteSocket.Path}}' 2>/dev/null) || DOCKER_SOCK=''
    DOCKER_SOCK=${DOCKER_SOCK#unix://}
    export DOCKER_SOCK DOCKER_HOST=unix://$DOCKER_SOCK
  fi
fi

say() {
  printf '%s: %s\n' "$step" "$*"
}

fail() {
  say "$@" >&2
  exit 1
}

# The first version number that a command prints; nothing when it fails.
version_of() {
  local text
  text=$("$@" 2>/dev/null) || return 0
  if [[ $text =~ ([0-9]+\.[0-9]+\.[0-9]+) ]]; then echo "${BASH_REMATCH[1]}"; fi
}

# at_least 5.8.3 5.7.0: whether the first version is the second or a later one.
at_least() {
  local -a has wants
  local i
  IFS=. read -r -a has <<<"$1"
  IFS=. read -r -a wants <<<"$2"
  for i in 0 1 2; do
    if ((has[i] != wants[i])); then
      ((has[i] > wants[i]))
      return
    fi
  done
}

# Without its daemon, docker would say of every container that there is none.
require_engine() {
  "$engine" info >/dev/null 2>&1 || fail "$engine does not answer. Start it, then try again."
}

# The settings that the cluster was made with; `absent` without one, `foreign` if something else made it.
cluster_settings() {
  local made_with
  made_with=$(
    "$engine" container inspect --format '{{index .Config.Labels "terrachart.settings"}}' "k3d-$CLUSTER-server-0" \
      2>/dev/null
  ) || made_with=absent
  echo "${made_with:-foreign}"
}

# kubectl as you have it, for looking only.
users_kubectl() {
  if [[ -n $users_kubeconfig ]]; then
    KUBECONFIG=$users_kubeconfig kubectl "$@"
  else
    env -u KUBECONFIG kubectl "$@"
  fi
}

# Copies what leads to the cluster into a file of its own.
write_kubeconfig() {
  mkdir -p "$(dirname "$KUBECONFIG")"
  if [[ -n $CONTEXT ]]; then
    users_kubectl config view --raw --minify --flatten --context "$CONTEXT" >"$KUBECONFIG.new"
  else
    k3d kubeconfig get "$CLUSTER" >"$KUBECONFIG.new"
  fi
  mv "$KUBECONFIG.new" "$KUBECONFIG"
}

answers() {
  kubectl get --raw /readyz >/dev/null 2>&1
}

# For the steps after its creation, which may be months later.
require_cluster() {
  if [[ -n $CONTEXT ]]; then
    answers || fail "the cluster of $CONTEXT does not answer"
    return
  fi
  require_engine
  if [[ $(cluster_settings) != "$SETTINGS" ]]; then
    fail "the cluster $CLUSTER is gone: npm run down -- $SYSTEM, then up again"
  fi
  answers || k3d cluster start "$CLUSTER" --wait --timeout 5m
}

wait_for_nodes() {
  kubectl wait --for=condition=Ready nodes --all --timeout=180s
}

# The namespaces of the other systems in the cluster.
others() {
  kubectl get namespaces --selector "$MANAGED,${SELECTOR/=/!=}" --output name
}
