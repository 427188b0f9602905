#!/usr/bin/env bash
# Brings Node 24 into a folder. PostgreSQL and Redis are packages of every Debian: apt-get install postgresql redis-server.
#   test/tools.sh FOLDER && PATH="FOLDER/bin:$PATH" npm test
set -euo pipefail
exec "$(dirname "$0")/../../../node.sh" "$1"
