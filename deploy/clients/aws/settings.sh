#!/bin/sh
# shellcheck disable=SC2034 # start.sh, which follows, reads them
# Plain values are the instance's tags; secret ones are in Parameter Store, read with the machine's role.
apt-get update -q && apt-get install -qy curl awscli
session="$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 600' http://169.254.169.254/latest/api/token)"
metadata() { curl -fsS -H "X-aws-ec2-metadata-token: $session" "http://169.254.169.254/latest/meta-data/$1"; }
AWS_DEFAULT_REGION="$(metadata placement/region)"
export AWS_DEFAULT_REGION
NOMAD_VERSION="$(metadata tags/instance/nomad-version)"
CONSUL_VERSION="$(metadata tags/instance/consul-version)"
NOMAD_SERVERS="$(metadata tags/instance/nomad-servers)"
CONSUL_SERVERS="$(metadata tags/instance/consul-servers)"
value() { aws ssm get-parameter --with-decryption --name "/nomad-client/$1" --query Parameter.Value --output text; }
