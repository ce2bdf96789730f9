# What Hashinetes itself may do in Vault: see who holds what, take it back, and hand out credentials that it
# can not read. Nothing here can be used to log in to the database, except to look around.

path "database/roles" {
  capabilities = ["list"]
}

path "database/creds/+" {
  capabilities     = ["read"]
  min_wrapping_ttl = "1s"
}

path "database/creds/observer" {
  capabilities = ["read"]
}

path "sys/leases/lookup/database/creds/*" {
  capabilities = ["list", "sudo"]
}

path "sys/leases/revoke" {
  capabilities = ["update"]
}

path "sys/leases/revoke-prefix/database/creds" {
  capabilities = ["update", "sudo"]
}

path "sys/leases/revoke-prefix/database/creds/*" {
  capabilities = ["update", "sudo"]
}

path "sys/storage/raft/configuration" {
  capabilities = ["read"]
}
