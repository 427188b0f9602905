#!/usr/bin/env bash
# Looks at the machine before anything is created, and names everything that is missing at once.
source "$(dirname "$0")/lib.sh"

problems=''
problem() {
  problems+=$'\n'"  - $*"
}

# tool NAME MINIMUM WHERE-FROM COMMAND...: it is there, and the version that the command prints is recent enough.
tool() {
  local name=$1 minimum=$2 from=$3 version
  shift 3
  if ! command -v "$name" >/dev/null; then
    problem "$name is not installed: $from"
    return
  fi
  version=$(version_of "$@")
  if [[ -z $version ]]; then
    problem "$name does not tell its version ($*): $from"
  elif ! at_least "$version" "$minimum"; then
    problem "$name is $version, expected $minimum or later: $from"
  fi
}

engine_is_ready() {
  local minimum=$DOCKER_MINIMUM from='https://docs.docker.com/get-started/get-docker/ (or podman: https://podman.io)'
  if [[ $engine == podman ]]; then minimum=$PODMAN_MINIMUM from=https://podman.io/docs/installation; fi
  if command -v "$engine" >/dev/null && ! "$engine" info >/dev/null 2>&1; then
    problem "$engine cannot reach its daemon: start it, and see that \`$engine info\` works without sudo"
    return 1
  fi
  tool "$engine" "$minimum" "$from" "$engine" version --format '{{.Server.Version}}'
  if [[ $engine == podman && ! -e ${DOCKER_SOCK:-/} ]]; then
    problem "podman does not listen at ${DOCKER_SOCK:-a socket}, where k3d asks: systemctl --user enable --now podman.socket"
  fi
  command -v "$engine" >/dev/null
}

# TOOLS has a line for each: NAME|VERSION|COMMAND|WHERE-FROM. They bring what they install, of their own version: another
# minor version would install something else.
tools_fit() {
  local name wanted minor command from version
  while IFS='|' read -r name wanted command from; do
    if [[ -z $name ]]; then continue; fi
    minor=${wanted%.*}
    # shellcheck disable=SC2086
    tool "$name" "$minor.0" "$from" $command
    # shellcheck disable=SC2086
    version=$(version_of $command)
    if [[ -n $version && ${version%.*} != "$minor" ]] && at_least "$version" "$minor.0"; then
      problem "$name is $version, expected $minor: $from"
    fi
  done <<<"$TOOLS"
}

# Only while there is no cluster: afterwards it is the cluster that holds them.
ports_are_free() {
  local port
  for port in $HTTP_PORT $HTTPS_PORT $NODE_PORTS; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      problem "port $port is taken: stop what listens on it (lsof -i :$port), or set another under" \
        "$SYSTEM.local.cluster in terrachart.yaml"
    fi
  done
}

cluster_is_ours() {
  local made_with
  made_with=$(cluster_settings)
  case $made_with in
    absent) ports_are_free ;;
    "$SETTINGS") ;;
    foreign)
      problem "a k3d cluster $CLUSTER exists that npm run up did not make: k3d cluster delete $CLUSTER, or set" \
        "another $SYSTEM.local.cluster.name in terrachart.yaml"
      ;;
    *)
      problem "the k3d cluster $CLUSTER was made with other settings ($made_with, now $SETTINGS): take down every" \
        'system that is up (npm run status), then try again'
      ;;
  esac
}

context_is_known() {
  users_kubectl config get-contexts "$CONTEXT" >/dev/null 2>&1 ||
    problem "your kubeconfig has no context $CONTEXT: kubectl config get-contexts"
}

# A dist/ that holds the system in local may still be of another configuration than this stack; what its objects must say
# tells.
dist_is_current() {
  local fact remedy="npm run synth -- --system $SYSTEM"
  if ! grep -qxF "# Terrachart: $SYSTEM in local" "$NAMESPACES_FILE" 2>/dev/null; then
    problem "dist/ does not hold $SYSTEM in environment local: $remedy"
    return
  fi
  while read -r fact; do
    grep -qF "$fact" "dist/$SYSTEM"-*.k8s.yaml 2>/dev/null ||
      problem "dist/ was made from another configuration (nothing says $fact): $remedy"
  done <<<"$DIST_SAYS"
}

tool kubectl "$KUBECTL_MINIMUM" https://kubernetes.io/docs/tasks/tools/ kubectl version --client
tool curl 7.49.0 https://curl.se/download.html curl --version
tools_fit
if [[ -n $CONTEXT ]]; then
  engine_is_ready || true
  context_is_known
else
  tool k3d "$K3D_MINIMUM" https://k3d.io/stable/#installation k3d version
  if engine_is_ready; then cluster_is_ours; else ports_are_free; fi
fi
dist_is_current

if [[ -n $problems ]]; then
  fail "this machine is not ready, nothing was created:$problems"
fi
say 'all there'
