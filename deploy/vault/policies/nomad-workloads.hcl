# Tasks of Nomad jobs, by their workload identity: their own secrets. ACCESSOR is that of the mount auth/jwt-nomad,
# known once it is enabled: GET /v1/sys/auth.
path "secret/data/{{identity.entity.aliases.ACCESSOR.metadata.nomad_namespace}}/{{identity.entity.aliases.ACCESSOR.metadata.nomad_job_id}}" {
  capabilities = ["read"]
}
path "secret/data/{{identity.entity.aliases.ACCESSOR.metadata.nomad_namespace}}/{{identity.entity.aliases.ACCESSOR.metadata.nomad_job_id}}/*" {
  capabilities = ["read"]
}
path "secret/metadata/{{identity.entity.aliases.ACCESSOR.metadata.nomad_namespace}}/*" {
  capabilities = ["list"]
}
path "database/creds/worker" {
  capabilities = ["read"]
}
