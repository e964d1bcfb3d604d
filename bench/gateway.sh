#!/bin/sh
# Measures the packaged product: how soon it answers, what it takes, how much it serves; `bench/gateway.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

seconds=10
profile=
for argument; do
  case $argument in
    --quick) seconds=3 ;;
    --profile) profile=yes ;;
    --help)
      cat <<'HELP'
Usage: bench/gateway.sh [--quick] [--profile]

Prints Markdown tables: the start, the memory of an idle server, requests a second and latencies, and peers in the same run.

  --quick    3 seconds a measurement instead of 10
  --profile  also where the time goes under load (JFR's hot methods and allocations)

Needs the product as ./brume builds it, JDK 25, and wrk and curl (Debian: apt-get install wrk curl). Peers that are not
installed are named and skipped.
HELP
      exit 0
      ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
for tool in wrk curl; do
  command -v "$tool" >/dev/null || { echo "gateway.sh wants $tool: apt-get install $tool" >&2; exit 1; }
done
jar=$PWD/server/target/brume/brume.jar
[ -f "$jar" ] || { echo "gateway.sh wants the product: ./brume up builds it (or mvn -Pfast -pl server -am package)." >&2; exit 1; }
jdk=$(./brume java-home)

work=$(mktemp -d "${TMPDIR:-/tmp}/brume-bench.XXXXXX")
server=
peer=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  [ -z "$peer" ] || kill "$peer" 2>/dev/null || :
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# As ./brume starts it.
flags="$(sed -n 's/.*<brume.jvm>\(.*\)<\/brume.jvm>.*/\1/p' pom.xml) -Xmx2g -XX:+UseSerialGC"
port=14566
url=http://127.0.0.1:$port

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# start [JVM option...]: starts the product, waits for /health, sets `server` and `took` (ms)
start() {
  began=$(now_ms)
  # shellcheck disable=SC2086 # flags are words
  "$jdk/bin/java" $flags "$@" '-Xlog:aot*=off,cds*=off' -jar "$jar" up --port $port --data "$work/data" \
    --engines.preload never >"$work/log" 2>&1 &
  server=$!
  until curl -sf -o "$work/health" "$url/health"; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.01
  done
  took=$(($(now_ms) - began))
}

stop() {
  kill "$server"
  wait "$server" 2>/dev/null || :
  server=
}

# five_starts [JVM option...]: the median in ms
five_starts() {
  : >"$work/starts"
  for _ in 1 2 3 4 5; do
    start "$@"
    echo "$took" >>"$work/starts"
    stop
  done
  sort -n "$work/starts" | sed -n 3p
}

# load CONNECTIONS OPERATION [FILE BATCH]: sets rate, p50, p99 (ms); warms up first
load() {
  connections=$1
  shift
  command="wrk -t1 -c$connections -d${seconds}s --timeout 30s -s bench/gateway/requests.lua ${target:-$url} -- $*"
  wrk -t1 "-c$connections" "-d${seconds}s" --timeout 30s -s bench/gateway/requests.lua "${target:-$url}" -- "$@" >"$work/wrk"
  wrk -t1 "-c$connections" "-d${seconds}s" --timeout 30s -s bench/gateway/requests.lua "${target:-$url}" -- "$@" >"$work/wrk"
  # shellcheck disable=SC2046 # words
  set -- $(sed -n 's/^RESULT //p' "$work/wrk")
  rate=$1 p50=$2 p99=$3 failed=$4
  [ "$failed" = 0 ] || echo "**$failed answers were not 200:** $command"
}

product_of() { awk "BEGIN { printf \"%.0f\", $1 * $2 }"; }

echo "$(uname -sm), $(nproc) cores, $("$jdk/bin/java" -version 2>&1 | sed -n 2p)"
echo
echo "| start to the first healthy answer, median of 5 | ms |"
echo "|---|--:|"
echo "| without an ahead-of-time cache | $(five_starts) |"
# shellcheck disable=SC2086 # flags are words
"$jdk/bin/java" $flags "-XX:AOTCacheOutput=$work/brume.aot" -jar "$jar" warm-up >"$work/train" 2>&1 || :
if [ -f "$work/brume.aot" ]; then
  cache=-XX:AOTCache=$work/brume.aot
  echo "| with one, as ./brume trains it | $(five_starts "$cache") |"
else
  cache=
  echo "| with one: could not be trained | |"
fi
echo
start ${cache:+"$cache"}
sleep 3
echo "Resident memory when idle, engines not loaded: $(awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status")"
echo
echo "| request | connections | requests/s | texts/s | p50 ms | p99 ms | command |"
echo "|---|--:|--:|--:|--:|--:|---|"
row() { # row TEXTS CONNECTIONS OPERATION [FILE BATCH]
  texts=$1
  shift
  load "$@"
  each=
  [ "$texts" = 0 ] || each=$(product_of "$rate" "$texts")
  name=$2
  [ "$texts" -lt 2 ] || name="$name, $texts texts"
  echo "| $name | $1 | $rate | $each | $p50 | $p99 | \`$command\` |"
}
row 0 32 GetCallerIdentity
ours=$rate
row 0 1 GetCallerIdentity
ours_p50=$p50
row 1 8 DetectDominantLanguage bench/quality/language-measured.jsonl
row 25 8 BatchDetectDominantLanguage bench/quality/language-measured.jsonl 25
row 1 8 DetectEntities bench/quality/entities-measured.jsonl
row 25 8 BatchDetectEntities bench/quality/entities-measured.jsonl 25
echo
if [ -n "$profile" ]; then
  "$jdk/bin/jcmd" "$server" JFR.start name=bench settings=profile >/dev/null
  load 32 GetCallerIdentity
  "$jdk/bin/jcmd" "$server" JFR.dump name=bench "filename=$work/bench.jfr" >/dev/null
  for view in hot-methods allocation-by-class allocation-by-site; do
    "$jdk/bin/jfr" view --width 130 $view "$work/bench.jfr"
  done
fi
stop

echo "| peer, GetCallerIdentity | requests/s at 32 connections | p50 ms at 1 | Brume's requests/s in the same run are |"
echo "|---|--:|--:|--:|"
if python3 -c 'import moto.server' 2>/dev/null; then
  python3 -m moto.server -H 127.0.0.1 -p 15566 >"$work/peer" 2>&1 &
  peer=$!
  until curl -s -o "$work/health" http://127.0.0.1:15566/moto-api/; do
    kill -0 "$peer" || { cat "$work/peer" >&2; exit 1; }
    sleep 0.1
  done
  target=http://127.0.0.1:15566
  load 32 GetCallerIdentity
  theirs=$rate
  load 1 GetCallerIdentity
  echo "| moto $(python3 -c 'import moto; print(moto.__version__)') | $theirs | $p50 | $(awk "BEGIN { printf \"%.1f\", $ours / $theirs }") times as many; p50 $ours_p50 ms |"
else
  echo "| moto: not installed, skipped | | | |"
fi
for other in localstack floci; do
  command -v $other >/dev/null || echo "| $other: not installed, skipped | | | |"
done
