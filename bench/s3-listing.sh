#!/bin/sh
# Pages through a large bucket; `bench/s3-listing.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

keys=1000000
for argument; do
  case $argument in
    --help)
      cat <<'HELP'
Usage: bench/s3-listing.sh [KEYS]

Starts the packaged Brume, fills a bucket with 1,000,000 empty objects unless said otherwise, and measures what a page of its listing
costs at its beginning and at its end. Exits 1 when the cost grows.

Needs the product as ./brume builds it and the bench module (./mvnw -Pfast -pl bench -am package).
HELP
      exit 0
      ;;
    *[!0-9]*) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
    *) keys=$argument ;;
  esac
done
jar=$PWD/server/target/brume/brume.jar
[ -f "$jar" ] || { echo "s3-listing.sh wants the product: ./brume up builds it." >&2; exit 1; }
[ -f bench/target/classpath.txt ] || { echo "s3-listing.sh wants the bench module: ./mvnw -Pfast -pl bench -am package" >&2; exit 1; }
jdk=$(./brume java-home)

work=$(mktemp -d "$PWD/bench/target/listing.XXXXXX")
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  wait
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

flags="$(sed -n 's/.*<brume.jvm>\(.*\)<\/brume.jvm>.*/\1/p' pom.xml) -Xmx2g -XX:+UseSerialGC"
# shellcheck disable=SC2086 # flags are words
"$jdk/bin/java" $flags -jar "$jar" up --port 14569 --data "$work" --engines.preload never --access-log false >"$work/log" 2>&1 &
server=$!
for _ in $(seq 150); do
  curl -s -o /dev/null http://127.0.0.1:14569/health && break
  sleep 0.2
done
"$jdk/bin/java" -Xmx1g -cp "bench/target/classes:$(cat bench/target/classpath.txt)" io.brume.bench.throughput.S3Listing \
  http://127.0.0.1:14569 "$keys"
