#!/bin/sh
# Takes a snapshot of Vault's storage, checks it, and removes all but the newest RETAINED ones.
# The snapshot is encrypted: whoever restores it needs the keys that unseal this Vault.
set -eu
umask 077
cd "$FOLDER"

VAULT_TOKEN=$(vault write -field=token auth/kubernetes/login "role=$ROLE" "jwt=@$TOKEN_FILE")
export VAULT_TOKEN
trap 'vault token revoke -self >/dev/null' EXIT

rm -f ./*.partial
file=vault-$(date -u +%Y%m%dT%H%M%SZ).snap
vault operator raft snapshot save "$file.partial"
vault operator raft snapshot inspect "$file.partial"
mv "$file.partial" "$file"

# The names sort by time.
ls vault-*.snap | sort -r | tail -n "+$((RETAINED + 1))" | xargs -r rm -f
ls -l vault-*.snap
