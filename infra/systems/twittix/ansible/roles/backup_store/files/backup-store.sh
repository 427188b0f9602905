#!/bin/sh
# What the manager may ask for by SSH; its words arrive as one text.
#   put DATABASE SHA256   takes a dump from the input, if it is whole; the last KEEP of a database are kept
#   list DATABASE         names of its dumps
#   get DATABASE FILE     a dump; `latest` is the last
set -euf
umask 077
folder="${BACKUP_STORE:-/var/lib/backup-store}/dumps" metrics="${BACKUP_METRICS:-/var/lib/node-exporter}" keep="${KEEP:-30}"
# shellcheck disable=SC2086
set -- ${1-}

names() { find "$folder/$1" -name '*.dump' 2>/dev/null | sed 's,.*/,,' | sort; }

# For node-exporter: how old the last dump of each database is, and how large.
report() {
  file=$(mktemp "$metrics/.backup.XXXXXX")
  {
    echo '# HELP backup_last_timestamp_seconds When the last dump that is whole arrived.'
    echo '# TYPE backup_last_timestamp_seconds gauge'
    echo '# HELP backup_last_size_bytes Size of that dump.'
    echo '# TYPE backup_last_size_bytes gauge'
    find "$folder" -mindepth 1 -maxdepth 1 -type d | sort | while read -r each; do
      last=$(names "${each##*/}" | tail -n 1)
      [ -n "$last" ] || continue
      echo "backup_last_timestamp_seconds{database=\"${each##*/}\"} $(stat -c %Y "$each/$last")"
      echo "backup_last_size_bytes{database=\"${each##*/}\"} $(stat -c %s "$each/$last")"
    done
  } >"$file"
  chmod 0644 "$file"
  mv "$file" "$metrics/backup.prom"
}

case "${2-}" in
'' | *[!a-z0-9_]*) echo 'which database' >&2 && exit 64 ;;
esac
case "${1-} ${3-}" in
'put '*)
  mkdir -p "$folder/$2"
  part=$(mktemp "$folder/$2/.part.XXXXXX")
  trap 'rm -f "$part"' EXIT
  cat >"$part"
  [ "$(sha256sum <"$part" | cut -d ' ' -f 1)" = "${3-}" ] || { echo "$2: the dump did not arrive whole" >&2 && exit 1; }
  mv "$part" "$folder/$2/$(date -u +%Y%m%dT%H%M%SZ).dump"
  names "$2" | head -n "-$keep" | while read -r old; do rm "$folder/$2/$old"; done
  report
  ;;
'list '*) names "$2" ;;
'get latest')
  last=$(names "$2" | tail -n 1)
  cat "$folder/$2/${last:?no dump}"
  ;;
'get '*)
  names "$2" | grep -qxF "${3-}" || { echo "$2: no dump ${3-}" >&2 && exit 1; }
  cat "$folder/$2/$3"
  ;;
*) echo 'one of: put DATABASE SHA256, list DATABASE, get DATABASE FILE' >&2 && exit 64 ;;
esac
