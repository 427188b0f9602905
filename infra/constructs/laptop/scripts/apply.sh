#!/usr/bin/env bash
# Applies what SELECTOR selects of MANIFESTS: files and patterns of files. Not the folder: kubectl stops at kinds that
# the cluster does not know, and dist/ may hold other systems with kinds of their own.
source "$(dirname "$0")/lib.sh"

require_cluster
files=()
for file in $MANIFESTS; do files+=(--filename "$file"); done
kubectl apply "${files[@]}" --selector "$SELECTOR"
