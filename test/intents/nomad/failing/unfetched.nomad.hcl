job "unfetched" {
  type = "service"

  group "unfetched" {
    restart {
      attempts = 0
      mode     = "fail"
    }

    reschedule {
      attempts  = 0
      unlimited = false
    }

    task "unfetched" {
      driver = "raw_exec"

      artifact {
        source = "http://127.0.0.1:1/none.tgz"
      }

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
