#!/bin/sh
# restore DATABASE          lists its dumps
# restore DATABASE FILE     puts one of them in its place; `latest` is the last
# What was there is kept as DATABASE_before_restore until the next time, and comes back if the dump cannot be read in.
set -eu
umask 077
folder="${BACKUP_FOLDER:-/etc/backup}"
. "$folder/backup.conf"

store() { ssh -n -i "$folder/key" -o UserKnownHostsFile="$folder/known_hosts" -o StrictHostKeyChecking=yes -o BatchMode=yes "$STORE" "$@"; }
sql() { docker exec "$container" psql --username=postgres --dbname=postgres --quiet --tuples-only --set=ON_ERROR_STOP=1 --command="$1" >/dev/null; }
# Nobody may be connected while a database is renamed.
rename() {
  sql "ALTER DATABASE \"$1\" ALLOW_CONNECTIONS false"
  sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$1'"
  sql "ALTER DATABASE \"$1\" RENAME TO \"$2\""
}

database="${1:?which database}"
case " $DATABASES " in
*" $database "*) ;;
*) echo "$database: no such database; one of $DATABASES" >&2 && exit 64 ;;
esac
[ $# -eq 2 ] || { store list "$database" && exit; }

container=$(docker ps --quiet --filter "label=com.docker.swarm.service.name=$SERVICE")
[ -n "$container" ] || { echo "no container of $SERVICE runs here" >&2 && exit 1; }
dump=$(mktemp "${TMPDIR:-/var/tmp}/restore.XXXXXX")
trap 'rm -f "$dump"' EXIT
store get "$database" "$2" >"$dump"
docker exec --interactive "$container" pg_restore --list <"$dump" >/dev/null

before="${database}_before_restore"
sql "DROP DATABASE IF EXISTS \"$before\" WITH (FORCE)"
rename "$database" "$before"
if docker exec --interactive "$container" pg_restore --username=postgres --dbname=postgres --create --exit-on-error <"$dump"; then
  echo "$database is as it was dumped; what it was before is $before"
else
  echo "$database: the dump cannot be read in; it stays as it was" >&2
  sql "DROP DATABASE IF EXISTS \"$database\" WITH (FORCE)"
  sql "ALTER DATABASE \"$before\" RENAME TO \"$database\""
  sql "ALTER DATABASE \"$database\" ALLOW_CONNECTIONS true"
  exit 1
fi
