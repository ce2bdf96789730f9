# The catalog sync of each Kubernetes cluster: one node each, and the services on it.
node_prefix "k8s-" {
  policy = "write"
}
node_prefix "" {
  policy = "read"
}
service_prefix "" {
  policy = "write"
}
