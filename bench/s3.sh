#!/bin/sh
# Measures S3's puts and gets beside S3Proxy's in one run; `bench/s3.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

seconds=5
for argument; do
  case $argument in
    --quick) seconds=1 ;;
    --help)
      cat <<'HELP'
Usage: bench/s3.sh [--quick]

Starts the packaged Brume and S3Proxy (its file backend, from Maven Central), puts and gets objects of 1 KB, 1 MB and 100 MB with
1 and 16 clients at both by turns, and prints a Markdown table with the ratios (medians of three). Exits 1 when Brume is slower
somewhere. Brume flushes every object to disk before it answers; S3Proxy does not.

  --quick    1 second a measurement instead of 5

Needs the product as ./brume builds it, the bench module (./mvnw -Pfast -pl bench -am package) and about 10 GB of disk.
HELP
      exit 0
      ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
jar=$PWD/server/target/brume/brume.jar
[ -f "$jar" ] || { echo "s3.sh wants the product: ./brume up builds it." >&2; exit 1; }
[ -f bench/target/classpath.txt ] || { echo "s3.sh wants the bench module: ./mvnw -Pfast -pl bench -am package" >&2; exit 1; }
jdk=$(./brume java-home)

# On the disk of this folder, not on a temporary one that may be memory.
work=$(mktemp -d "$PWD/bench/target/s3.XXXXXX")
ours=
peer=
clean_up() {
  [ -z "$ours" ] || kill "$ours" 2>/dev/null || :
  [ -z "$peer" ] || kill "$peer" 2>/dev/null || :
  wait
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

peers=bench/target/s3proxy.txt
[ -f "$peers" ] || JAVA_HOME=$jdk ./mvnw -q -B -f bench/peers/s3proxy.xml \
  org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath -Dmdep.outputFile="$PWD/$peers"

memory='-Xmx2g -XX:+UseSerialGC'
flags="$(sed -n 's/.*<brume.jvm>\(.*\)<\/brume.jvm>.*/\1/p' pom.xml) $memory"
# shellcheck disable=SC2086 # flags are words
"$jdk/bin/java" $flags -jar "$jar" up --port 14567 --data "$work/brume" --engines.preload never --access-log false \
  >"$work/brume.log" 2>&1 &
ours=$!

mkdir "$work/s3proxy"
cat >"$work/s3proxy.conf" <<CONF
s3proxy.authorization=none
s3proxy.endpoint=http://127.0.0.1:14568
s3proxy.v4-max-non-chunked-request-size=1073741824
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$work/s3proxy
CONF
echo '<configuration><root level="ERROR"/></configuration>' >"$work/logback.xml"
# shellcheck disable=SC2086 # flags are words
"$jdk/bin/java" $memory -Dlogback.configurationFile="$work/logback.xml" -cp "$(cat "$peers")" org.gaul.s3proxy.Main \
  --properties "$work/s3proxy.conf" >"$work/s3proxy.log" 2>&1 &
peer=$!

await() {
  for _ in $(seq 150); do
    curl -s -o /dev/null "$1" && return 0
    sleep 0.2
  done
  echo "$1 does not answer" >&2
  exit 1
}
await http://127.0.0.1:14567/health
await http://127.0.0.1:14568/

"$jdk/bin/java" -Xmx2g -cp "bench/target/classes:$(cat bench/target/classpath.txt)" io.brume.bench.throughput.S3Throughput \
  http://127.0.0.1:14567 http://127.0.0.1:14568 "$seconds"
