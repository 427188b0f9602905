#!/bin/sh
# Brings the dump of $FOLDER to both buckets. The counts come last: a dump without them is not whole.
set -eu
cd "$FOLDER"

archive=$(ls ./*.archive.gz)
archive=${archive#./}
counts=${archive%.archive.gz}.counts
for file in "$archive" "$counts"; do
  # What an earlier try brought is there, and nobody may replace it: what is the same is left alone.
  rclone copyto "$file" "$COPIES/$file"
done
echo "$COPIES/$archive: $(wc -c <"$archive") bytes"
for file in "$archive" "$counts"; do
  # This bucket can be written and not read; it keeps both versions.
  rclone copyto --no-check-dest "$file" "$SECOND_COPIES/$file"
done
echo "$SECOND_COPIES/$archive: $(wc -c <"$archive") bytes"
