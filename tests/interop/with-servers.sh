#!/bin/bash
# with-servers.sh COMMAND…
# Starts Keycloak, Postfix and Dovecot, runs the command with their addresses in its environment, and stops them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/env.sh"

"$here/keycloak/start.sh"
trap '"$here/keycloak/stop.sh"' EXIT
"$here/mailserver/start.sh"
trap '"$here/mailserver/stop.sh"; "$here/keycloak/stop.sh"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$@"
