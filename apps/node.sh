#!/usr/bin/env bash
# Brings the Node that the apps' images have into a folder, from npm's package `node`; installs nothing. Needs npm.
#   apps/node.sh FOLDER && PATH="FOLDER/bin:$PATH" node --version
set -euo pipefail

NODE=24.21.0
folder=$(mkdir -p "$1" && cd "$1" && pwd)
mkdir -p "$folder/bin"

if [ "$("$folder/bin/node" --version 2>/dev/null)" != "v$NODE" ]; then
  # The package takes the program of this machine's kind by a script of its own.
  npm install --prefix "$folder/node" --no-save --no-audit --no-fund --ignore-scripts=false "node@$NODE" >/dev/null
  ln -sf "$folder/node/node_modules/node/bin/node" "$folder/bin/node"
fi

"$folder/bin/node" --version
