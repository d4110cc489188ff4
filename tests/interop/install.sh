#!/bin/bash
# install.sh             installs what the interop tests need (Debian 12, as root)
# install.sh --missing   prints which of it is missing
set -euo pipefail
packages=(dovecot-core dovecot-submissiond dovecot-imapd dovecot-lmtpd postfix curl jq openssl unzip procps)

missing=()
for package in "${packages[@]}"; do
  if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing+=("$package")
  fi
done

if [ "${1:-}" = --missing ]; then
  echo "${missing[*]}"
  exit
fi
if [ ${#missing[@]} = 0 ]; then
  exit
fi

export DEBIAN_FRONTEND=noninteractive
# Only our own instances are to run: the packages start no service, and Postfix gets no configuration of the system.
if [ ! -e /usr/sbin/policy-rc.d ]; then
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
fi
apt-get update -q
if [[ " ${missing[*]} " == *' postfix '* ]]; then
  echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
fi
apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
