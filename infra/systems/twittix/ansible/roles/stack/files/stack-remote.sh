#!/bin/sh
# What a workflow may ask for by SSH. Its words arrive as one text.
set -euf
# shellcheck disable=SC2086
set -- ${1-}
case "${1-}" in
deploy | status | smoke | load) exec /usr/local/sbin/stack "$@" ;;
*) echo 'one of: deploy SERVICE=IMAGE..., status, smoke, load' >&2 && exit 64 ;;
esac
