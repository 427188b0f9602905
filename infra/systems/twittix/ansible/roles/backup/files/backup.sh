#!/bin/sh
# backup [DATABASE...]: dumps databases of the Swarm's PostgreSQL, all unless told which, and sends them to their store.
set -eu
umask 077
folder="${BACKUP_FOLDER:-/etc/backup}"
. "$folder/backup.conf"

store() { ssh -i "$folder/key" -o UserKnownHostsFile="$folder/known_hosts" -o StrictHostKeyChecking=yes -o BatchMode=yes "$STORE" "$@"; }

container=$(docker ps --quiet --filter "label=com.docker.swarm.service.name=$SERVICE")
[ -n "$container" ] || { echo "no container of $SERVICE runs here" >&2 && exit 1; }
dump=$(mktemp "${TMPDIR:-/var/tmp}/backup.XXXXXX")
trap 'rm -f "$dump"' EXIT

failed=''
[ $# -gt 0 ] || eval "set -- $DATABASES"
for database; do
  # A dump that broke off has no complete table of contents.
  if docker exec "$container" pg_dump --username=postgres --format=custom "$database" >"$dump" &&
    docker exec --interactive "$container" pg_restore --list <"$dump" >/dev/null &&
    store put "$database" "$(sha256sum <"$dump" | cut -d ' ' -f 1)" <"$dump"; then
    echo "$database: $(wc -c <"$dump") bytes"
  else
    failed="$failed $database"
  fi
done
[ -z "$failed" ] || { echo "no backup of$failed" >&2 && exit 1; }
