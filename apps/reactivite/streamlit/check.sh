#!/bin/sh
# Everything that CI checks here. Arguments go to pytest. Leaves nothing behind.
set -eu
cd "$(dirname "$0")"
export PYTHONDONTWRITEBYTECODE=1
ruff format --no-cache --check .
ruff check --no-cache .
mypy --cache-dir /dev/null .
bandit --quiet --recursive main.py reactivite_front
python -m pytest "$@"
