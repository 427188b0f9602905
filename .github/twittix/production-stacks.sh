#!/usr/bin/env bash
# production-stacks.sh FOLDER: prints the stacks of production that the workflow applies, of those in cdktf's output folder.
# Not `delivery`, which says what the workflow may do: that one a person applies.
set -euo pipefail
folder=$1
mapfile -t stacks < <(jq --raw-output '.stacks[].name' "$folder/manifest.json" | grep '^twittix-production-' | grep --invert-match -- '-delivery$')
if [ ${#stacks[@]} -eq 0 ]; then
  echo "::error::there are no stacks of twittix in production" >&2
  exit 1
fi
for stack in "${stacks[@]}"; do
  # A state on this machine would be gone with it, and the next run would make everything a second time.
  if ! jq --exit-status '.terraform.backend.gcs' "$folder/stacks/$stack/cdk.tf.json" >/dev/null; then
    echo "::error::$stack keeps its state in a file: name a bucket, twittix.production.gcp.stateBucket in terrachart.yaml" >&2
    exit 1
  fi
done
printf '%s\n' "${stacks[@]}"
