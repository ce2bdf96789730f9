#!/bin/sh
# Values from a folder that was copied to the machine (template.sh).
# shellcheck source=/dev/null
. /root/hashinetes/settings
value() { cat "/root/hashinetes/$1"; }
