#!/usr/bin/env bash
# The playbook on three Debian machines of this computer's own, twice; then deployments, a backup, a restore, the firewall.
#   rehearse.sh FOLDER    FOLDER has inventory.yml and ssh_config of the synth, and a gateway/
# Wants root, debootstrap, systemd-container, busybox-static, iproute2, iptables and ansible-playbook; half an hour at most,
# 3 GB below TMPDIR. Real: systemd, firewalld, chrony, sshd, Docker and its Swarm, PostgreSQL. In place of the images of
# registries stand such that only run. Left out, because it would change this computer's kernel: kernel parameters and swap.
set -euo pipefail
source=$(realpath "$1") ansible=$(cd "$(dirname "$0")" && pwd) work=$(mktemp -d)
names=(twittix-1 twittix-2 monitoring) ranges=(198.51.100.0/24 192.168.0.0/23)
forward=$(cat /proc/sys/net/ipv4/ip_forward)
cd "$work"

leader() { pgrep -P "$(pgrep -f "^systemd-nspawn .*--machine=rehearse$1 " | head -n 1)" | head -n 1; }
# inside N COMMAND...
inside() {
  local pid
  pid=$(leader "$1") && shift
  nsenter -t "$pid" -a -r -w env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
say() { printf '\n== %s\n' "$*"; }
fail() { echo "rehearse: $*" >&2 && exit 1; }

cleanup() {
  for n in 1 2 3; do
    pkill -f "^systemd-nspawn .*--machine=rehearse$n " || true
    ip netns del "rehearse$n" 2>/dev/null || true
  done
  sleep 3
  for root in */root; do umount -R "$root" 2>/dev/null || true; done
  for bridge in rehearse-p rehearse-c rehearse-s; do ip link del "$bridge" 2>/dev/null || true; done
  for range in "${ranges[@]}"; do iptables -t nat -D POSTROUTING -s "$range" ! -o rehearse-+ -j MASQUERADE 2>/dev/null || true; done
  echo "$forward" >/proc/sys/net/ipv4/ip_forward
  rm -rf "$work"
}
# KEEP=yes leaves everything as it is, to look at.
[ -n "${KEEP-}" ] || trap cleanup EXIT

say 'Networks: one for the public, one for the Swarm, one for backups and metrics'
for bridge in rehearse-p rehearse-c rehearse-s; do ip link add "$bridge" type bridge && ip link set "$bridge" up; done
ip addr add 198.51.100.1/24 dev rehearse-p
ip addr add 192.168.1.254/23 dev rehearse-c
card() { # N BRIDGE CARD ADDRESS
  ip link add "r$1$3" type veth peer name "$3" netns "rehearse$1"
  ip link set "r$1$3" master "$2" up
  ip -n "rehearse$1" addr add "$4" dev "$3"
  ip -n "rehearse$1" link set "$3" up
}
for n in 1 2 3; do
  ip netns add "rehearse$n" && ip -n "rehearse$n" link set lo up
  card "$n" rehearse-c eth1 "192.168.1.$n/23"
  card "$n" rehearse-s eth2 "192.168.5.$n/23"
done
card 1 rehearse-p eth0 198.51.100.10/24
ip -n rehearse1 route add default via 198.51.100.1
for n in 2 3; do ip -n "rehearse$n" route add default via 192.168.1.254; done
# From one machine to another packets keep their source, also where the kernel takes bridged ones through these rules.
for range in "${ranges[@]}"; do iptables -t nat -A POSTROUTING -s "$range" ! -o rehearse-+ -j MASQUERADE; done
echo 1 >/proc/sys/net/ipv4/ip_forward

say 'Machines'
debootstrap --include=systemd-sysv,dbus,python3,python3-apt,iproute2,iptables,openssh-server,sudo,ca-certificates,procps,kmod \
  bookworm base >/dev/null
layer() { # NAME
  mkdir -p "$1"/{root,up,work}
  mount -t overlay overlay -o "lowerdir=base,upperdir=$1/up,workdir=$1/work" "$1/root"
}
for n in 1 2 3; do
  layer "$n" && mkdir -p "$n/docker" "$n/root/var/lib/docker"
  echo "${names[n - 1]}" >"$n/root/etc/hostname"
  echo "127.0.1.1 ${names[n - 1]}" >>"$n/root/etc/hosts"
  : >"$n/root/etc/machine-id"
  rm -f "$n"/root/etc/ssh/ssh_host_*
  chroot "$n/root" ssh-keygen -A >/dev/null
  chroot "$n/root" useradd --create-home --shell /bin/bash ops
  for program in cloud-init sysctl; do
    printf '#!/bin/sh\n' >"$n/root/usr/local/sbin/$program" && chmod 755 "$n/root/usr/local/sbin/$program"
  done
  SYSTEMD_NSPAWN_API_VFS_WRITABLE=network setsid systemd-nspawn --quiet --register=no --keep-unit --boot --directory="$n/root" \
    --machine="rehearse$n" --hostname="${names[n - 1]}" --network-namespace-path="/run/netns/rehearse$n" --capability=all \
    --system-call-filter='add_key keyctl bpf' --bind="$work/$n/docker:/var/lib/docker" --bind=/dev/kmsg \
    --resolv-conf=bind-host --console=pipe </dev/null >"$n/log" 2>&1 &
done
for n in 1 2 3; do
  for _ in $(seq 60); do
    if inside "$n" systemctl is-system-running 2>/dev/null | grep -q running; then break; fi
    sleep 1
  done
  # Docker makes groups of its own.
  # shellcheck disable=SC2016
  inside "$n" sh -c 'for each in /sys/fs/cgroup /sys/fs/cgroup/*/; do mount -o remount,rw,bind "$each" 2>/dev/null || :; done'
done

say 'What stands in place of images of registries'
layer pg
systemd-nspawn --quiet --register=no --keep-unit --directory=pg/root --machine=rehearse-pg --resolv-conf=bind-host --pipe sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql' >/dev/null
tar -C pg/root -c --exclude=./proc --exclude=./sys --exclude=./dev . >pg.tar
mkdir -p image/bin image/tmp && cp "$(command -v busybox)" image/bin/ && ln -s busybox image/bin/sh && ln -s busybox image/bin/sleep
tar -C image -c . >image.tar
mkdir files && cp -r "$source/." files/
cat >files/stack.yml <<'STACK'
version: "3.8"
services:
  postgres:
    image: rehearse/postgres:1
    command: [sh, -c, "mkdir -p /run/postgresql && chown postgres /data /run/postgresql && exec su postgres -c '[ -e /data/PG_VERSION ] || initdb -D /data -A trust >/dev/null; exec postgres -D /data'"]
    volumes: [data:/data]
    networks: [front]
    secrets: [postgres-password]
    deploy: { endpoint_mode: dnsrr, placement: { constraints: [node.labels.data == true] } }
  api:
    image: ${API_IMAGE:-rehearse/stand-in:1}
    command: [sleep, infinity]
    networks: [front]
    deploy: { endpoint_mode: dnsrr, replicas: 2, restart_policy: { delay: 1s }, update_config: { failure_action: rollback, monitor: 5s, order: start-first } }
secrets: { postgres-password: { external: true } }
networks: { front: { external: true, name: twittix-gateway-api } }
volumes: { data: {} }
STACK
rm -f files/*.sh
ssh-keygen -q -t ed25519 -N '' -f workflow
sed -i "s|^\( *\)deploy_keys:.*|\1deploy_keys: [\"$(cat workflow.pub)\"]|" files/inventory.yml

say 'The playbook'
cat >ssh <<SSH
#!/bin/bash
while [ \$# -gt 2 ]; do shift; done
case \$1 in 192.168.1.2) n=2 ;; 192.168.1.3) n=3 ;; *) n=1 ;; esac
exec nsenter -t "\$(cat "$work/\$n/pid")" -a -r -w env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c "\$2"
SSH
chmod 755 ssh
for n in 1 2 3; do leader "$n" >"$n/pid"; done
export ANSIBLE_SSH_EXECUTABLE="$work/ssh" ANSIBLE_SSH_TRANSFER_METHOD=piped ANSIBLE_SSH_ARGS='' ANSIBLE_NOCOLOR=1 \
  ANSIBLE_INVENTORY="$work/files/inventory.yml" ANSIBLE_ROLES_PATH="$ansible/roles:$ansible/../../../ansible/roles"
play() {
  (cd "$ansible" && ansible-playbook -e ansible_become=false -e hardening_swap_mib=0 "$1") >"$work/play.log" 2>&1 ||
    { cat "$work/play.log" && fail 'the playbook failed'; }
  sed -n '/^PLAY RECAP/,$p' "$work/play.log"
}
# Docker first, to have the images that no registry gives; and before it the firewall, as in the playbook: one that starts after
# Docker takes Docker's rules away.
cat >docker.yml <<'PLAY'
- hosts: all
  roles:
    - role: firewall
    - role: docker
      vars: { docker_metrics_address: "{{ storage_address }}:{{ metrics_ports.docker }}" }
PLAY
play "$work/docker.yml"
mapfile -t images < <(ansible all -m debug -a 'msg={{ (images.values() | list + [gateway.image]) | join(" ") }}' --limit monitors | sed -n 's/.*"msg": "\(.*\)"/\1/p' | tr ' ' '\n')
registry=$(sed -n 's/^ *registry: //p' files/inventory.yml)
for n in 1 2 3; do
  for image in "${images[@]}"; do
    inside "$n" docker import -c 'ENTRYPOINT ["/bin/sh","-c","trap exit TERM; while :; do sleep 1; done"]' - "$image" <image.tar
  done
  for image in rehearse/stand-in:1 "$registry/api:good"; do inside "$n" docker import - "$image" <image.tar; done
  inside "$n" docker import -c 'ENTRYPOINT ["/bin/none"]' - "$registry/api:bad" <image.tar
done >/dev/null
inside 1 docker import -c 'ENV PATH=/usr/lib/postgresql/15/bin:/usr/bin:/bin' - rehearse/postgres:1 <pg.tar >/dev/null
play playbook.yml
say 'The playbook again'
play playbook.yml | tee recap
[ "$(grep -c 'changed=0 .*failed=0' recap)" -eq 3 ] || { grep -B 20 '^changed' play.log && fail 'the second run changed something'; }

say 'Deployments, as a workflow'
cp workflow 1/root/root/workflow && chmod 600 1/root/root/workflow
workflow() { inside 1 ssh -i /root/workflow -o StrictHostKeyChecking=accept-new deploy@localhost "$@"; }
workflow deploy "api=$registry/api:good"
! workflow deploy "api=$registry/api:bad" || fail 'a version that does not start was taken for good'
inside 1 grep -qxF "API_IMAGE=$registry/api:good" /var/lib/stack/images.env || fail 'what rolled back was not kept'
for asked in 'deploy api=elsewhere/api:1' 'deploy none=x' 'bash -i' 'status; id'; do
  ! workflow "$asked" || fail "a workflow could: $asked"
done

say 'A backup and the way back'
sql() { inside 1 sh -c "docker exec \$(docker ps -q --filter label=com.docker.swarm.service.name=twittix_postgres) psql -AtqU postgres -c \"$2\" $1"; }
for database in auth twittix; do sql postgres "CREATE DATABASE $database"; done
sql twittix 'CREATE TABLE rows AS SELECT generate_series(1, 1000)'
inside 1 systemctl start backup
inside 3 grep -q 'backup_last_size_bytes{database="twittix"} [0-9]' /var/lib/node-exporter/backup.prom
sql twittix 'DROP TABLE rows'
inside 1 restore twittix latest
[ "$(sql twittix 'SELECT count(*) FROM rows')" = 1000 ] || fail 'the rows did not come back'
echo broken >3/root/var/lib/backup-store/dumps/twittix/99999999T999999Z.dump
! inside 1 restore twittix latest || fail 'a broken dump was read in'
[ "$(sql twittix 'SELECT count(*) FROM rows')" = 1000 ] || fail 'a broken dump cost the rows'

say 'The firewall'
reach() { timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null; }
reaches() { inside "$1" timeout 3 bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null; }
reach 198.51.100.10 22 || fail 'SSH is shut'
for port in 2377 7946 9323 8080; do ! reach 198.51.100.10 "$port" || fail "strangers reach $port"; done
for port in 2377 7946; do reaches 2 192.168.1.1 "$port" || fail "a worker does not reach $port"; done
! reaches 3 192.168.1.1 2377 || fail 'the machine that watches reaches the Swarm'
for n in 1 2; do reaches 3 "192.168.5.$n" 9323 || fail "metrics of machine $n are shut"; done
! reaches 2 192.168.5.1 9323 || fail 'a worker reaches metrics of another'
say 'As it should be'
