#!/usr/bin/env bash
# Builds IMAGE from FOLDER, as DOCKERFILE in it says, and puts it on every node, or where the nodes of a cluster that was there can pull it.
source "$(dirname "$0")/lib.sh"

# An archive, because k3d looks for images by name in Docker alone. An attestation would make an index of the image, which
# containerd does not import from an archive.
bring_to_nodes() {
  local archive node
  if [[ $engine == podman ]]; then
    archive=$(mktemp -d)/image.tar
    podman save --output "$archive" "$IMAGE"
    k3d image import "$archive" --cluster "$CLUSTER"
    rm -r "$(dirname "$archive")"
  else
    k3d image import "$IMAGE" --cluster "$CLUSTER"
  fi

  # k3d reports success even where a node refused the image.
  for node in $(kubectl get nodes --output 'jsonpath={.items[*].metadata.name}'); do
    "$engine" exec "$node" crictl inspecti "$IMAGE" >/dev/null || fail "$node did not take $IMAGE"
  done
}

require_cluster
BUILDX_NO_DEFAULT_ATTESTATIONS=1 "$engine" build --tag "$IMAGE" --file "$FOLDER/$DOCKERFILE" "$FOLDER"
if [[ -n $CONTEXT ]]; then "$engine" push "$IMAGE"; else bring_to_nodes; fi
