#!/bin/sh
# Measures DynamoDB's reads and writes; `bench/dynamodb.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

seconds=5
for argument; do
  case $argument in
    --quick) seconds=2 ;;
    --help)
      cat <<'HELP'
Usage: bench/dynamodb.sh [--quick]

Starts the packaged Brume, makes a table of 20,000 items of about 200 bytes, puts, gets, queries (20 items of a hundred) and updates
items (a counter, with a condition) with 1 and 16 clients, and prints a Markdown table (medians of three). Every write is on disk
before it is answered.

  --quick    2 seconds a measurement instead of 5

Needs the product as ./brume builds it and the bench module (./mvnw -Pfast -pl bench -am package).
HELP
      exit 0
      ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
# shellcheck source=bench/server.sh
. bench/server.sh
wants_bench

# On the disk of this folder, not on a temporary one that may be memory.
work_in "$PWD/bench/target/dynamodb"

up 14571 "$work/brume"
bench Tables http://127.0.0.1:14571 "$seconds"
