# shellcheck shell=bash disable=SC2034 # the scripts that source it use them
# Where the real servers are. Sourced by the scripts beside it; what is exported is what the tests read (README.md).
# Every value can be given by the environment.

VALIJA_TESTBED=${VALIJA_TESTBED:-${TMPDIR:-/tmp}/valija-testbed}
export VALIJA_TESTBED

keycloak_version=26.7.3
keycloak_home=$VALIJA_TESTBED/keycloak-$keycloak_version
keycloak_run=$VALIJA_TESTBED/keycloak-run
mail_run=$VALIJA_TESTBED/mail

export VALIJA_INTEROP_KEYCLOAK_PORT="${VALIJA_INTEROP_KEYCLOAK_PORT:-18080}"
keycloak=http://127.0.0.1:$VALIJA_INTEROP_KEYCLOAK_PORT
export VALIJA_INTEROP_ISSUER="$keycloak/realms/mailtest"
export VALIJA_INTEROP_KEYCLOAK_ADMIN="$keycloak/admin/realms/mailtest"
export VALIJA_INTEROP_KEYCLOAK_ADMIN_TOKEN_URL="$keycloak/realms/master/protocol/openid-connect/token"
export VALIJA_INTEROP_KEYCLOAK_ADMIN_USER=admin
export VALIJA_INTEROP_KEYCLOAK_ADMIN_PASSWORD=admin

export VALIJA_INTEROP_SMTP_HOST=localhost
export VALIJA_INTEROP_POSTFIX_PORT="${VALIJA_INTEROP_POSTFIX_PORT:-15870}"
export VALIJA_INTEROP_DOVECOT_PORT="${VALIJA_INTEROP_DOVECOT_PORT:-15871}"
export VALIJA_INTEROP_DOVECOT_TLS_PORT="${VALIJA_INTEROP_DOVECOT_TLS_PORT:-14651}"
export VALIJA_INTEROP_IMAP_PORT="${VALIJA_INTEROP_IMAP_PORT:-11430}"
# Where Dovecot's submission hands its mail to Postfix; the tests do not use it.
VALIJA_INTEROP_RELAY_PORT=${VALIJA_INTEROP_RELAY_PORT:-15250}
export VALIJA_INTEROP_RELAY_PORT
export VALIJA_INTEROP_CA="$mail_run/pki/ca.pem"
export VALIJA_INTEROP_MAILDIRS="$mail_run/maildirs"

# port_open PORT
port_open() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# refuse_taken_ports PORT…: another server there would be tested in place of ours
refuse_taken_ports() {
  local port
  for port; do
    if port_open "$port"; then
      echo "[ERROR] port $port of 127.0.0.1 is already in use" >&2
      exit 1
    fi
  done
}
