#!/bin/sh
# Runs workflows, and kills the server under them; `bench/states.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

count=1000
killed=200
task=function
for argument; do
  case $argument in
    --help)
      cat <<'HELP'
Usage: bench/states.sh [--sqs]

Starts the packaged Brume and 1,000 executions of a machine of ten states (passes, choices, a wait of no seconds, two calls of a
function on Node.js), and says how many a second end and how long one takes. Then starts 200 that wait a second, kills the server
with SIGKILL, starts it again, and waits for all of them. Exits 1 when one did not succeed.

  --sqs  calls SQS's ListQueues instead of a function: what the machine itself costs

Needs the product as ./brume builds it, the bench module (./mvnw -Pfast -pl bench -am package) and Node.js.
HELP
      exit 0
      ;;
    --sqs) task=sqs ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
# shellcheck source=bench/server.sh
. bench/server.sh
wants_bench
work_in "$PWD/bench/target/states"

workflows() {
  bench Workflows http://127.0.0.1:14570 "$1" "$2" "$3" "$task"
}

up 14570 "$work/throughput"
workflows start "$count" 0
workflows finish "$count" 0
kill "$ours"
wait "$ours" || :

up 14570 "$work/killed"
workflows start "$killed" 1
kill -9 "$ours"
wait "$ours" || :
echo "killed"
up 14570 "$work/killed"
workflows finish "$killed" 1
