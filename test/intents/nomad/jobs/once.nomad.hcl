job "once" {
  type = "batch"

  group "once" {
    task "once" {
      driver = "raw_exec"

      config {
        command = "/bin/echo"
        args    = ["done and dusted"]
      }

      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}
