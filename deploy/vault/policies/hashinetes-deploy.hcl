# Hashinetes while it deploys, once the root token is given up: what a later deployment has to set up. It reads no
# secret, but it writes policies, so whoever has it can give himself more: the login is for ten minutes.

path "sys/auth" {
  capabilities = ["read"]
}
path "sys/auth/kubernetes" {
  capabilities = ["create", "update", "sudo"]
}
path "sys/auth/jwt-nomad" {
  capabilities = ["create", "update", "sudo"]
}
path "auth/kubernetes/config" {
  capabilities = ["create", "update"]
}
path "auth/kubernetes/role/*" {
  capabilities = ["create", "read", "update"]
}
path "auth/jwt-nomad/config" {
  capabilities = ["create", "update"]
}
path "auth/jwt-nomad/role/*" {
  capabilities = ["create", "read", "update"]
}
path "identity/oidc/config" {
  capabilities = ["create", "update"]
}
path "identity/oidc/key/hashinetes" {
  capabilities = ["create", "update"]
}
path "identity/oidc/role/*" {
  capabilities = ["create", "update"]
}
path "sys/policies/acl/*" {
  capabilities = ["create", "read", "update"]
}
path "sys/mounts" {
  capabilities = ["read"]
}
path "sys/mounts/secret" {
  capabilities = ["create", "update"]
}
path "sys/mounts/database" {
  capabilities = ["create", "update"]
}
path "database/config/*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "database/rotate-root/*" {
  capabilities = ["create", "update"]
}
path "database/roles/*" {
  capabilities = ["create", "read", "update"]
}

# HashiCorp's Vault: one audit device that writes to standard output. OpenBao has its own in its configuration.
path "sys/audit" {
  capabilities = ["read", "sudo"]
}
path "sys/audit/stdout" {
  capabilities = ["create", "update", "sudo"]
}

path "sys/storage/raft/configuration" {
  capabilities = ["read"]
}

# Another number of servers: one that leaves is taken off, and hands over the lead before.
path "sys/storage/raft/remove-peer" {
  capabilities = ["create", "update"]
}
path "sys/step-down" {
  capabilities = ["create", "update", "sudo"]
}
