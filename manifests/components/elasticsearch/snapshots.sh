#!/bin/sh
# snapshots.sh take: a snapshot of the index into the bucket; those older than $RETAINED_DAYS go.
# snapshots.sh restore: replaces the index with that of $COPY, or of the newest snapshot.
# snapshots.sh try: restores the newest beside the index, and compares the number of documents with that of its snapshot.
set -eu
umask 077

printf 'user = "snapshots:%s"\n' "$SNAPSHOTS_PASSWORD" >/tmp/login

ask() { # method, path, arguments of curl
  method=$1
  path=$2
  shift 2
  curl --silent --show-error --fail-with-body --max-time 120 --cacert "$CA_FILE" --config /tmp/login \
    --header 'Content-Type: application/json' --request "$method" "$@" "$URL/$path"
}

count() { # index
  ask GET "$1/_count?ignore_unavailable=true&filter_path=count" | tr -cd 0-9
}

# The names sort by time.
newest() {
  ask GET '_cat/snapshots/copies?h=id,status' | awk '$2 == "SUCCESS" { print $1 }' | sort | tail -n 1
}

restore() { # snapshot, index to make
  answer=$(
    ask POST "_snapshot/copies/$1/_restore?wait_for_completion=true&filter_path=snapshot.shards" --max-time 7200 --data \
      "{\"indices\":\"$INDEX\",\"include_global_state\":false,\"rename_pattern\":\"^.*\$\",\"rename_replacement\":\"$2\"}"
  )
  echo "$1: $answer"
  case $answer in *'"failed":0'*) ;; *) exit 1 ;; esac
}

# It is verified by every node. Registered anew each time: a new cluster finds the snapshots of the one that was lost.
ask PUT _snapshot/copies --data "{\"type\":\"gcs\",\"settings\":{\"bucket\":\"$BUCKET\",\"base_path\":\"$BASE_PATH\"}}"
echo

case $1 in
  take)
    name=$(date -u +%Y%m%dt%H%M%Sz)
    documents=$(count "$INDEX")
    ask PUT "_snapshot/copies/$name" --data \
      "{\"indices\":\"$INDEX\",\"ignore_unavailable\":true,\"include_global_state\":false,\"metadata\":{\"documents\":$documents}}"
    echo
    while :; do
      state=$(ask GET "_snapshot/copies/$name?filter_path=snapshots.state")
      case $state in
        *'"SUCCESS"'*) break ;;
        *'"IN_PROGRESS"'*) sleep 5 ;;
        *)
          echo "$name: $state" >&2
          exit 1
          ;;
      esac
    done
    echo "$name: $documents documents"
    oldest=$(($(date +%s) - RETAINED_DAYS * 86400))
    ask GET '_cat/snapshots/copies?h=id,end_epoch' | while read -r id end; do
      [ "${end:-$oldest}" -lt "$oldest" ] || continue
      ask DELETE "_snapshot/copies/$id"
      echo " $id: removed"
    done
    ;;
  restore)
    copy=${COPY:-$(newest)}
    : "${copy:?the bucket has no snapshot}"
    ask DELETE "$INDEX?ignore_unavailable=true"
    restore "$copy" "$INDEX"
    ;;
  try)
    copy=$(newest)
    : "${copy:?the bucket has no snapshot}"
    dumped=$(ask GET "_snapshot/copies/$copy?filter_path=snapshots.metadata.documents" | tr -cd 0-9)
    ask DELETE "$TRY?ignore_unavailable=true"
    restore "$copy" "$TRY"
    ask POST "$TRY/_refresh?filter_path=_shards.failed"
    restored=$(count "$TRY")
    ask DELETE "$TRY"
    echo
    # What is written while a snapshot begins may be in it.
    difference=$((restored - dumped))
    echo "{\"report\":\"restore-test\",\"snapshot\":\"$copy\",\"dumped\":$dumped,\"restored\":$restored}"
    [ "${difference#-}" -le "$((dumped / 100 + 10))" ]
    ;;
esac
