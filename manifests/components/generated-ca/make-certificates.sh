#!/bin/sh
# Makes the authority, unless fetch-authority.sh found one, and a certificate for each line of $CERTIFICATES: namespace,
# name, use (server, peer or trust) and names, separated by spaces. Who only trusts gets nothing but the authority's.
set -eu
umask 077
cd "$WORK"

new_key() {
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

if [ ! -s authority/tls.key ]; then
  mkdir -p authority
  new_key authority/tls.key
  openssl req -x509 -new -key authority/tls.key -subj "/CN=$AUTHORITY" -days 3650 -sha256 \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out authority/tls.crt
fi

rm -rf certificates
while read -r namespace name use names; do
  folder=certificates/$namespace/$name
  mkdir -p "$folder"
  cp authority/tls.crt "$folder/ca.crt"
  case $use in
    trust) continue ;;
    server) usage=serverAuth ;;
    peer) usage=serverAuth,clientAuth ;;
  esac
  {
    echo 'basicConstraints=critical,CA:FALSE'
    echo 'keyUsage=critical,digitalSignature'
    echo "extendedKeyUsage=$usage"
    echo "subjectAltName=$(echo "$names" | tr ' ' ',')"
  } >extensions
  new_key "$folder/tls.key"
  # Longer than this, browsers of Apple refuse one, whoever signed it: https://support.apple.com/en-us/103769
  openssl req -new -key "$folder/tls.key" -subj "/CN=$name" |
    openssl x509 -req -CA authority/tls.crt -CAkey authority/tls.key -days 825 -sha256 -extfile extensions \
      -out "$folder/tls.crt"
done <"$CERTIFICATES"
