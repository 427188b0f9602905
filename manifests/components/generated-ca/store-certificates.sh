#!/bin/sh
# Creates a Secret of the authority, and of each certificate, unless there is one: what is in use is never replaced.
set -eu

account=/var/run/secrets/kubernetes.io/serviceaccount
api=https://kubernetes.default.svc/api/v1/namespaces

secret() { # name, folder
  data=''
  for file in "$2"/*; do
    data="$data${data:+,}\"${file##*/}\":\"$(base64 <"$file" | tr -d '\n')\""
  done
  # The API server wants both of them in a Secret of the type for TLS; who only trusts has neither.
  [ -e "$2/tls.key" ] && type=kubernetes.io/tls || type=Opaque
  printf '{"apiVersion":"v1","kind":"Secret","type":"%s","metadata":{"name":"%s","labels":%s},"data":{%s}}' \
    "$type" "$1" "$LABELS" "$data"
}

store() { # namespace, name, folder
  status=$(
    secret "$2" "$3" |
      curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 20 \
        --cacert "$account/ca.crt" --header "Authorization: Bearer $(cat "$account/token")" \
        --header 'Content-Type: application/json' --data-binary @- "$api/$1/secrets"
  )
  case $status in
    201) echo "$1/$2: created" ;;
    409) echo "$1/$2: exists, left alone" ;;
    *)
      echo "$1/$2: the API server answered $status" >&2
      exit 1
      ;;
  esac
}

cd "$WORK"
store "$(cat "$account/namespace")" "$AUTHORITY" authority
for folder in certificates/*/*; do
  namespace=${folder#certificates/}
  store "${namespace%/*}" "${folder##*/}" "$folder"
done
