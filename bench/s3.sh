#!/bin/sh
# Measures S3's puts and gets beside S3Proxy's in one run; `bench/s3.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

seconds=5
only=
while [ $# -gt 0 ]; do
  case $1 in
    --quick) seconds=1 ;;
    --only) only=${2:?--only wants the beginning of a row}; shift ;;
    --help)
      cat <<'HELP'
Usage: bench/s3.sh [--quick] [--only ROW]

Starts the packaged Brume and S3Proxy (its file backend, from Maven Central), puts and gets objects of 1 KB, 1 MB and 100 MB with
1 and 16 clients at both by turns, and prints a Markdown table with the ratios (medians of three). Exits 1 when Brume is slower
somewhere. Brume flushes every object to disk before it answers; S3Proxy does not.

  --quick      1 second a measurement instead of 5
  --only ROW   only rows whose operation, size and clients begin so: 'PUT, 1 KB', 'GET, 1 MB, 16'

Needs the product as ./brume builds it, the bench module (./mvnw -Pfast -pl bench -am package) and about 10 GB of disk.
HELP
      exit 0
      ;;
    *) echo "There is no option $1; --help lists them." >&2; exit 2 ;;
  esac
  shift
done
# shellcheck source=bench/server.sh
. bench/server.sh
wants_bench

# On the disk of this folder, not on a temporary one that may be memory.
work_in "$PWD/bench/target/s3"

peers=bench/target/s3proxy.txt
[ -f "$peers" ] || JAVA_HOME=$jdk ./mvnw -q -B -f bench/peers/s3proxy.xml \
  org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath -Dmdep.outputFile="$PWD/$peers"

up 14567 "$work/brume"

mkdir "$work/s3proxy"
cat >"$work/s3proxy.conf" <<CONF
s3proxy.authorization=none
s3proxy.endpoint=http://127.0.0.1:14568
s3proxy.v4-max-non-chunked-request-size=1073741824
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$work/s3proxy
CONF
echo '<configuration><root level="ERROR"/></configuration>' >"$work/logback.xml"
"$jdk/bin/java" -Xmx2g -XX:+UseSerialGC -Dlogback.configurationFile="$work/logback.xml" -cp "$(cat "$peers")" \
  org.gaul.s3proxy.Main --properties "$work/s3proxy.conf" >"$work/s3proxy.log" 2>&1 &
peer=$!

await "$peer" http://127.0.0.1:14568/ "$work/s3proxy.log"

memory=2g bench S3Throughput http://127.0.0.1:14567 http://127.0.0.1:14568 "$seconds" "$only"
