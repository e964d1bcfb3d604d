#!/bin/sh
# Measures cold starts and warm invocations of functions; `bench/lambda.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

count=1000
port=4599
for argument; do
  case $argument in
    --quick) count=200 ;;
    --help)
      cat <<'HELP'
Usage: bench/lambda.sh [--quick]

Starts the packaged Brume, makes a function on Node.js and one on Python that answer at once, and prints a Markdown table: the first
call of a new process, and 1,000 calls of a warm one over one connection (200 with --quick), as their caller sees them, in
milliseconds.

Needs the product as ./brume builds it, Node.js, Python 3 and curl.
HELP
      exit 0
      ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
jar=$PWD/server/target/brume/brume.jar
[ -f "$jar" ] || { echo "lambda.sh wants the product: ./brume up builds it." >&2; exit 1; }
jdk=$(./brume java-home)

work=$(mktemp -d "${TMPDIR:-/tmp}/brume-lambda.XXXXXX")
server=
clean_up() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || :; wait "$server" 2>/dev/null || :; }
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

"$jdk/bin/java" --enable-native-access=ALL-UNNAMED -jar "$jar" up --port "$port" --data "$work/data" \
  --engines.preload never --access-log false >"$work/server.log" 2>&1 &
server=$!
tries=0
until curl -sf "http://127.0.0.1:$port/health" >/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { cat "$work/server.log" >&2; exit 1; }
  sleep 0.2
done
python3 bench/lambda.py "$port" "$count"
