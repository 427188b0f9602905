#!/bin/bash
# Restores a dump into a MongoDB of its own, in this container and reachable by nobody, and compares what is there with what
# was dumped. Documents that were written meanwhile are in the dump's oplog: so many may be more or fewer.
set -euo pipefail
umask 077

# The folder outlives a failed try.
data=$FOLDER/data
rm -rf "$data"
mkdir "$data"
mongod --dbpath "$data" --bind_ip 127.0.0.1 --port 27018 --unixSocketPrefix /tmp --wiredTigerCacheSizeGB 0.4 --quiet \
  --logpath /tmp/mongod.log &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" || true' EXIT

shell() {
  mongosh --quiet --norc --port 27018 "$@"
}
until shell --eval 1 >/dev/null 2>&1; do
  kill -0 "$server" || {
    cat /tmp/mongod.log >&2
    exit 1
  }
  sleep 1
done

began=$(date +%s)
mongorestore --port 27018 --gzip --archive="$FOLDER/dump.archive.gz" --oplogReplay \
  --nsExclude='admin.*' --nsExclude='config.*' --stopOnError
export DUMP SECONDS_TAKEN
DUMP=$(cat "$FOLDER/dump.name")
SECONDS_TAKEN=$(($(date +%s) - began))
shell --file /scripts/compare.js
