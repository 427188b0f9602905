#!/bin/sh
# once.sh NAME FILE: runs the jobs of a compose file on the Swarm, each once, prints what they say, and removes them.
# Exits with 1 if one of them failed or did not end in time.
set -eu
name=$1 file=$2
tries="${ONCE_TRIES:-90}" pause="${ONCE_PAUSE:-2}"

services() { docker stack services --format '{{.Name}}' "$name"; }
# Tasks and their states, one a line: "NAME STATE ERROR". Asked service by service: the stack's own list has those of
# earlier services of the same name as well.
tasks() {
  for service in $(services); do
    docker service ps --no-trunc --format '{{.Name}} {{.CurrentState}} {{.Error}}' "$service"
  done
}
# Containers of jobs stay behind, and hold their networks while they run.
remove() {
  docker stack rm "$name" >/dev/null 2>&1 || true
  for container in $(docker ps --all --quiet --filter "label=com.docker.stack.namespace=$name"); do
    docker rm --force "$container" >/dev/null 2>&1 || true
  done
}

# Left behind by one that was killed.
remove
trap remove EXIT
trap 'exit 130' INT TERM
docker stack deploy --with-registry-auth --detach=true --compose-file "$file" "$name" >/dev/null

wanted=$(services | grep -c .)
while
  ended=$(tasks | awk '$2 ~ /^(Complete|Failed|Rejected|Shutdown|Orphaned)$/' | grep -c . || true)
  [ "$ended" -lt "$wanted" ] && [ "$tries" -gt 0 ]
do
  sleep "$pause"
  tries=$((tries - 1))
done

for service in $(services); do docker service logs --raw "$service" 2>&1 || true; done
failed=$(tasks | awk '$2 != "Complete"')
if [ -n "$failed" ] || [ "$ended" -lt "$wanted" ]; then
  echo "$failed" >&2
  exit 1
fi
