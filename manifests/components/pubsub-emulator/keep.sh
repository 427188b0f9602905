#!/bin/sh
# The emulator keeps everything in memory, so that after each start of its own it has nothing. This waits for it, makes the
# topics and subscriptions of the files beside it, and looks again every few seconds. Only then is the pod ready.
set -eu

folder=$1
url="http://127.0.0.1:$PORT/v1/projects/$PROJECT"
ready=${READY:-/run/bus/ready}

# request METHOD PATH [FILE]: the status of the answer; 000 where there was none
request() {
  if [ $# -gt 2 ]; then set -- "$1" "$2" --header 'Content-Type: application/json' --data-binary "@$3"; fi
  method=$1 path=$2
  shift 2
  curl --silent --output /dev/null --write-out '%{http_code}' --max-time 5 --request "$method" "$@" "$url/$path" || true
}

# make KIND: what is there already is left alone
make() {
  for file in "$folder/$1".*.json; do
    name=${file##*/"$1".}
    name=${name%.json}
    status=$(request PUT "$1/$name" "$file")
    case $status in
      200) echo "$1/$name: made" ;;
      409) ;;
      *)
        echo "$1/$name: the emulator answered $status" >&2
        return 1
        ;;
    esac
  done
}

# Subscriptions are made last: when the last of them is there, nothing is missing.
last=$(printf '%s\n' "$folder"/subscriptions.* | tail -n 1)
last=${last##*/subscriptions.}
last=${last%.json}

while true; do
  if [ "$(request GET "subscriptions/$last")" = 200 ] || { make topics && make subscriptions; }; then
    touch "$ready"
  else
    rm -f "$ready"
  fi
  sleep "${PAUSE:-2}"
done
