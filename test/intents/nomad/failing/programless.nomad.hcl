job "programless" {
  type = "service"

  group "programless" {
    restart {
      attempts = 0
      mode     = "fail"
    }

    reschedule {
      attempts  = 0
      unlimited = false
    }

    task "programless" {
      driver = "raw_exec"

      config {
        command = "/bin/nonexistent"
        args    = ["1"]
      }

      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}
