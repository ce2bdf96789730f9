job "glutton" {
  type = "service"

  group "glutton" {
    restart {
      attempts = 0
      mode     = "fail"
    }

    reschedule {
      attempts  = 0
      unlimited = false
    }

    task "glutton" {
      driver = "exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "head -c 300m /dev/zero | tail"]
      }

      resources {
        cpu    = 10
        memory = 32
      }
    }
  }
}
