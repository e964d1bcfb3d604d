#!/bin/sh
# Runs workflows, and kills the server under them; `bench/states.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

count=1000
killed=200
function=
for argument; do
  case $argument in
    --help)
      cat <<'HELP'
Usage: bench/states.sh [--function ARN]

Starts the packaged Brume and 1,000 executions of a machine of ten states (passes, choices, a wait of no seconds, two calls of SQS's
ListQueues, or of the function of that ARN), and says how many a second end and how long one takes. Then starts 200 that wait a
second, kills the server with SIGKILL, starts it again, and waits for all of them. Exits 1 when one did not succeed.

Needs the product as ./brume builds it and the bench module (./mvnw -Pfast -pl bench -am package).
HELP
      exit 0
      ;;
    --function) ;;
    arn:*) function=$argument ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
jar=$PWD/server/target/brume/brume.jar
[ -f "$jar" ] || { echo "states.sh wants the product: ./brume up builds it." >&2; exit 1; }
[ -f bench/target/classpath.txt ] || { echo "states.sh wants the bench module: ./mvnw -Pfast -pl bench -am package" >&2; exit 1; }
jdk=$(./brume java-home)

work=$(mktemp -d "$PWD/bench/target/states.XXXXXX")
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  wait
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

flags="$(sed -n 's/.*<brume.jvm>\(.*\)<\/brume.jvm>.*/\1/p' pom.xml) -Xmx2g"
up() {
  # shellcheck disable=SC2086 # flags are words
  "$jdk/bin/java" $flags -jar "$jar" up --port 14570 --data "$work/$1" --engines.preload never --access-log false >>"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    curl -s -o /dev/null http://127.0.0.1:14570/health && break
    sleep 0.2
  done
}
workflows() {
  # shellcheck disable=SC2086 # the function may be missing
  "$jdk/bin/java" -Xmx1g -cp "bench/target/classes:$(cat bench/target/classpath.txt)" io.brume.bench.throughput.Workflows \
    http://127.0.0.1:14570 "$1" "$2" "$3" $function
}

up throughput
workflows start "$count" 0
workflows finish "$count" 0
kill "$server"
wait "$server" || :

up killed
workflows start "$killed" 1
kill -9 "$server"
wait "$server" || :
echo "killed"
up killed
workflows finish "$killed" 1
