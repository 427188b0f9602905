#!/usr/bin/env bash
# Builds the app and puts it on every node: no registry is involved.
source "$(dirname "$0")/lib.sh"

require_cluster
# An attestation would make an index of the image, which containerd does not import from an archive.
BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker build --tag "$IMAGE" "$APP_FOLDER"
k3d image import "$IMAGE" --cluster "$CLUSTER"

# k3d reports success even where a node refused the image.
for node in $(kubectl get nodes --output 'jsonpath={.items[*].metadata.name}'); do
  docker exec "$node" crictl inspecti "$IMAGE" >/dev/null || fail "$node did not take $IMAGE"
done
