job "teleporter" {
  group "teleporter" {
    task "teleporter" {
      driver = "teleport"

      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}
