#!/usr/bin/env bash
# The roles of the VPN, the load balancer and the control planes' timers on a Debian machine of this computer's own, twice; then a
# certificate that is taken back. One machine stands for three, with the address of each.
#   rehearse.sh FOLDER    FOLDER has inventory.yml of the synth
# Wants root, debootstrap, systemd-container and ansible-playbook; ten minutes at most. Real: systemd, chrony, sshd, HAProxy,
# OpenVPN, nftables. Left out: what changes this computer's kernel, and what only registries have.
set -euo pipefail
source=$(realpath "$1") ansible=$(cd "$(dirname "$0")" && pwd) work=$(mktemp -d)
cd "$work"
say() { printf '\n== %s\n' "$*"; }
fail() { echo "rehearse: $*" >&2 && exit 1; }
leader() { pgrep -P "$(cat nspawn.pid)" | head -n 1; }
inside() {
  nsenter -t "$(leader)" -a -r -w env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
cleanup() {
  [ ! -e nspawn.pid ] || kill "$(leader)" 2>/dev/null || true
  sleep 3
  ip netns del rehearse 2>/dev/null || true
  rm -rf "$work"
}
# KEEP=yes leaves everything as it is, to look at.
[ -n "${KEEP-}" ] || trap cleanup EXIT

say 'The machine'
debootstrap --include=systemd-sysv,dbus,python3,python3-apt,iproute2,openssh-server,sudo,ca-certificates,procps,kmod,haproxy,openvpn,easy-rsa,nftables,chrony,unattended-upgrades \
  bookworm root >/dev/null
# None of them as its package left it; by hand, since there is no network in it.
rm -f root/etc/haproxy/haproxy.cfg root/etc/nftables.conf
chroot root useradd --create-home --shell /bin/bash ops
for program in cloud-init sysctl apt-get; do
  printf '#!/bin/sh\n' >"root/usr/local/sbin/$program" && chmod 755 "root/usr/local/sbin/$program"
done
mkdir -p root/etc/kubernetes root/etc/systemd/system.conf.d
# As many files as this computer has for it; a machine has half a million.
printf '[Manager]\nDefaultLimitNOFILE=1024:%s\n' "$(ulimit -Hn)" >root/etc/systemd/system.conf.d/files.conf
ip netns add rehearse && ip -n rehearse link set lo up
for address in 10.10.10.1 10.10.10.3 10.10.10.10; do ip -n rehearse addr add "$address/24" dev lo; done
SYSTEMD_NSPAWN_API_VFS_WRITABLE=network setsid systemd-nspawn --quiet --register=no --keep-unit --boot --directory=root --machine=rehearse-caternet \
  --network-namespace-path=/run/netns/rehearse --capability=all --bind=/dev/net/tun --property=DeviceAllow='/dev/net/tun rwm' \
  --console=pipe </dev/null >log 2>&1 &
echo $! >nspawn.pid
for _ in $(seq 60); do
  if [ -n "$(leader)" ] && inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then break; fi
  sleep 1
done

say 'The roles'
cat >ssh <<SSH
#!/bin/bash
while [ \$# -gt 2 ]; do shift; done
exec nsenter -t "$(leader)" -a -r -w env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c "\$2"
SSH
chmod 755 ssh
cat >play.yml <<'PLAY'
- hosts: openvpn
  roles:
    - role: common
      vars: { common_time_sources: [pool pool.ntp.org iburst] }
    - openvpn
- hosts: load_balancers
  gather_facts: false
  roles: [haproxy]
- hosts: control_planes[0]
  gather_facts: false
  roles: [kubelet_certificates, etcd_backup]
PLAY
export ANSIBLE_SSH_EXECUTABLE="$work/ssh" ANSIBLE_SSH_TRANSFER_METHOD=piped ANSIBLE_SSH_ARGS='' ANSIBLE_NOCOLOR=1 \
  ANSIBLE_INVENTORY="$source/inventory.yml" ANSIBLE_ROLES_PATH="$ansible/roles:$ansible/../../../ansible/roles"
play() {
  ansible-playbook -e ansible_become=false -e ansible_user=ops -e '{"ansible_ssh_common_args": ""}' "$@" play.yml >play.log 2>&1 ||
    { cat play.log && fail 'the playbook failed'; }
  sed -n '/^PLAY RECAP/,$p' play.log
}
play
say 'The roles again'
play | tee recap
[ "$(grep -c 'changed=0 .*failed=0' recap)" -eq 3 ] || { grep -B 20 '^changed' play.log && fail 'the second run changed something'; }

say 'What came of it'
for unit in haproxy openvpn-server@server nftables approve-kubelet-certificates.timer etcd-backup.timer vpn-pki.timer; do
  inside systemctl is-active "$unit" >/dev/null || fail "$unit does not run"
done
inside ss -Hltn 'sport = :6443' | grep -q '10.10.10.1:6443' || fail 'nobody listens for the API server'
[ "$(inside ss -Hltn 'sport = :6443' | wc -l)" -eq 1 ] || fail 'it is listened for elsewhere, too'
inside nft list table ip vpn | grep -q 'masquerade' || fail 'administrators have no way on'
inside vpn-pki list | grep -q '^first-administrator ' || fail 'the administrator has no certificate'

say 'A certificate is taken back'
started() { inside systemctl show --property=ActiveEnterTimestampMonotonic openvpn-server@server; }
before=$(started)
play -e '{"administrators": ["second"], "revoked_administrators": ["first-administrator"]}'
[ "$(inside vpn-pki list | cut -d ' ' -f 1)" = second ] || fail 'who was revoked has a certificate'
[ "$(started)" != "$before" ] || fail 'the server did not start again: connections of who was revoked go on'
play -e '{"administrators": ["second"], "revoked_administrators": ["first-administrator"]}' | tee recap
[ "$(grep -c 'changed=0 .*failed=0' recap)" -eq 3 ] || fail 'the second run changed something'
if (play -e '{"administrators": ["third"]}') >/dev/null 2>&1; then fail 'a certificate that config forgot was passed over'; fi
grep -q 'second: has a certificate' play.log || fail 'it failed for another reason'
say 'As it should be'
