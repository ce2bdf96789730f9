# shellcheck shell=sh
# Makes a Debian or Ubuntu machine a Nomad client with a Consul agent beside it. Runs as root, may run again.
# A settings.sh goes before it (gce/, aws/, debian/) and provides:
#   NOMAD_VERSION CONSUL_VERSION   as in ../versions.yaml
#   NOMAD_SERVERS                  name or address of an internal load balancer for port 4647
#   CONSUL_SERVERS                 name or address of a Consul server, where the machine has a route to the addresses
#                                  that Consul advertises (../README.md); empty leaves the agent out
#   value <name>                   prints ca.crt, tls.crt, tls.key, gossip, consul-token or introduction

set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -qy curl unzip iputils-ping systemd-resolved

# Programs: the release itself, checked against the publisher's sums.
fetch() { # product version
  [ "$("/usr/local/bin/$1" version 2> /dev/null | sed -n "1s/.* v\([^ ]*\).*/\1/p")" = "$2" ] && return
  arch="$(dpkg --print-architecture)"
  file="$1_$2_linux_$arch.zip"
  cd "$(mktemp -d)"
  curl -fsSO "https://releases.hashicorp.com/$1/$2/$file"
  curl -fsS "https://releases.hashicorp.com/$1/$2/$1_$2_SHA256SUMS" | grep " $file\$" | sha256sum -c -
  unzip -oq "$file" "$1" -d /usr/local/bin
}
fetch nomad "$NOMAD_VERSION"
fetch consul "$CONSUL_VERSION"

# Secrets: readable by their agent alone.
umask 077
id consul > /dev/null 2>&1 || useradd --system --home-dir /var/lib/consul --shell /usr/sbin/nologin consul
install -d -m 700 /etc/nomad.d /var/lib/nomad /var/lib/nomad/client
install -d -m 700 -o consul -g consul /etc/consul.d /var/lib/consul
for name in ca.crt tls.crt tls.key; do
  value "$name" > "/etc/nomad.d/$name"
done
value ca.crt > /etc/consul.d/ca.crt
# Who it is to the servers, at its first registration only; it is worthless soon after.
[ -e /var/lib/nomad/client/client-id ] || value introduction > /var/lib/nomad/client/intro_token.jwt
token="$(value consul-token)"

cat > /etc/consul.d/agent.json <<EOF
{
  "server": false,
  "datacenter": "dc1",
  "domain": "consul",
  "data_dir": "/var/lib/consul",
  "bind_addr": "0.0.0.0",
  "advertise_addr": "{{ GetPrivateIP }}",
  "client_addr": "127.0.0.1",
  "retry_join": ["$CONSUL_SERVERS"],
  "encrypt": "$(value gossip)",
  "tls": {
    "defaults": { "ca_file": "/etc/consul.d/ca.crt", "verify_outgoing": true },
    "internal_rpc": { "verify_server_hostname": true }
  },
  "auto_encrypt": { "tls": true },
  "acl": {
    "enabled": true,
    "default_policy": "deny",
    "enable_token_persistence": true,
    "tokens": { "agent": "$token", "default": "$token" }
  }
}
EOF
chown -R consul:consul /etc/consul.d

cat > /etc/nomad.d/client.hcl <<EOF
datacenter = "dc1"
data_dir   = "/var/lib/nomad"
bind_addr  = "0.0.0.0"

disable_update_check = true
leave_on_terminate   = true

client {
  enabled = true

  server_join {
    retry_join     = ["$NOMAD_SERVERS:4647"]
    retry_interval = "5s"
  }
}

tls {
  http = true
  rpc  = true

  ca_file   = "/etc/nomad.d/ca.crt"
  cert_file = "/etc/nomad.d/tls.crt"
  key_file  = "/etc/nomad.d/tls.key"

  verify_server_hostname = true
  verify_https_client    = false
}

acl {
  enabled = true
}

# Where tasks trade their workload identity.
consul {
  address = "127.0.0.1:8500"
  token   = "$token"
}

vault {
  enabled               = true
  address               = "https://vault.service.consul:8200"
  ca_file               = "/etc/nomad.d/ca.crt"
  jwt_auth_backend_path = "jwt-nomad"
}

plugin "exec" {
  config {
    allow_caps = ["audit_write", "chown", "dac_override", "fowner", "fsetid", "kill", "mknod", "net_bind_service", "net_raw", "setfcap", "setgid", "setpcap", "setuid", "sys_chroot"]
  }
}
EOF

# Whoever runs here may ping, without a capability.
echo 'net.ipv4.ping_group_range = 0 2147483647' > /etc/sysctl.d/60-ping.conf
sysctl -q --system

# The consul. domain is asked of the agent; every other name as before.
install -d -m 755 /etc/systemd/resolved.conf.d
printf '[Resolve]\nDNS=127.0.0.1:8600\nDNSSEC=false\nDomains=~consul\n' > /etc/systemd/resolved.conf.d/consul.conf
chmod 644 /etc/systemd/resolved.conf.d/consul.conf

cat > /etc/systemd/system/consul.service <<'EOF'
[Unit]
Description=Consul agent
After=network-online.target
Wants=network-online.target

[Service]
User=consul
ExecStart=/usr/local/bin/consul agent -config-dir=/etc/consul.d
ExecReload=/bin/kill -HUP $MAINPID
KillSignal=SIGTERM
Restart=on-failure
LimitNOFILE=65536

[Install]
WantedBy=multi-user.target
EOF
cat > /etc/systemd/system/nomad.service <<'EOF'
[Unit]
Description=Nomad client
After=network-online.target consul.service
Wants=network-online.target consul.service

[Service]
ExecStart=/usr/local/bin/nomad agent -config=/etc/nomad.d/client.hcl
ExecReload=/bin/kill -HUP $MAINPID
KillMode=process
Restart=on-failure
LimitNOFILE=65536
TasksMax=infinity

[Install]
WantedBy=multi-user.target
EOF
chmod 644 /etc/systemd/system/consul.service /etc/systemd/system/nomad.service
systemctl daemon-reload
systemctl restart systemd-resolved
for agent in ${CONSUL_SERVERS:+consul} nomad; do
  systemctl enable "$agent"
  systemctl restart "$agent"
done
