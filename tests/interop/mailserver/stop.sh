#!/bin/bash
# Stops the Postfix and Dovecot that start.sh started, and waits until they are gone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../env.sh"

if [ -f "$mail_run/postfix/etc/main.cf" ]; then
  postfix -c "$mail_run/postfix/etc" stop >/dev/null 2>&1 || true
fi
if [ -f "$mail_run/dovecot/run/master.pid" ]; then
  master=$(cat "$mail_run/dovecot/run/master.pid")
  kill "$master" 2>/dev/null || true
  for _ in {1..100}; do
    kill -0 "$master" 2>/dev/null || break
    sleep 0.1
  done
fi
echo 'Mail servers stopped'
