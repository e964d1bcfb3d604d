#!/bin/sh
# Sends malformed requests to Brume; `bench/malformed-requests.sh --help` tells how. RESILIENCE_JVM holds more JVM options.
# Runs the modules as they are installed (`mvn -q install -DskipTests`).
set -eu
cd "$(dirname "$0")/.."

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
case $("$java" -version 2>&1) in
  *'version "25'*) ;;
  *) echo "malformed-requests.sh wants JDK 25: set JAVA_HOME to one." >&2; exit 1 ;;
esac

[ -e bench/target/classpath.txt ] || mvn -q -B -pl bench process-classes >&2
# The memory and the collector of the product.
# shellcheck disable=SC2086 # options are words
exec "$java" -Xmx2g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
  ${RESILIENCE_JVM:-} -cp "bench/target/classes:$(cat bench/target/classpath.txt)" \
  io.brume.bench.resilience.MalformedRequests "$@"
