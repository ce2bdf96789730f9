# The worker: a database user of its own, for as long as its lease lives.
path "database/creds/worker" {
  capabilities = ["read"]
}
path "sys/leases/renew" {
  capabilities = ["update"]
}
