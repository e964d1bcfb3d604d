#!/bin/sh
# Measures an algorithm or a reader beside its peer: `bench/algorithms.sh NAME [OPTION]...`; without a name, lists what there is.
# Exits with 0 where the target holds. ALGORITHMS_JVM holds more JVM options.
#
# A line of algorithms.txt is NAME|CLASS|WHAT IT IS COMPARED WITH|TARGET.
set -eu
cd "$(dirname "$0")/.."

if [ $# -eq 0 ]; then
  awk -F '|' '{ printf "  %-20s %s\n  %-20s   to reach: %s\n", $1, $3, "", $4 }' bench/algorithms.txt
  exit
fi
class=$(awk -F '|' -v name="$1" '$1 == name { print $2 }' bench/algorithms.txt)
if [ -z "$class" ]; then
  echo "There is no benchmark $1; there are: $(cut -d '|' -f 1 bench/algorithms.txt | tr '\n' ' ')" >&2
  exit 2
fi

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
case $class in
  Text) memory='-Xmx3g -XX:+UseG1GC -XX:+UseTransparentHugePages' ;;
  *) memory='-Xmx2g -XX:+UseSerialGC' ;;
esac
# shellcheck disable=SC2086 # options are words
exec "$java" $flags $memory ${ALGORITHMS_JVM:-} \
  -cp "bench/target/classes:algorithms/target/classes:$(tr ':' '\n' <"$list" | grep -v '/io/brume/' | paste -sd:)" \
  "io.brume.bench.algorithms.$class" "$@"
