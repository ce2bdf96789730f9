job "crasher" {
  type = "service"

  group "crasher" {
    update {
      max_parallel = 0
    }

    restart {
      attempts = 0
      mode     = "fail"
    }

    task "crasher" {
      driver = "raw_exec"

      config {
        command = "/bin/false"
      }

      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}
