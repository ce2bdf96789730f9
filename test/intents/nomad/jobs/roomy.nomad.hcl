job "roomy" {
  type = "service"

  group "roomy" {
    update {
      max_parallel = 0
    }

    task "roomy" {
      driver = "raw_exec"

      config {
        command = "/bin/sleep"
        args    = ["600"]
      }

      resources {
        cpu    = 10
        memory = 6000
      }
    }
  }
}
