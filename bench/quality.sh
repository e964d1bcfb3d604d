#!/bin/sh
# Measures the engines on labelled text; `bench/quality.sh --help` tells how.
# QUALITY_ENGINES names the engine modules to use ("opennlp nlp4j lexicon pii"); QUALITY_JVM holds more JVM options.
set -eu
cd "$(dirname "$0")/.."

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
case $("$java" -version 2>&1) in
  *'version "25'*) ;;
  *) echo "quality.sh wants JDK 25: set JAVA_HOME to one." >&2; exit 1 ;;
esac

main=QualityReport
if [ "${1:-}" = calibrate ]; then
  main=Calibrate
  shift
fi

# Dependencies come from the installed modules, Brume's own classes from the trees as they are compiled now.
list=bench/target/classpath.txt
for pom in bench/pom.xml engines/*/pom.xml; do
  # shellcheck disable=SC3013 # every sh of today has it
  if [ ! -e "$list" ] || [ "$pom" -nt "$list" ]; then
    mvn -q -B -pl bench dependency:build-classpath@class-path >&2
    touch "$list"
    break
  fi
done
path=bench/target/classes
for module in api ${QUALITY_ENGINES:-opennlp nlp4j lexicon pii}; do
  path=$path:engines/$module/target/classes
done
# shellcheck disable=SC2086 # options are words
exec "$java" -Xmx2g --enable-native-access=ALL-UNNAMED -Dlogback.configurationFile=quality-logback.xml ${QUALITY_JVM:-} \
  -cp "$path:$(tr ':' '\n' <"$list" | grep -v '/io/brume/' | paste -sd:)" "io.brume.bench.quality.$main" "$@"
