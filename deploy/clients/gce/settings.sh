#!/bin/sh
# shellcheck disable=SC2034 # start.sh, which follows, reads them
# Plain values are the instance's metadata; secret ones are in Secret Manager, read as the machine's service account.
metadata() { curl -fsS -H 'Metadata-Flavor: Google' "http://metadata.google.internal/computeMetadata/v1/$1"; }
NOMAD_VERSION="$(metadata instance/attributes/nomad-version)"
CONSUL_VERSION="$(metadata instance/attributes/consul-version)"
NOMAD_SERVERS="$(metadata instance/attributes/nomad-servers)"
CONSUL_SERVERS="$(metadata instance/attributes/consul-servers)"
value() {
  project="$(metadata project/project-id)"
  token="$(metadata instance/service-accounts/default/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')"
  curl -fsS -H "authorization: Bearer $token" \
    "https://secretmanager.googleapis.com/v1/projects/$project/secrets/nomad-client-$(echo "$1" | tr . -)/versions/latest:access" |
    sed -n 's/.*"data": *"\([^"]*\)".*/\1/p' | base64 -d
}
