#!/bin/bash
# Dumps all databases, as they were at one moment, into $FOLDER, and writes down how many documents of what the dump holds.
set -euo pipefail
umask 077
cd "$FOLDER"

# What an earlier run left: it is in the buckets, or was not finished.
rm -f ./*
name=$(date -u +%Y%m%dT%H%M%SZ)

# In a file, the password is on no command line.
printf 'uri: %s\n' "$MONGODB_URI" >/tmp/mongodump.yaml
mongodump --config=/tmp/mongodump.yaml --readPreference=secondaryPreferred --oplog --gzip \
  --archive="$name.archive.gz.part" 2>&1 | tee /tmp/mongodump.log
gzip --test "$name.archive.gz.part"

# "done dumping shop.Offer (12 documents)", "dumped 3 oplog entries"
sed -nE 's/.*done dumping (.+) \(([0-9]+) documents?\)$/\1 \2/p' /tmp/mongodump.log |
  grep -vE '^(admin|config|local)\.' >"$name.counts" || true
sed -nE 's/.*dumped ([0-9]+) oplog entr(y|ies)$/oplog \1/p' /tmp/mongodump.log >>"$name.counts"
mv "$name.archive.gz.part" "$name.archive.gz"
ls -l
