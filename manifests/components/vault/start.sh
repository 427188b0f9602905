#!/bin/sh
# Starts Vault, and makes it read its certificate again when that was renewed: Vault itself looks only at a SIGHUP.
# The signal goes to this process, which Vault replaces.
set -eu

certificate=/vault/tls/tls.crt

reload_when_renewed() {
  while sleep 60; do
    current=$(sha256sum "$certificate") || continue
    [ "$current" != "$loaded" ] || continue
    echo "$certificate was renewed, reloading"
    kill -HUP $$
    loaded=$current
  done
}

loaded=$(sha256sum "$certificate")
reload_when_renewed &
exec vault server -config=/vault/config/vault.json
