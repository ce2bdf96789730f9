# Hashinetes after the deployment, logged in with its own service account.

# Status: which servers there are.
path "sys/storage/raft/configuration" {
  capabilities = ["read"]
}
path "sys/storage/raft/autopilot/state" {
  capabilities = ["read"]
}

# Status: whether Nomad's tasks are trusted.
path "auth/jwt-nomad/role/nomad-workloads" {
  capabilities = ["read"]
}

# "Who is in the database?" and "throw them out".
path "sys/leases/lookup" {
  capabilities = ["update"]
}
path "sys/leases/lookup/database/creds/*" {
  capabilities = ["list", "sudo"]
}
path "sys/leases/revoke-prefix/database/creds/*" {
  capabilities = ["update", "sudo"]
}

# "Give me credentials": wrapped, so that they are never in an answer.
path "database/roles" {
  capabilities = ["list"]
}
path "database/creds/*" {
  capabilities     = ["read"]
  min_wrapping_ttl = "1s"
  max_wrapping_ttl = "10m"
}

# Who is in the database, by name: a look around with credentials of its own, given back at once.
path "database/creds/observer" {
  capabilities = ["read"]
}
path "sys/leases/revoke" {
  capabilities = ["update"]
}
path "sys/leases/revoke-prefix/database/creds" {
  capabilities = ["update", "sudo"]
}

# Who it is to Nomad and to Consul: signed tokens, traded there for one that ends.
path "identity/oidc/token/nomad" {
  capabilities = ["read"]
}
path "identity/oidc/token/consul" {
  capabilities = ["read"]
}
