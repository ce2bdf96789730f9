# Shows that a Nomad task gets a Vault token of its own, by its workload identity and nothing else: it prints
# what the token may do and for how long, never the token.

variable "count" {
  description = "How many to run."
  type        = number
  default     = 1
}

job "token-printer" {
  type = "service"

  group "token-printer" {
    count = var.count

    # No deployment: what counts is how many run, and scaling is never blocked by a rollout.
    update {
      max_parallel = 0
    }

    restart {
      attempts = 2
      interval = "30m"
      delay    = "15s"
      mode     = "fail"
    }

    task "token-printer" {
      driver = "exec"

      # Nomad logs in for the task, in its default role, and keeps the token renewed.
      vault {
        env = false
      }

      # Nomad itself asks Vault whose token it is; the answer is all that the task gets to read.
      template {
        destination = "local/token.txt"
        change_mode = "noop"
        data        = <<-EOT
          {{ with secret "auth/token/lookup-self" -}}
          policies:{{ range .Data.policies }} {{ . }}{{ end }}
          renewed for: {{ .Data.creation_ttl }} s at a time
          seconds left when asked: {{ .Data.ttl }}
          {{- end }}
        EOT
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "while true; do cat local/token.txt; sleep 30; done"]
      }

      resources {
        cpu    = 20
        memory = 32
      }
    }
  }
}
