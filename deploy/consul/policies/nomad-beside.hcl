# Nomad servers at a Consul that was given by address, with no agent of their own: register themselves there.
agent_prefix "" {
  policy = "read"
}
node_prefix "" {
  policy = "read"
}
service "nomad" {
  policy = "write"
}
