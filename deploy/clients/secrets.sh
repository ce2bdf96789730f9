# shellcheck shell=sh
# Prints what a client needs as `name=base64` lines, from the Secrets of the stack: for `. ./secrets.sh` in a
# template.sh, with a kubeconfig that may read them. The introduction is asked of Nomad, for one batch of machines.

read_secret() { kubectl -n hashinetes get secret "$1" -o "jsonpath={.data.$2}" | base64 -d; }

value() {
  case "$1" in
    ca.crt | tls.crt | tls.key) read_secret nomad-client-tls "$(echo "$1" | sed 's/\./\\./')" ;;
    gossip) read_secret consul-identity gossip ;;
    consul-token) read_secret consul-identity nomad-client ;;
    introduction) nomad node intro create -ttl 30m -json | sed -n 's/.*"JWT": *"\([^"]*\)".*/\1/p' ;;
    *) echo "no such value: $1" >&2 && return 1 ;;
  esac
}

version() { sed -n "s|^  $1: .*:||p" "$(dirname "$0")/../../versions.yaml"; }
