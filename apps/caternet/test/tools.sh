#!/usr/bin/env bash
# Brings Node 24 and the fake of Pub/Sub into a folder; the fake is built by any Go, as Debian's golang-go.
#   test/tools.sh FOLDER && PATH="FOLDER/bin:$PATH" npm test
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mkdir -p "$1" && cd "$1" && pwd)
../../node.sh "$folder"
[ ! -x "$folder/bin/pubsub-fake" ] || exit 0

# What pubsub/go.mod asks for, and an old Go can fetch as a module: https://go.dev/doc/toolchain
GO=1.24.9
export GOTOOLCHAIN=auto CGO_ENABLED=0
major=$(go env GOVERSION)
if [ "$(printf '%s\n' "go1.21" "$major" | sort --version-sort | head --lines 1)" != go1.21 ]; then
  toolchain="golang.org/toolchain@v0.0.1-go$GO.$(go env GOOS)-$(go env GOARCH)"
  (cd "$(mktemp --directory)" && GOMODCACHE="$folder/go" go mod download "$toolchain")
  export GOROOT="$folder/go/$toolchain"
  chmod -R u+w "$folder/go"
  chmod +x "$GOROOT"/bin/* "$GOROOT"/pkg/tool/*/*
  export PATH="$GOROOT/bin:$PATH" GOTOOLCHAIN=local
fi
cd pubsub
go build -trimpath -buildvcs=false -o "$folder/bin/pubsub-fake" .
rm -rf "$folder/go"
