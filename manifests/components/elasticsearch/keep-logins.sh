#!/bin/sh
# Makes each role and user of /logins what its file says; repeating it does no harm. Passwords come from variables, and
# reach curl by standard input.
set -eu

put() { # path
  curl --silent --show-error --fail-with-body --max-time 30 --cacert "$CA_FILE" --config "$LOGIN" \
    --header 'Content-Type: application/json' --request PUT --data-binary @- "$URL/$1"
  echo
}

umask 077
LOGIN=/tmp/login
printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD" >"$LOGIN"

for role in /logins/*.json; do
  name=$(basename "$role" .json)
  echo "$name"
  put "_security/role/$name" <"$role"
  eval "password=\$$(cat "/logins/$name.variable")"
  : "${password:?the Secret has no password of $name}"
  # Hexadecimal, which JSON takes as it is.
  printf '{"password":"%s","roles":["%s"]}' "$password" "$name" | put "_security/user/$name"
done
