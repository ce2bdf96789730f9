# The worker may have a database user of its own, and nothing else.

path "database/creds/worker" {
  capabilities = ["read"]
}
