#!/bin/bash
# Fills the configuration folder, which the image's own is too: a memory volume, since the root is read-only. The password of
# the user `elastic` goes into the keystore, which counts for the first start of a cluster.
set -eu
umask 077

cp -R /usr/share/elasticsearch/config/. /config/
cp /settings/elasticsearch.yml /config/
export ES_PATH_CONF=/config
rm -f /config/elasticsearch.keystore
elasticsearch-keystore create
printf %s "$ELASTIC_PASSWORD" | elasticsearch-keystore add --stdin --force bootstrap.password
