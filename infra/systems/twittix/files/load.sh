#!/bin/sh
# Asks the public paths by the gateway as fast as they are answered, for a time, and says how fast that was. Exits with 1 if it
# was slower than the config allows, or if one answer was none.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# LOAD_IMAGE, and what the program in it is told
# shellcheck disable=SC1091
. "$here/load.env"
exec docker run --rm --init --network=host --read-only --cap-drop=ALL --env-file "$here/load.env" "$LOAD_IMAGE"
