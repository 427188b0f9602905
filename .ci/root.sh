#!/usr/bin/env bash
# A Debian of another release in a folder, for tests that want its programs. On Debian, as root.
#   .ci/root.sh make ROOT RELEASE PACKAGE...   installs it from where this machine installs its own packages
#   .ci/root.sh run ROOT FOLDER... -- COMMAND...   runs a command in it, in the working directory; the folders are there as well
set -euo pipefail
verb=$1 root=$2
shift 2

# What this machine trusts when it fetches packages of Python, and where it fetches them.
settings=(/etc/ssl/certs/ca-certificates.crt /etc/pip.conf /etc/resolv.conf)

case "$verb" in
  make)
    release=$1
    shift
    # shellcheck disable=SC2016
    mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep '/debian/$' | head -n 1)
    debootstrap --variant=minbase --include=ca-certificates "$release" "$root" "$mirror"
    for file in "${settings[@]}"; do [ ! -f "$file" ] || cp --dereference "$file" "$root$file"; done
    # Nothing that is installed starts a server.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get -qq -o Acquire::Retries=3 install --yes --no-install-recommends "$@"
    ;;
  run)
    folders=(/dev /proc /sys)
    while [ "$1" != -- ]; do folders+=("$1") && shift; done
    shift
    # Mounts of its own, which end with the command.
    # shellcheck disable=SC2016
    exec unshare --mount --propagation private bash -euc '
      root=$1 here=$PWD
      shift
      while [ "$1" != -- ]; do mkdir -p "$root$1" && mount --rbind "$1" "$root$1" && shift; done
      shift
      exec chroot "$root" sh -c "cd \"\$0\" && exec \"\$@\"" "$here" "$@"
    ' bash "$root" "${folders[@]}" -- "$@"
    ;;
esac
