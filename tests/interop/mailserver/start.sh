#!/bin/bash
# Starts Dovecot (submission, imap, lmtp, auth) and Postfix on 127.0.0.1, with configuration, spool and maildirs of their
# own. Both ask Keycloak whether a token is good, each time, so a revoked one stops at once. Needs root and Dovecot 2.3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../env.sh"

if [ "$(id -u)" != 0 ]; then
  echo '[ERROR] Postfix and Dovecot need root' >&2
  exit 1
fi
if [[ $(dovecot --version) != 2.3.* ]]; then
  echo "[ERROR] this configuration is for Dovecot 2.3 (Debian 12), here is $(dovecot --version)" >&2
  exit 1
fi
ports=("$VALIJA_INTEROP_POSTFIX_PORT" "$VALIJA_INTEROP_DOVECOT_PORT" "$VALIJA_INTEROP_DOVECOT_TLS_PORT"
  "$VALIJA_INTEROP_RELAY_PORT" "$VALIJA_INTEROP_IMAP_PORT")
refuse_taken_ports "${ports[@]}"

umask 022
pki=$mail_run/pki dovecot=$mail_run/dovecot postfix=$mail_run/postfix maildirs=$VALIJA_INTEROP_MAILDIRS
rm -rf "$mail_run"
mkdir -p "$pki" "$maildirs" "$dovecot"/{run,state,etc} "$postfix"/{etc,spool,data}
chown mail:mail "$maildirs"
chown postfix "$postfix/data"

# ---- one authority, one server certificate with DNS and IP names
new_key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
openssl req -x509 "${new_key[@]}" -days 30 -subj '/CN=Valija interop tests' \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout "$pki/ca.key" -out "$pki/ca.pem" 2>/dev/null
openssl req "${new_key[@]}" -subj /CN=mail.example.test -keyout "$pki/server.key" -out "$pki/server.csr" 2>/dev/null
openssl x509 -req -in "$pki/server.csr" -CA "$pki/ca.pem" -CAkey "$pki/ca.key" -CAcreateserial -days 30 \
  -extfile <(printf 'subjectAltName=DNS:localhost,DNS:mail.example.test,IP:127.0.0.1\nextendedKeyUsage=serverAuth') \
  -out "$pki/server.pem" 2>/dev/null
chmod 600 "$pki"/*.key

# ---- Dovecot
cat >"$dovecot/etc/dovecot.conf" <<END
base_dir = $dovecot/run
state_dir = $dovecot/state
instance_name = valija-interop
log_path = $dovecot/log
auth_verbose = yes
auth_debug = yes
protocols = submission imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <$pki/server.pem
ssl_key = <$pki/server.key
disable_plaintext_auth = yes
auth_mechanisms = xoauth2 oauthbearer
auth_username_format = %Lu
# no caching: a revoked token must stop working at once
auth_cache_size = 0
auth_failure_delay = 0
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $dovecot/etc/oauth2.conf.ext
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$maildirs/%u allow_all_users=yes
}
first_valid_uid = 8
first_valid_gid = 8
mail_location = maildir:~/Maildir
hostname = mail.example.test
submission_relay_host = 127.0.0.1
submission_relay_port = $VALIJA_INTEROP_RELAY_PORT
submission_relay_trusted = yes
submission_max_mail_size = 30M
service submission-login {
  inet_listener submission {
    address = 127.0.0.1
    port = $VALIJA_INTEROP_DOVECOT_PORT
  }
  inet_listener submissions {
    address = 127.0.0.1
    port = $VALIJA_INTEROP_DOVECOT_TLS_PORT
    ssl = yes
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $VALIJA_INTEROP_IMAP_PORT
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  unix_listener lmtp {
    mode = 0600
    user = postfix
  }
}
service auth {
  unix_listener auth-postfix {
    mode = 0600
    user = postfix
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
# no growing delay (up to 15 s) after failed logins from the same address
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
END
cat >"$dovecot/etc/oauth2.conf.ext" <<END
introspection_mode = post
introspection_url = $VALIJA_INTEROP_ISSUER/protocol/openid-connect/token/introspect
client_id = mailserver
client_secret = mailserver-secret-0123456789
username_attribute = email
active_attribute = active
active_value = true
openid_configuration_url = $VALIJA_INTEROP_ISSUER/.well-known/openid-configuration
timeout_msecs = 5000
END

# ---- Postfix: final destination for example.test/example.org by LMTP, everything else bounces, nothing leaves
cat >"$postfix/etc/main.cf" <<END
compatibility_level = 3.6
config_directory = $postfix/etc
queue_directory = $postfix/spool
data_directory = $postfix/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = $postfix/log
maillog_file_prefixes = /
myhostname = mail.example.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.1/32
mydestination =
local_recipient_maps =
local_transport = error:5.1.1 no local delivery
relay_transport = error:5.7.1 this test server sends nothing out
default_transport = error:5.7.1 this test server sends nothing out
relayhost =
virtual_mailbox_domains = example.test, example.org
virtual_mailbox_maps = static:all
virtual_transport = lmtp:unix:$dovecot/run/lmtp
lmtp_destination_concurrency_limit = 20
message_size_limit = 36700160
mailbox_size_limit = 0
smtpd_tls_cert_file = $pki/server.pem
smtpd_tls_key_file = $pki/server.key
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = $dovecot/run/auth-postfix
smtpd_sasl_auth_enable = no
smtpd_sender_login_maps = regexp:$postfix/etc/sender_login
smtpd_recipient_restrictions = permit_mynetworks, reject
alias_maps =
alias_database =
END
# each user may use his own address only as envelope sender
# shellcheck disable=SC2016 # Postfix's $1
printf '/^(.*)$/ $1\n' >"$postfix/etc/sender_login"
cat >"$postfix/etc/master.cf" <<END
127.0.0.1:$VALIJA_INTEROP_POSTFIX_PORT inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_tls_auth_only=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_connection_rate_limit=0
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:$VALIJA_INTEROP_RELAY_PORT inet n - n - - smtpd
  -o syslog_name=postfix/relayin
  -o smtpd_authorized_xclient_hosts=127.0.0.1
  -o smtpd_recipient_restrictions=permit_mynetworks,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
END

trap '"$here/stop.sh"' EXIT
dovecot -c "$dovecot/etc/dovecot.conf" >"$dovecot/start.log" 2>&1 </dev/null
postfix -c "$postfix/etc" start >"$postfix/start.log" 2>&1 </dev/null
for port in "${ports[@]}"; do
  SECONDS=0
  until port_open "$port"; do
    if [ $SECONDS -gt 15 ]; then
      echo "[ERROR] port $port did not open ($dovecot/log, $postfix/log):" >&2
      tail -n 20 "$dovecot"/*log "$postfix"/*log >&2
      exit 1
    fi
    sleep 0.1
  done
done
trap - EXIT
echo "Mail servers up: Postfix ${ports[0]} (STARTTLS), Dovecot ${ports[1]} (STARTTLS) and ${ports[2]} (TLS), IMAP ${ports[4]}"
