#!/bin/sh
# Creates each Secret named in the arguments unless it exists: name=key,key...
# Values are 32 random bytes in hexadecimal, which needs no escaping in a URL. They are never printed, and the
# role of this Job can only create: what exists is neither read nor overwritten.
set -eu

account=/var/run/secrets/kubernetes.io/serviceaccount
namespace=$(cat "$account/namespace")
url="https://kubernetes.default.svc/api/v1/namespaces/$namespace/secrets"

random() {
  head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

secret() {
  name=$1
  keys=$2
  data=''
  for key in $(echo "$keys" | tr ',' ' '); do
    data="$data${data:+,}\"$key\":\"$(random)\""
  done
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","labels":%s},"stringData":{%s}}' \
    "$name" "$LABELS" "$data"
}

for argument in "$@"; do
  name=${argument%%=*}
  status=$(
    secret "$name" "${argument#*=}" |
      curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 20 \
        --cacert "$account/ca.crt" --header "Authorization: Bearer $(cat "$account/token")" \
        --header 'Content-Type: application/json' --data-binary @- "$url"
  )
  case $status in
    201) echo "$namespace/$name: created" ;;
    409) echo "$namespace/$name: exists, left alone" ;;
    *)
      echo "$namespace/$name: the API server answered $status" >&2
      exit 1
      ;;
  esac
done
