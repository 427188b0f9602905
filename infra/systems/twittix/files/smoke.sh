#!/bin/sh
# Tries on the manager whatever each service needs, from its own networks and with its own secrets, and then every public
# path by the gateway. Says which of it fails, and exits with 1 then.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# GATEWAY, PATHS
# shellcheck disable=SC1091
. "$here/smoke.env"
failed=0

sh "$here/once.sh" twittix-smoke "$here/smoke.yml" || failed=1
for path in $(echo "$PATHS" | tr , ' '); do
  if said=$(curl --fail --silent --show-error --max-time 15 --output /dev/null "$GATEWAY$path" 2>&1); then
    echo "gateway $path: answers"
  else
    echo "gateway $path: $said" >&2
    failed=1
  fi
done
exit "$failed"
