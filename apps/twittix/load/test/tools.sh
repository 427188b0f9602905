#!/usr/bin/env bash
# Brings Node 24 into a folder:
#   test/tools.sh FOLDER && PATH="FOLDER/bin:$PATH" npm test
set -euo pipefail
exec "$(dirname "$0")/../../../node.sh" "$1"
