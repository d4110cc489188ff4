#!/bin/bash
# Starts Keycloak on 127.0.0.1 with a fresh realm "mailtest", and waits until it answers. JAVA_HOME: a JDK 17 or newer.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../env.sh"
: "${JAVA_HOME:?a JDK 17 or newer}"

refuse_taken_ports "$VALIJA_INTEROP_KEYCLOAK_PORT"
mkdir -p "$keycloak_run"
if [ ! -d "$keycloak_home" ]; then
  echo "Keycloak $keycloak_version: fetching it with Maven"
  (
    cd "$VALIJA_TESTBED"
    "${MVN:-mvn}" -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
      -Dartifact="org.keycloak:keycloak-quarkus-dist:$keycloak_version:zip" -DoutputDirectory=.
    # Unpacked elsewhere first: an interrupted start leaves no half of it in place.
    rm -rf unpacking
    unzip -q "keycloak-quarkus-dist-$keycloak_version.zip" -d unpacking
    mv "unpacking/keycloak-$keycloak_version" "$keycloak_home"
    rm -r unpacking "keycloak-quarkus-dist-$keycloak_version.zip"
  )
fi
mkdir -p "$keycloak_home/data/import"
cp "$here/realm-mailtest.json" "$keycloak_home/data/import/"

export KC_BOOTSTRAP_ADMIN_USERNAME=$VALIJA_INTEROP_KEYCLOAK_ADMIN_USER
export KC_BOOTSTRAP_ADMIN_PASSWORD=$VALIJA_INTEROP_KEYCLOAK_ADMIN_PASSWORD
export JAVA_OPTS_KC_HEAP=${JAVA_OPTS_KC_HEAP:--Xms64m -Xmx512m}
trap '"$here/stop.sh"' EXIT
# dev-mem: an H2 in memory, so every start has a fresh realm. setsid: a process group that stop.sh can end whole.
setsid "$keycloak_home/bin/kc.sh" start-dev --db=dev-mem --import-realm \
  --http-host=127.0.0.1 --http-port="$VALIJA_INTEROP_KEYCLOAK_PORT" --hostname="$keycloak" \
  --health-enabled=false --metrics-enabled=false >"$keycloak_run/log" 2>&1 </dev/null &
echo $! >"$keycloak_run/pid"

SECONDS=0
until curl -sf -o /dev/null "$VALIJA_INTEROP_ISSUER/.well-known/openid-configuration"; do
  if ! kill -0 "$(cat "$keycloak_run/pid")" 2>/dev/null || [ $SECONDS -gt 180 ]; then
    echo "[ERROR] Keycloak did not start ($keycloak_run/log):" >&2
    tail -n 40 "$keycloak_run/log" >&2
    exit 1
  fi
  sleep 0.5
done
trap - EXIT
echo "Keycloak up after $SECONDS s: $VALIJA_INTEROP_ISSUER"
