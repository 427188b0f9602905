#!/bin/sh
# Creates each Secret named in the arguments unless it exists: name[@namespace...]=key,key...
# Values are 32 random bytes in hexadecimal, which needs no escaping in a URL. They are never printed, and what exists is
# never overwritten. The role of this Job can create Secrets, and read those that other namespaces get a copy of.
set -eu

account=/var/run/secrets/kubernetes.io/serviceaccount
namespace=$(cat "$account/namespace")
url=https://kubernetes.default.svc/api/v1/namespaces

random() {
  head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

# Members of the Secret's data or stringData: random values, or those of the Secret that curl printed.
values() { # keys
  separator=''
  for key in $(echo "$1" | tr ',' ' '); do
    printf '%s"%s":"%s"' "$separator" "$key" "$(random)"
    separator=,
  done
}

copied() { # keys, answer
  separator=''
  for key in $(echo "$1" | tr ',' ' '); do
    value=$(echo "$2" | tr -d ' \n' | sed -n "s/.*\"$key\":\"\([^\"]*\)\".*/\1/p")
    : "${value:?the Secret has no $key}"
    printf '%s"%s":"%s"' "$separator" "$key" "$value"
    separator=,
  done
}

request() { # arguments of curl
  curl --silent --show-error --max-time 20 --cacert "$account/ca.crt" \
    --header "Authorization: Bearer $(cat "$account/token")" "$@"
}

create() { # namespace, name, field, members
  status=$(
    printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","labels":%s},"%s":{%s}}' \
      "$2" "$LABELS" "$3" "$4" |
      request --output /dev/null --write-out '%{http_code}' --header 'Content-Type: application/json' \
        --data-binary @- "$url/$1/secrets"
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

for argument in "$@"; do
  keys=${argument#*=}
  target=${argument%%=*}
  name=${target%%@*}
  create "$namespace" "$name" stringData "$(values "$keys")"
  for other in $(echo "${target#"$name"}" | tr '@' ' '); do
    answer=$(request --fail "$url/$namespace/secrets/$name")
    members=$(copied "$keys" "$answer")
    create "$other" "$name" data "$members"
  done
done
