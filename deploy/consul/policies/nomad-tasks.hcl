# Tasks of Nomad jobs, by their workload identity: read what is there.
node_prefix "" {
  policy = "read"
}
service_prefix "" {
  policy = "read"
}
key_prefix "" {
  policy = "read"
}
