#!/bin/sh
# Brings the dump of $FOLDER to both buckets. The counts come last: a dump without them is not whole.
set -eu
cd "$FOLDER"

archive=$(ls ./*.archive.gz)
archive=${archive#./}
counts=${archive%.archive.gz}.counts
for bucket in "$COPIES" "$SECOND_COPIES"; do
  for file in "$archive" "$counts"; do
    # The second bucket can be written and not read.
    rclone copyto --no-check-dest "$file" "$bucket/$file"
  done
  echo "$bucket/$archive: $(wc -c <"$archive") bytes"
done
