# Nomad servers: register themselves, and trade workload identities for tokens.
agent_prefix "" {
  policy = "read"
}
node_prefix "" {
  policy = "write"
}
service_prefix "" {
  policy = "write"
}
acl  = "write"
mesh = "write"
