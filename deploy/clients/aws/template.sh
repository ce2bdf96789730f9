#!/bin/sh
# Makes the auto scaling group `nomad` with no machines: "five nodes" then sets its capacity. Run again before growing,
# for a fresh introduction. The instance profile `nomad-client` may read the parameters /nomad-client/*.
# sh template.sh IMAGE_ID SECURITY_GROUP SUBNETS NOMAD_SERVERS CONSUL_SERVERS
set -eu
here="$(dirname "$0")"
# shellcheck source=deploy/clients/secrets.sh
. "$here/../secrets.sh"
image="$1" group="$2" subnets="$3"

for name in ca.crt tls.crt tls.key gossip consul-token introduction; do
  aws ssm put-parameter --name "/nomad-client/$name" --type SecureString --tier Advanced --overwrite \
    --value "$(value "$name")" > /dev/null
done

user_data="$(cat "$here/settings.sh" "$here/../start.sh" | base64 -w 0)"
data="$(cat <<EOF
{
  "ImageId": "$image",
  "InstanceType": "t3.small",
  "SecurityGroupIds": ["$group"],
  "IamInstanceProfile": { "Name": "nomad-client" },
  "MetadataOptions": { "HttpTokens": "required", "InstanceMetadataTags": "enabled" },
  "UserData": "$user_data"
}
EOF
)"
aws ec2 create-launch-template --launch-template-name nomad-client --launch-template-data "$data" > /dev/null 2>&1 ||
  aws ec2 create-launch-template-version --launch-template-name nomad-client --launch-template-data "$data" > /dev/null
# shellcheck disable=SC2016
template='LaunchTemplateName=nomad-client,Version=$Latest' # AWS reads $Latest
aws autoscaling create-auto-scaling-group --auto-scaling-group-name nomad --min-size 0 --max-size 20 --desired-capacity 0 \
  --launch-template "$template" --vpc-zone-identifier "$subnets" 2> /dev/null ||
  aws autoscaling update-auto-scaling-group --auto-scaling-group-name nomad --launch-template "$template"

tag() { echo "ResourceId=nomad,ResourceType=auto-scaling-group,PropagateAtLaunch=true,Key=$1,Value=$2"; }
aws autoscaling create-or-update-tags --tags \
  "$(tag nomad-version "$(version nomad)")" "$(tag consul-version "$(version consul)")" \
  "$(tag nomad-servers "$4")" "$(tag consul-servers "$5")"
