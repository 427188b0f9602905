#!/usr/bin/env bash
# Brings what the tests need into a folder, on Debian: Node 24 from npm's package `node`, and Redis 8 from Debian trixie,
# unpacked beside the system with the libraries that it was built for. Nothing is installed; needs apt, dpkg-deb and npm.
#   test/tools.sh FOLDER && PATH="FOLDER/bin:$PATH" npm test
# Chromium is a package of every Debian: apt-get install chromium.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
"$(dirname "$0")/../../node.sh" "$folder"

if ! "$folder/bin/redis-server" --version >/dev/null 2>&1; then
  apt="$folder/apt"
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"
  # The mirror that this machine uses anyway.
  mirror=$(apt-cache policy | grep -oE 'https?://[^ ]+' | grep -v security | head -n 1)
  echo "deb $mirror trixie main" >"$apt/sources.list"
  : >"$apt/status"
  get() {
    apt-get -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$apt" \
      -o Dir::State::Lists="$apt/lists" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt" \
      -o Dir::Cache::archives="$apt/archives" -qq "$@"
  }
  get update
  get install --yes --no-install-recommends --download-only redis-server >/dev/null
  for package in "$apt"/archives/*.deb; do dpkg-deb --extract "$package" "$folder/trixie"; done
  rm -rf "$apt"
  loader=$(find "$folder/trixie/usr" -name 'ld-linux-*.so.*' | head -n 1)
  libraries=$(dirname "$(find "$folder/trixie/usr/lib" -name 'libc.so.6' | head -n 1)")
  for program in redis-server redis-cli; do
    printf '#!/bin/sh\nexec "%s" --library-path "%s" --argv0 "%s" "%s" "$@"\n' \
      "$loader" "$libraries" "$program" "$folder/trixie/usr/bin/$program" >"$folder/bin/$program"
    chmod +x "$folder/bin/$program"
  done
fi

"$folder/bin/redis-server" --version
