#!/bin/sh
# A copy of etcd, looked at before it counts. Secrets in it are encrypted by a key that is not in it.
#   etcd-backup          makes one, and forgets those beyond KEEP
#   etcd-backup list     which there are
set -eu
data="${ETCD_DATA:-/var/lib/etcd}" pki="${ETCD_PKI:-/etc/kubernetes/pki/etcd}" store="${ETCD_BACKUPS:-/var/lib/etcd-backup}"
endpoint="${ETCD_ENDPOINT:-https://127.0.0.1:2379}" keep="${KEEP:-72}"

# The programs are in etcd's own image, so that they are of its version.
in_etcd() {
  container=$(crictl ps --quiet --label io.kubernetes.container.name=etcd | head -n 1)
  [ -n "$container" ] || { echo 'etcd does not run here' >&2 && return 1; }
  # What it says counts when it fails.
  crictl exec "$container" "$@" >"$store/log" 2>&1 || { cat "$store/log" >&2 && return 1; }
}

if [ "${1-}" = list ]; then
  find "$store" -name '*.db' -printf '%f %s bytes\n' | sort
  exit
fi
umask 077
mkdir -p "$store"
rm -f "$data/backup.part"
in_etcd etcdctl "--endpoints=$endpoint" "--cacert=$pki/ca.crt" "--cert=$pki/healthcheck-client.crt" \
  "--key=$pki/healthcheck-client.key" snapshot save "$data/backup.part"
# It has a sum at its end, which this compares.
in_etcd etcdutl snapshot status "$data/backup.part"
name=$(date -u +%Y%m%dT%H%M%SZ).db
mv "$data/backup.part" "$store/$name"
find "$store" -name '*.db' -printf '%f\n' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm "$store/$old"; done
echo "$store/$name"
