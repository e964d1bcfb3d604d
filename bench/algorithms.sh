#!/bin/sh
# Measures the algorithms and their readers: `bench/algorithms.sh read-csv`, `read-recordio`, `text-classification [FOLDER]`,
# `skip-gram`, `cbow`, `batch-skip-gram`.
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
case ${1:-} in
  text-classification | skip-gram | cbow | batch-skip-gram)
    class=Text
    memory='-Xmx3g -XX:+UseG1GC -XX:+UseTransparentHugePages' ;;
  *)
    class=Readers
    memory='-Xmx2g -XX:+UseSerialGC' ;;
esac
# shellcheck disable=SC2086 # options are words
exec "$java" $flags $memory ${ALGORITHMS_JVM:-} \
  -cp "bench/target/classes:algorithms/target/classes:$(tr ':' '\n' <"$list" | grep -v '/io/brume/' | paste -sd:)" \
  io.brume.bench.algorithms.$class "$@"
