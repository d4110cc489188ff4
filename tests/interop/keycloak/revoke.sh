#!/bin/bash
# revoke.sh USER: ends all sessions of the user, offline ones too, as an administrator would: refresh tokens stop working.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../env.sh"
user=${1:?a user, for example alice}

token=$(curl -sSf "$VALIJA_INTEROP_KEYCLOAK_ADMIN_TOKEN_URL" -d grant_type=password -d client_id=admin-cli \
  -d "username=$VALIJA_INTEROP_KEYCLOAK_ADMIN_USER" -d "password=$VALIJA_INTEROP_KEYCLOAK_ADMIN_PASSWORD" |
  jq -r .access_token)
id=$(curl -sSf -H "Authorization: Bearer $token" "$VALIJA_INTEROP_KEYCLOAK_ADMIN/users?exact=true&username=$user" |
  jq -er '.[0].id')
curl -sSf -X POST -H "Authorization: Bearer $token" "$VALIJA_INTEROP_KEYCLOAK_ADMIN/users/$id/logout"
