# Pings a host once a second, for ever. "Run the ping job, twelve": count is what is asked for by voice.

variable "count" {
  description = "How many to run."
  type        = number
  default     = 1
}

variable "host" {
  description = "What to ping."
  type        = string
  default     = "127.0.0.1"
}

variable "driver" {
  description = "exec works on clients as they come; raw_exec, where it is allowed, starts at once."
  type        = string
  default     = "exec"
}

job "ping" {
  type = "service"

  group "ping" {
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

    reschedule {
      delay          = "5s"
      delay_function = "exponential"
      max_delay      = "1m"
      unlimited      = true
    }

    task "ping" {
      driver = var.driver

      # The shell keeps the task alive where the host does not answer or may not be pinged.
      config {
        command = "/bin/sh"
        args    = ["-c", "while true; do ping -c 1 ${var.host}; sleep 1; done"]
      }

      resources {
        cpu    = 20
        memory = 32
      }
    }
  }
}
