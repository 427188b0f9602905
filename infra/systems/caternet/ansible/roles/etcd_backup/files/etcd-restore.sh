#!/bin/sh
# etcd-restore FILE NAME ADDRESS NAME=ADDRESS,...: this control plane's etcd begins anew with a copy. All of them do so, with the
# same copy, before any starts; etcd-restore.yml sees to that. What was there before stays beside it.
set -eu
file="$1" name="$2" address="$3" members="$4"
data="${ETCD_DATA:-/var/lib/etcd}" manifest="${ETCD_MANIFEST:-/etc/kubernetes/stopped/etcd.yaml}" port="${ETCD_PEER_PORT:-2380}"
image=$(sed -n 's/^ *image: *//p' "$manifest")
cluster=$(echo "$members" | sed "s|=|=https://|g; s|\$|:$port|; s|,|:$port,|g")

rm -rf "$data.new"
# What watches would otherwise miss that time went back: https://etcd.io/docs/v3.6/op-guide/recovery/
ctr --namespace=k8s.io run --rm --mount="type=bind,src=/var/lib,dst=/var/lib,options=rbind:rw" "$image" etcd-restore \
  etcdutl snapshot restore "$file" --data-dir="$data.new" --name="$name" --initial-cluster="$cluster" \
  --initial-advertise-peer-urls="https://$address:$port" --bump-revision=1000000000 --mark-compacted
chmod 700 "$data.new"
[ ! -e "$data" ] || mv "$data" "$data.$(date -u +%Y%m%dT%H%M%SZ)"
mv "$data.new" "$data"
