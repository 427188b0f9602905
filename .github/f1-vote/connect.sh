#!/usr/bin/env bash
# Writes what ssh needs to reach the K3s server (as `server`, with `ssh -F FOLDER/config`) into FOLDER.
# The way to the bastion is an SSM session: no port is opened for the runner. From there on it is ProxyJump; the host
# keys of both are pinned, and no agent is forwarded.
set -euo pipefail
umask 077

folder=$1
: "${BASTION_HOST:?secret is missing}" "${MASTER_HOST:?secret is missing}" "${SSH_PRIVATE_KEY:?secret is missing}"
: "${SSH_KNOWN_HOSTS:?variable is missing: docs/runbooks/f1-vote.md says how to fill it}"

mkdir -p "$folder"
printf '%s\n' "$SSH_PRIVATE_KEY" >"$folder/key"
printf '%s\n' "$SSH_KNOWN_HOSTS" >"$folder/known_hosts"
for host in "$BASTION_HOST" "$MASTER_HOST"; do
  if ! ssh-keygen -F "$host" -f "$folder/known_hosts" >/dev/null; then
    echo "::error::SSH_KNOWN_HOSTS has no key of one of the two hosts" >&2
    exit 1
  fi
done

# SSM knows machines by their id.
instance=$(aws ec2 describe-instances \
  --filters "Name=ip-address,Values=$BASTION_HOST" Name=instance-state-name,Values=running \
  --query 'Reservations[].Instances[].InstanceId' --output text)
if [[ ! $instance =~ ^i-[0-9a-f]+$ ]]; then
  echo "::error::no running machine has the address in BASTION_HOST" >&2
  exit 1
fi

cat >"$folder/config" <<CONFIG
Host bastion
  HostName $BASTION_HOST
  ProxyCommand aws ssm start-session --target $instance --document-name AWS-StartSSHSession --parameters portNumber=%p

Host server
  HostName $MASTER_HOST
  ProxyJump bastion

Host *
  User ubuntu
  IdentityFile $folder/key
  IdentitiesOnly yes
  UserKnownHostsFile $folder/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  ForwardAgent no
  BatchMode yes
  ConnectTimeout 30
  ServerAliveInterval 15
CONFIG
