#!/usr/bin/env bash
# Takes the mesh out of a cluster where other systems stay.
source "$(dirname "$0")/../../../constructs/laptop/scripts/lib.sh"

require_cluster
istioctl uninstall --purge --skip-confirmation
