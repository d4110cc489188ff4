#!/bin/bash
# install.sh             installs what the tests of the packages need (Debian 12, as root)
# install.sh --missing   prints which of it is missing
set -euo pipefail
packages=(nsis dpkg wine wine64 mono-mcs openjdk-17-jdk-headless adduser util-linux)

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
apt-get update -q
apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
