#!/bin/bash
# Replaces what is in the database with what is in the dump. Logins stay as they are.
set -euo pipefail
umask 077

printf 'uri: %s\n' "$MONGODB_URI" >/tmp/mongorestore.yaml
echo "restores $(cat "$FOLDER/dump.name")"
mongorestore --config=/tmp/mongorestore.yaml --gzip --archive="$FOLDER/dump.archive.gz" --drop --oplogReplay \
  --nsExclude='admin.*' --nsExclude='config.*' --stopOnError
