job "plan-nine" {
  constraint {
    attribute = "${attr.kernel.name}"
    value     = "plan9"
  }

  group "plan-nine" {
    task "plan-nine" {
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
