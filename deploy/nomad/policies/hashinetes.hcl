# Hashinetes after the deployment: jobs of every namespace, and its nodes.
namespace "*" {
  policy       = "read"
  capabilities = ["list-jobs", "parse-job", "read-job", "submit-job", "dispatch-job", "scale-job", "read-logs", "read-fs"]
}
node {
  policy = "write"
}
agent {
  policy = "read"
}
operator {
  policy = "write"
}
