#!/bin/sh
# once.sh NAME FILE: runs the jobs of a compose file on the Swarm, each once, prints what they say, and removes them.
# Exits with 1 if one of them failed or did not end in time.
set -eu
name=$1 file=$2
tries="${ONCE_TRIES:-90}" pause="${ONCE_PAUSE:-2}"

# Tasks and their states, one a line: "NAME STATE ERROR".
tasks() { docker stack ps --no-trunc --format '{{.Name}} {{.CurrentState}} {{.Error}}' "$name"; }
services() { docker stack services --format '{{.Name}}' "$name"; }
remove() { docker stack rm "$name" >/dev/null 2>&1 || true; }

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
