#!/bin/sh
# Makes one machine a client, over ssh: sh template.sh root@machine NOMAD_SERVERS CONSUL_SERVERS
set -eu
here="$(dirname "$0")"
# shellcheck source=deploy/clients/secrets.sh
. "$here/../secrets.sh"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
umask 077
for name in ca.crt tls.crt tls.key gossip consul-token introduction; do
  value "$name" > "$folder/$name"
done
cat > "$folder/settings" <<EOF
NOMAD_VERSION=$(version nomad)
CONSUL_VERSION=$(version consul)
NOMAD_SERVERS=$2
CONSUL_SERVERS=$3
EOF
cat "$here/settings.sh" "$here/../start.sh" > "$folder/start.sh"
tar -C "$folder" -c . | ssh "$1" 'umask 077; mkdir -p /root/hashinetes; tar -C /root/hashinetes -x; sh /root/hashinetes/start.sh'
