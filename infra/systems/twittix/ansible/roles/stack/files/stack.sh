#!/bin/sh
# Brings the stack to the Swarm and looks after it.
#   stack deploy [SERVICE=IMAGE...]  what is not named keeps its image; waits, and says which service rolled back
#   stack status                     what runs, and from which image
#   stack smoke | load               runs the check of that name that came with the stack
#   stack rotate SECRET              a new value for a generated secret; the stack is away meanwhile
set -eu
# It says NAME, REGISTRY and SERVICES.
# shellcheck disable=SC1090
. "${STACK_CONF:-/etc/stack/stack.conf}"
files="${STACK_FILES:-/etc/stack/files}" state="${STACK_STATE:-/var/lib/stack}" pause="${STACK_PAUSE:-5}"

variable() { printf '%s_IMAGE' "$1" | tr 'a-z-' 'A-Z_'; }

# The image of a service, from a file of VARIABLE=IMAGE.
image() { sed -n "s/^$(variable "$1")=//p" "$2"; }

# SERVICE=IMAGE: a service of the stack, from its own repository of the registry, by a tag.
check() {
  service="${1%%=*}"
  case " $SERVICES " in
  *" $service "*) ;;
  *) echo "$service: no such service; one of $SERVICES" >&2 && return 64 ;;
  esac
  tag="${1#"$service=$REGISTRY/$service:"}"
  case "$tag" in
  '' | *[!A-Za-z0-9._-]*) echo "$1: no image $REGISTRY/$service:TAG" >&2 && return 64 ;;
  esac
}

# A service, its replicas and what became of its last update, in one line each.
services() {
  # shellcheck disable=SC2153
  docker stack services "$NAME" --format '{{.Name}} {{.Replicas}}' | while read -r name replicas; do
    # It has a blank when there are jobs: "0/1 (1/1 completed)".
    echo "$name $(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{else}}new{{end}}' "$name") $replicas"
  done
}

# What services() says of those that are not where they should be: "SERVICE STATE REPLICAS".
unfinished() {
  services | awk '{
    want = $3
    if (NF > 3) want = substr($4, 2)
    split(want, part, "/")
    if (part[1] != part[2] || ($2 != "new" && $2 != "completed")) print
  }'
}

# Until twice in a row nothing is left to do: an update begins a moment after it was asked for.
converge() {
  calm=0 tries="${STACK_TRIES:-120}"
  while [ "$calm" -lt 2 ] && [ "$tries" -gt 0 ]; do
    sleep "$pause"
    tries=$((tries - 1)) left=$(unfinished)
    if [ -z "$left" ]; then calm=$((calm + 1)); else calm=0; fi
    # What rolled back or stopped does not change any more.
    if [ -n "$left" ] && ! echo "$left" | awk '$2 !~ /^(rollback_completed|rollback_paused|paused)$/ { exit 1 }'; then continue; fi
    [ -z "$left" ] || return 1
  done
  [ "$calm" -ge 2 ]
}

deploy() {
  mkdir -p "$state"
  exec 9>"$state/lock"
  flock 9
  touch "$state/images.env"
  cp "$state/images.env" "$state/wanted.env"
  for pair; do check "$pair"; done
  # Tables first: the version before gets along with them, as it must while both run.
  for pair; do [ ! -e "$files/migrate.sh" ] || sh "$files/migrate.sh" "${pair%%=*}" "${pair#*=}"; done
  for pair; do
    service="${pair%%=*}"
    sed -i "/^$(variable "$service")=/d" "$state/wanted.env"
    echo "$(variable "$service")=${pair#*=}" >>"$state/wanted.env"
  done
  (
    set -a
    . "$state/wanted.env"
    docker stack deploy --with-registry-auth --prune --compose-file "$files/stack.yml" "$NAME"
  )
  if converge; then
    mv "$state/wanted.env" "$state/images.env"
    touch "$state/deployed"
    echo "$NAME runs what was asked for"
    return
  fi
  unfinished >"$state/unfinished"
  # What went well stays; the others run what they ran before.
  for pair; do
    service="${pair%%=*}"
    if ! grep -q "^${NAME}_$service " "$state/unfinished"; then
      sed -i "/^$(variable "$service")=/d" "$state/images.env"
      echo "$(variable "$service")=$(image "$service" "$state/wanted.env")" >>"$state/images.env"
    fi
  done
  while read -r name how replicas; do
    echo "$name: $how, $replicas" >&2
    docker service ps --no-trunc --format '{{.Name}}: {{.Error}}' "$name" | awk -F': ' '$2 != ""' | head -n 3 >&2
  done <"$state/unfinished"
  return 1
}

rotate() {
  docker secret ls --filter label=generated=true --format '{{.Name}}' | grep -qxF "$1" || {
    echo "$1: no secret that is generated" >&2
    return 64
  }
  # A secret in use can neither be changed nor removed. Containers that ended stay behind, and use nothing.
  docker stack rm "$NAME"
  until [ -z "$(docker ps --quiet --filter "label=com.docker.stack.namespace=$NAME")" ] &&
    docker secret rm "$1" >/dev/null 2>&1; do sleep "$pause"; done
  "${STACK_GENERATE:-/usr/local/sbin/generate-secret}" "$1"
  deploy
}

verb="${1-}"
[ $# -eq 0 ] || shift
case "$verb" in
deploy) deploy "$@" ;;
status)
  services
  cat "$state/images.env"
  ;;
smoke | load) exec sh "$files/$verb.sh" ;;
rotate) rotate "${1:?which secret}" ;;
*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2 && exit 64 ;;
esac
