#!/bin/bash
# Restores a dump into the MongoDB beside it, which lives as long as this pod and is reachable by nobody, and compares what
# is there with what was dumped. Documents that were written meanwhile are in the dump's oplog: so many may be more or fewer.
set -euo pipefail

began=$(date +%s)
mongorestore --gzip --archive="$FOLDER/dump.archive.gz" --drop --oplogReplay \
  --nsExclude='admin.*' --nsExclude='config.*' --stopOnError
DUMP=$(cat "$FOLDER/dump.name")
SECONDS_TAKEN=$(($(date +%s) - began))
export DUMP SECONDS_TAKEN
exec mongosh --quiet --norc --file /scripts/compare.js
