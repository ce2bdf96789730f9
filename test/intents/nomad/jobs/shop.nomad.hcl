# A job of two groups: a count can not be for both.
job "shop" {
  type = "service"

  group "web" {
    count = 2

    task "web" {
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

  group "store" {
    count = 1

    task "store" {
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
