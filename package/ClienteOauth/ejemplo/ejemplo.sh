#!/bin/sh
# ejemplo.sh ejemplo.properties PARA ARCHIVO, con Java 17 o posterior (JAVA_HOME, o java del PATH).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "$here/ejemplo.jar:$here/../lib/*" Ejemplo "$@"
