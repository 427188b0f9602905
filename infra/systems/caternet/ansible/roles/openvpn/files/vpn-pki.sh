#!/bin/sh
# The authority of the VPN: a certificate for each administrator, by name, for a year.
#   vpn-pki init            the authority, the server's certificate, an empty list of revoked ones
#   vpn-pki issue NAME      a certificate; one that is there stays
#   vpn-pki profile NAME    prints the file that an OpenVPN client wants: a secret
#   vpn-pki revoke NAME     it counts no more, and neither do its connections
#   vpn-pki renew           the list of revoked ones, which is believed for 60 days, and what ends within 30 days
#   vpn-pki list            who has one, and until when
set -eu
umask 077
folder="${VPN_PKI:-/etc/openvpn/pki}" server="${VPN_SERVER:-/etc/openvpn/server}"
export EASYRSA=/usr/share/easy-rsa EASYRSA_PKI="$folder" EASYRSA_BATCH=1 EASYRSA_ALGO=ec EASYRSA_CURVE=secp384r1 \
  EASYRSA_CA_EXPIRE=3650 EASYRSA_CERT_EXPIRE=365 EASYRSA_CRL_DAYS=60
easyrsa() { "$EASYRSA/easyrsa" "$@" >/dev/null 2>"$folder.err" || { cat "$folder.err" >&2 && return 1; }; }

name() {
  case "${1-}" in
  '' | [!a-z]* | *[!a-z0-9-]* | server) echo "${1-}: expected a name of lower-case letters, digits and hyphens" >&2 && exit 64 ;;
  esac
}
known() { [ -e "$folder/issued/$1.crt" ] || { echo "$1: has no certificate" >&2 && exit 66; }; }

# Whoever connects is compared with it; everybody on the machine may read it, as the server does without its rights.
publish() {
  easyrsa gen-crl
  install -m 644 "$folder/crl.pem" "$server/crl.pem.new"
  mv "$server/crl.pem.new" "$server/crl.pem"
}

case "${1-}" in
init)
  mkdir -p "$server"
  [ -e "$folder/ca.crt" ] || {
    easyrsa init-pki
    EASYRSA_REQ_CN='Administrators of the internal cluster' easyrsa build-ca nopass
  }
  [ -e "$folder/issued/server.crt" ] || easyrsa build-server-full server nopass
  [ -e "$folder/tls-crypt.key" ] || openvpn --genkey tls-crypt "$folder/tls-crypt.key"
  [ -e "$server/crl.pem" ] || publish
  ;;
issue)
  name "${2-}"
  [ -e "$folder/issued/$2.crt" ] || easyrsa build-client-full "$2" nopass
  ;;
profile)
  name "${2-}" && known "$2"
  cat "$folder/client.conf"
  for part in "ca $folder/ca.crt" "cert $folder/issued/$2.crt" "key $folder/private/$2.key" "tls-crypt $folder/tls-crypt.key"; do
    printf '<%s>\n' "${part%% *}"
    sed -n '/^-----BEGIN/,/^-----END/p' "${part#* }"
    printf '</%s>\n' "${part%% *}"
  done
  ;;
revoke)
  name "${2-}"
  # Twice is as good as once.
  if [ -e "$folder/issued/$2.crt" ]; then easyrsa revoke "$2" && publish; fi
  ;;
renew)
  publish
  if ! openssl x509 -checkend 2592000 -noout -in "$folder/issued/server.crt" >/dev/null; then
    easyrsa revoke server superseded
    easyrsa build-server-full server nopass
    publish
  fi
  ;;
list)
  for each in "$folder"/issued/*.crt; do
    each=$(basename "$each" .crt)
    [ "$each" = server ] || echo "$each $(openssl x509 -enddate -noout -in "$folder/issued/$each.crt" | cut -d= -f2)"
  done
  ;;
*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2 && exit 64 ;;
esac
