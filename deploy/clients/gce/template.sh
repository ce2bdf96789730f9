#!/bin/sh
# Makes the instance group `nomad` with no machines: "five nodes" then resizes it. Run again before growing, for a
# fresh introduction. sh template.sh ZONE NETWORK NOMAD_SERVERS CONSUL_SERVERS
set -eu
here="$(dirname "$0")"
# shellcheck source=deploy/clients/secrets.sh
. "$here/../secrets.sh"
zone="$1" network="$2" project="$(gcloud config get-value project)"
account="nomad-client@$project.iam.gserviceaccount.com"

gcloud iam service-accounts describe "$account" > /dev/null 2>&1 || gcloud iam service-accounts create nomad-client
for name in ca.crt tls.crt tls.key gossip consul-token introduction; do
  secret="nomad-client-$(echo "$name" | tr . -)"
  gcloud secrets describe "$secret" > /dev/null 2>&1 || gcloud secrets create "$secret" --replication-policy=automatic
  value "$name" | gcloud secrets versions add "$secret" --data-file=-
  gcloud secrets add-iam-policy-binding "$secret" --member="serviceAccount:$account" \
    --role=roles/secretmanager.secretAccessor > /dev/null
done

startup="$(mktemp)"
trap 'rm -f "$startup"' EXIT
cat "$here/settings.sh" "$here/../start.sh" > "$startup"
template="nomad-client-$(date +%Y%m%d%H%M%S)"
gcloud compute instance-templates create "$template" \
  --machine-type=e2-small --image-family=debian-12 --image-project=debian-cloud \
  --network="$network" --no-address --service-account="$account" --scopes=cloud-platform \
  --metadata="nomad-version=$(version nomad),consul-version=$(version consul),nomad-servers=$3,consul-servers=$4" \
  --metadata-from-file="startup-script=$startup"
if gcloud compute instance-groups managed describe nomad --zone="$zone" > /dev/null 2>&1; then
  gcloud compute instance-groups managed set-instance-template nomad --zone="$zone" --template="$template"
else
  gcloud compute instance-groups managed create nomad --zone="$zone" --template="$template" --size=0
fi
