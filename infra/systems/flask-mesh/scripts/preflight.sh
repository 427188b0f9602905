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

docker_is_ready() {
  local from='https://docs.docker.com/get-started/get-docker/'
  if command -v docker >/dev/null && ! docker info >/dev/null 2>&1; then
    problem "docker cannot reach its daemon: start Docker, and see that \`docker info\` works without sudo"
    return 1
  fi
  tool docker "$DOCKER_MINIMUM" "$from" docker version --format '{{.Server.Version}}'
  command -v docker >/dev/null
}

# istioctl brings the charts of its own version: another minor version would install another mesh.
istioctl_fits() {
  local minor=${ISTIO_VERSION%.*} version
  local from="curl -L https://istio.io/downloadIstio | ISTIO_VERSION=$ISTIO_VERSION sh -, then put its bin/ on PATH"
  tool istioctl "$minor.0" "$from" istioctl version --remote=false
  version=$(version_of istioctl version --remote=false)
  if [[ -n $version && ${version%.*} != "$minor" ]] && at_least "$version" "$minor.0"; then
    problem "istioctl is $version, expected $minor: $from"
  fi
}

# Only while there is no cluster: afterwards it is the cluster that holds them.
ports_are_free() {
  local port
  for port in "$HTTP_PORT" "$HTTPS_PORT" "$FLASK_PORT"; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      problem "port $port is taken: stop what listens on it (lsof -i :$port), or set another under" \
        'flask-mesh.local.cluster.ports in terrachart.yaml'
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
      problem "a k3d cluster $CLUSTER exists that this stack did not make: k3d cluster delete $CLUSTER, or set" \
        'another flask-mesh.local.cluster.name in terrachart.yaml'
      ;;
    *)
      problem "the k3d cluster $CLUSTER was made with other settings ($made_with, now $SETTINGS):" \
        "k3d cluster delete $CLUSTER"
      ;;
  esac
}

# flask-mesh has the environment local and no other, so a dist/ that holds it holds local. Its image and its node port
# tell whether it was made from the configuration that this stack was made from.
dist_is_current() {
  local fact remedy='npm run synth -- --system flask-mesh'
  if [[ ! -e $NAMESPACES_FILE ]]; then
    problem "dist/ does not hold flask-mesh in environment local: $remedy"
    return
  fi
  for fact in "image: $IMAGE" "nodePort: $FLASK_PORT"; do
    grep -qF "$fact" dist/flask-mesh-*.k8s.yaml 2>/dev/null ||
      problem "dist/ was made from another configuration (nothing says $fact): $remedy"
  done
}

tool k3d "$K3D_MINIMUM" https://k3d.io/stable/#installation k3d version
tool kubectl "$KUBECTL_MINIMUM" https://kubernetes.io/docs/tasks/tools/ kubectl version --client
tool curl 0.0.0 https://curl.se/download.html curl --version
istioctl_fits
if docker_is_ready; then cluster_is_ours; else ports_are_free; fi
dist_is_current

if [[ -n $problems ]]; then
  fail "this machine is not ready, nothing was created:$problems"
fi
say 'all there'
