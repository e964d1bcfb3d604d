#!/bin/sh
# Measures the algorithms and their readers: `bench/algorithms.sh read-csv`, `bench/algorithms.sh read-recordio`.
# Exits with 0 where the target holds. ALGORITHMS_JVM holds more JVM options.
set -eu
cd "$(dirname "$0")/.."

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
case $("$java" -version 2>&1) in
  *'version "25'*) ;;
  *) echo "algorithms.sh wants JDK 25: set JAVA_HOME to one." >&2; exit 1 ;;
esac

list=bench/target/classpath.txt
if [ ! -e "$list" ] || [ ! -d algorithms/target/classes ]; then
  ./mvnw -q -B -Pfast -pl bench -am package >&2
fi
flags=$(sed -n 's/.*<\(brume\|algorithms\).jvm>\(.*\)<\/.*/\2/p' pom.xml)
# shellcheck disable=SC2086 # options are words
exec "$java" $flags -Xmx2g -XX:+UseSerialGC ${ALGORITHMS_JVM:-} \
  -cp "bench/target/classes:algorithms/target/classes:$(tr ':' '\n' <"$list" | grep -v '/io/brume/' | paste -sd:)" \
  io.brume.bench.algorithms.Readers "$@"
