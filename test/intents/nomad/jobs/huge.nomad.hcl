job "huge" {
  type = "service"

  group "huge" {
    update {
      max_parallel = 0
    }

    task "huge" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["600"]
      }

      resources {
        cpu    = 10
        memory = 900000
      }
    }
  }
}
