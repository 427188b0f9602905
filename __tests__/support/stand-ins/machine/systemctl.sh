#!/bin/sh
# In place of systemctl: services are files below /run/active; K3s joins the cluster when it starts.
set -eu
verb="$1" unit="${2:-}"
case "$verb" in
show)
  state=inactive
  [ ! -e "/run/active/$unit" ] || state=active
  printf 'Id=%s.service\nLoadState=loaded\nActiveState=%s\n' "$unit" "$state"
  ;;
is-enabled) [ -e "/var/enabled/$unit" ] && echo enabled ;;
is-active) [ -e "/run/active/$unit" ] && echo active ;;
enable) touch "/var/enabled/$unit" ;;
daemon-reload) ;;
start | restart | reload)
  echo "$verb $unit" >>/var/log/services
  touch "/run/active/$unit"
  case "$unit" in
  chrony | chronyd) touch /run/chrony/chronyd.pid ;;
  k3s)
    sh -c "$(sed -n "s/^ExecStartPre=.bin.sh -c '\(.*\)'$/\1/p" /etc/systemd/system/k3s.service)"
    name=$(sed -n 's/^node-name: //p' /etc/rancher/k3s/config.yaml.d/10-node.yaml)
    /usr/local/bin/k3s --version >"/cluster/$name"
    if grep -q '^ExecStart=.* server$' /etc/systemd/system/k3s.service; then
      mkdir -p /var/lib/rancher/k3s/server
      echo token >/var/lib/rancher/k3s/server/node-token
      echo kubeconfig >/etc/rancher/k3s/k3s.yaml
    fi
    ;;
  esac
  ;;
*) echo "systemctl: no stand-in for $*" >&2 && exit 64 ;;
esac
