#!/bin/sh
# generate-secret NAME: a Swarm secret of 32 random bytes, in hexadecimal because some stand in URLs. Prints its name.
set -eu
value=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
[ ${#value} -eq 64 ]
printf %s "$value" | docker secret create --label generated=true "$1" - >/dev/null
echo "$1"
