job "quitter" {
  type = "service"

  group "quitter" {
    restart {
      attempts = 0
      mode     = "fail"
    }

    reschedule {
      attempts  = 0
      unlimited = false
    }

    task "quitter" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "exit 3"]
      }

      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}
