#!/usr/bin/env bash
# Names the image of the app and what it is built from, as outputs of a step. The tag is the SHA of the last commit that changed the app: the same
# app has the same image however often it is deployed, and a run that was skipped or failed leaves nothing out.
set -euo pipefail

app=apps/f1-vote
revision=$(git log -1 --format=%H -- "$app")
if [ -z "$revision" ]; then
  echo "::error::$app is in no commit: there is nothing to build" >&2
  exit 1
fi
# Registries know lower case only.
echo "image=ghcr.io/${GITHUB_REPOSITORY,,}/f1-vote:$revision"
echo "revision=$revision"
