# shellcheck shell=bash
# What the steps share. Terraform starts each at the repository's root, with what it needs in environment variables:
# always CLUSTER, its SETTINGS, and KUBECONFIG, a file of the cluster's own, so that yours is neither read nor written.
# They run on the bash 3.2 of macOS.
set -euo pipefail
umask 077

step=$(basename "$0" .sh)

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
require_docker() {
  docker info >/dev/null 2>&1 || fail 'Docker does not answer. Start it, then try again.'
}

# The settings that the cluster was made with; `absent` without one, `foreign` if something else made it.
cluster_settings() {
  local made_with
  made_with=$(
    docker container inspect --format '{{index .Config.Labels "terrachart.settings"}}' "k3d-$CLUSTER-server-0" \
      2>/dev/null
  ) || made_with=absent
  echo "${made_with:-foreign}"
}

# For the steps after its creation, which may be months later.
require_cluster() {
  require_docker
  if [[ $(cluster_settings) != "$SETTINGS" ]]; then
    fail "the cluster $CLUSTER is gone: npx cdktf destroy flask-mesh-local, then deploy again"
  fi
  if ! kubectl get --raw /readyz >/dev/null 2>&1; then k3d cluster start "$CLUSTER" --wait --timeout 5m; fi
}

wait_for_nodes() {
  kubectl wait --for=condition=Ready nodes --all --timeout=180s
}
