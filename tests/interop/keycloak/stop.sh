#!/bin/bash
# Stops the Keycloak that start.sh started, and waits until it is gone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../env.sh"

if [ ! -f "$keycloak_run/pid" ]; then
  exit 0
fi
group=$(cat "$keycloak_run/pid")
kill -TERM -- "-$group" 2>/dev/null || true
for _ in {1..60}; do
  pgrep -g "$group" >/dev/null || break
  sleep 0.25
done
kill -KILL -- "-$group" 2>/dev/null || true
rm -f "$keycloak_run/pid"
echo 'Keycloak stopped'
