#!/bin/sh
# Takes the authority that an earlier run made out of its Secret; leaves nothing where there is none.
set -eu
umask 077

account=/var/run/secrets/kubernetes.io/serviceaccount
url="https://kubernetes.default.svc/api/v1/namespaces/$(cat "$account/namespace")/secrets/$AUTHORITY"

# Whatever enforces network policies learns a new pod's address some seconds late, and refuses its first connections.
status=$(
  curl --silent --show-error --output "$WORK/answer.json" --write-out '%{http_code}' --max-time 20 \
    --retry 30 --retry-delay 2 --retry-all-errors --retry-max-time 120 \
    --cacert "$account/ca.crt" --header "Authorization: Bearer $(cat "$account/token")" "$url"
)
case $status in
  200) ;;
  404)
    echo "$AUTHORITY: none yet"
    exit 0
    ;;
  *)
    echo "$AUTHORITY: the API server answered $status" >&2
    exit 1
    ;;
esac

mkdir -p "$WORK/authority"
for file in tls.crt tls.key; do
  tr -d ' \n' <"$WORK/answer.json" | sed -n "s/.*\"$file\":\"\([^\"]*\)\".*/\1/p" | base64 -d >"$WORK/authority/$file"
  [ -s "$WORK/authority/$file" ] || {
    echo "$AUTHORITY: the Secret has no $file" >&2
    exit 1
  }
done
rm "$WORK/answer.json"
echo "$AUTHORITY: found"
