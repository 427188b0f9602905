#!/bin/sh
# Brings a dump from the bucket into $FOLDER: $COPY, e.g. 20270131T235959Z, or the newest that is whole.
set -eu
cd "$FOLDER"

# A pod's first connections are refused until whatever enforces network policies knows its address.
rclone lsf --retries 10 --retries-sleep 5s --include '*.counts' "$COPIES" >/tmp/whole
copy=${COPY:-}
# The names sort by time.
[ -n "$copy" ] || copy=$(sort /tmp/whole | tail -n 1)
copy=${copy%.counts}
grep -qx "$copy.counts" /tmp/whole || {
  echo "$COPIES has no whole dump ${copy:-at all}" >&2
  exit 1
}
rm -rf ./dump.*
for suffix in archive.gz counts; do
  rclone copyto "$COPIES/$copy.$suffix" "dump.$suffix"
done
echo "$copy" >dump.name
echo "fetched $copy"
