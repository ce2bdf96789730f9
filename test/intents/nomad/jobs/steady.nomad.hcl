job "steady" {
  type = "service"

  group "steady" {
    update {
      max_parallel = 0
    }

    task "steady" {
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
