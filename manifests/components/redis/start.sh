#!/bin/sh
# Redis reads its users from a file and never from the environment. The file is made here, in memory, from the
# template, and holds the hash of the password only.
set -eu

: "${REDISCLI_AUTH:?the Secret has no password}"
hash=$(printf %s "$REDISCLI_AUTH" | sha256sum | cut -d ' ' -f 1)
sed "s/PASSWORD_HASH/$hash/" /etc/redis/users.acl >/run/redis/users.acl
exec redis-server /etc/redis/redis.conf
