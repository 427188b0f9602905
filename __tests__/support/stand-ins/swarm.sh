#!/bin/sh
# In place of docker, for what is deployed to a Swarm: one service, whose image is in $SWARM/image. An image that has "bad" in
# its name does not come up and is rolled back; one with "slow" takes three looks. A stack that was removed runs for two
# more looks, and leaves a container behind that ended.
set -eu
echo "$*" >>"$SWARM/asked"
case "$1 $2" in
'stack deploy')
  case "${API_IMAGE:-stand-in}" in
  *bad*) echo rollback_completed >"$SWARM/update" ;;
  *slow*) echo updating >"$SWARM/update" && echo "$API_IMAGE" >"$SWARM/image" ;;
  *) echo completed >"$SWARM/update" && echo "${API_IMAGE:-stand-in}" >"$SWARM/image" ;;
  esac
  ;;
'stack services')
  echo 'shop_api 2/2'
  echo 'shop_moves 0/1 (1/1 completed)'
  ;;
'service inspect')
  case "$*" in
  *shop_api) cat "$SWARM/update" ;;
  *) echo new ;;
  esac
  looks=$(cat "$SWARM/looks" 2>/dev/null || echo 0)
  echo $((looks + 1)) >"$SWARM/looks"
  [ "$looks" -lt 3 ] || sed -i 's/updating/completed/' "$SWARM/update"
  ;;
'stack rm') echo 2 >"$SWARM/running" ;;
'ps --all'*) echo ended ;;
'ps --quiet'*)
  running=$(cat "$SWARM/running")
  [ "$running" -eq 0 ] || echo api
  echo $((running - 1)) >"$SWARM/running"
  ;;
'secret ls') echo app-secret ;;
'secret rm') [ "$(cat "$SWARM/running")" -lt 0 ] ;;
'service ps') echo 'shop_api.1: task: non-zero exit (1)' ;;
*) echo "docker: no stand-in for $*" >&2 && exit 64 ;;
esac
