#!/bin/sh
# Resolves the pinned dependencies anew: wheels only, with the hashes of every platform. Needs uv.
set -eu
cd "$(dirname "$0")"
for name in requirements requirements-test; do
  UV_CUSTOM_COMPILE_COMMAND=./lock.sh uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --only-binary :all: "$@" --output-file "$name.txt" "$name.in"
done
