#!/bin/sh
# Everything that CI checks here. Arguments go to pytest. Leaves nothing behind.
set -eu
cd "$(dirname "$0")"
export PYTHONDONTWRITEBYTECODE=1
python -m pytest -q -p no:cacheprovider "$@"
