#!/bin/sh
# Dumps the database into $FOLDER and keeps the newest $RETAINED dumps. Where and as whom to log in: libpq's PG... variables.
set -eu
umask 077

file="$FOLDER/$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump"
# What an earlier run left half done.
rm -f "$FOLDER/$PGDATABASE"-*.part

pg_dump --no-password --format=custom --file="$file.part"
# A dump that cannot be read is none.
pg_restore --list "$file.part" >/dev/null
mv "$file.part" "$file"
echo "$file: $(wc -c <"$file") bytes"

# The time in the name sorts them: the oldest come first.
set -- "$FOLDER/$PGDATABASE"-*.dump
while [ "$#" -gt "$RETAINED" ]; do
  rm -f "$1"
  echo "$1: removed"
  shift
done
