# Nomad clients and the Consul agent beside each: register the node and what runs on it.
agent_prefix "" {
  policy = "read"
}
node_prefix "" {
  policy = "write"
}
service_prefix "" {
  policy = "write"
}
