# The file and the job in it have different names, and the job is only a form to be dispatched.
job "billing-export" {
  type = "batch"

  parameterized {
    payload = "forbidden"
  }

  group "export" {
    task "export" {
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
