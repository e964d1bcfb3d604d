#!/bin/sh
# Measures algorithms and readers beside their peers; `./brume bench` builds and calls this.
#   algorithms.sh                      measures everything and prints a table, 0 where every target holds
#   algorithms.sh NAME [OPTION]...     measures one, prints both sides and the ratio last, 0 where its target holds
#   algorithms.sh --list               says what there is
# ALGORITHMS_JVM holds more JVM options.
#
# A line of algorithms.txt is NAME|CLASS|WHAT IT IS COMPARED WITH|TARGET.
set -eu
cd "$(dirname "$0")/.."

names() {
  cut -d '|' -f 1 bench/algorithms.txt
}

# field NAME NUMBER
field() {
  awk -F '|' -v name="$1" -v field="$2" '$1 == name { print $field }' bench/algorithms.txt
}

case ${1:-} in
  --list | --help)
    echo "Usage: brume bench [NAME [OPTION]...]"
    awk -F '|' '{ printf "  %-20s %s\n  %-20s   to reach: %s\n", $1, $3, "", $4 }' bench/algorithms.txt
    exit
    ;;
esac
if [ $# -gt 0 ] && [ -z "$(field "$1" 2)" ]; then
  echo "There is no benchmark $1; there are: $(names | tr '\n' ' ')" >&2
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

# measure NAME [OPTION]...
measure() {
  class=$(field "$1" 2)
  flags=$(sed -n 's/.*<\(brume\|algorithms\).jvm>\(.*\)<\/.*/\2/p' pom.xml)
  case $class in
    Text) memory='-Xmx3g -XX:+UseG1GC -XX:+UseTransparentHugePages' ;;
    # Else a collection may leave dead objects where they are, and they count as living.
    Growth) memory='-Xmx2g -XX:+UseSerialGC -XX:MarkSweepDeadRatio=0' ;;
    *) memory='-Xmx2g -XX:+UseSerialGC' ;;
  esac
  # shellcheck disable=SC2086 # options are words
  "$java" $flags $memory ${ALGORITHMS_JVM:-} \
    -cp "bench/target/classes:algorithms/target/classes:$(tr ':' '\n' <"$list" | grep -v '/io/brume/' | paste -sd: -)" \
    "io.brume.bench.algorithms.$class" "$@"
}

if [ $# -gt 0 ]; then
  measure "$@"
  exit
fi

# show TEXT: rewrites one line on a terminal; elsewhere prints nothing
show() {
  [ ! -t 2 ] || printf '\r\033[K%s' "$1" >&2
}

results=bench/target/results
mkdir -p "$results"
code=0
number=0
count=$(names | wc -l)
for name in $(names); do
  number=$((number + 1))
  show "  [$number/$count] $name: $(field "$name" 3)"
  began=$(date +%s)
  status=0
  measure "$name" >"$results/$name.txt" 2>"$results/$name.err" </dev/null || status=$?
  seconds=$(($(date +%s) - began))
  show ''
  case $status in
    0) verdict=reached ;;
    1) verdict=missed ;;
    3) verdict='no peer' ;;
    *) verdict=failed ;;
  esac
  [ "$status" -eq 0 ] || code=1
  # What counts stands last; a peer that is missing and a failure are named on standard error.
  measured=$(grep -v '^ *$' "$results/$name.txt" | tail -n 1)
  [ "$status" -le 1 ] && [ -n "$measured" ] || measured=$(grep -v '^ *$\|incubator modules' "$results/$name.err" | head -n 1)
  printf '%-20s %-8s %4s s  %s\n%-20s to reach: %s, beside %s\n' "$name" "$verdict" "$seconds" "$measured" \
    '' "$(field "$name" 4)" "$(field "$name" 3)"
done
echo "Whole results: $results/NAME.txt" >&2
exit "$code"
