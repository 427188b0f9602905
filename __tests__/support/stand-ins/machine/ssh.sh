#!/bin/sh
# In place of ssh: runs the command on a machine that is a folder, as root of a namespace of its own.
# MACHINES/<address> holds what a machine has for itself; all programs are those of this computer.
set -eu
if [ "$1" = --inside ]; then
  cd "$MACHINES/$2"
  for folder in usr/bin usr/lib usr/lib64 usr/share proc dev; do
    [ ! -d "/$folder" ] || mount --rbind "/$folder" "$folder"
  done
  mount --bind "$MACHINES/cluster" cluster
  exec env -i HOME=/root PATH=/usr/local/bin:/usr/sbin:/usr/bin chroot . /bin/sh -c "$3"
fi
# Options come first; then address and command.
while [ $# -gt 2 ]; do shift; done
exec unshare --map-root-user --mount "$0" --inside "$1" "$2"
