#!/bin/bash
# MongoDB wants its key and its certificate in one file, and a key file that nobody but itself can read.
set -eu
umask 077

cat /etc/mongodb/tls/tls.crt /etc/mongodb/tls/tls.key >/run/mongodb/server.pem
cat /etc/mongodb/keyfile/keyfile >/run/mongodb/keyfile
chmod 400 /run/mongodb/keyfile
exec mongod --config /etc/mongodb/config/mongod.yaml
