# Values from a folder that was copied to the machine (template.sh).
. /root/hashinetes/settings
value() { cat "/root/hashinetes/$1"; }
