#!/bin/sh
# migrate.sh SERVICE IMAGE: brings the database of a service to the tables that an image of it needs. Before the image runs
# in the stack; nothing where the service has no migration.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case $1 in
'' | *[!a-z0-9-]*) echo "$1: no name of a service" >&2 && exit 64 ;;
esac
file="$here/migrate/$1.yml"
[ -e "$file" ] || exit 0
export IMAGE="$2"
exec sh "$here/once.sh" "twittix-migrate-$1" "$file"
