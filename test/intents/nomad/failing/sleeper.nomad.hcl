job "sleeper" {
  type = "service"

  group "sleeper" {
    update {
      max_parallel = 0
    }

    task "sleeper" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["600"]
      }

      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}
