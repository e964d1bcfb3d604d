#!/bin/sh
# Measures cold starts and warm invocations of functions; `bench/lambda.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

count=2000
port=4599
for argument; do
  case $argument in
    --quick) count=200 ;;
    --help)
      cat <<'HELP'
Usage: bench/lambda.sh [--quick]

Starts the packaged Brume, makes a function on Node.js and one on Python that answer at once, and prints a Markdown table: the first
call of a new process, and 2,000 calls of a warm one over one connection (200 with --quick), as their caller sees them, in
milliseconds; first of a server that has just started, then again, when the JVM has compiled what it runs.

Needs the product as ./brume builds it, Node.js, Python 3 and curl.
HELP
      exit 0
      ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
# shellcheck source=bench/server.sh
. bench/server.sh
wants_product
work_in "${TMPDIR:-/tmp}/brume-lambda"
up "$port" "$work/data"
python3 bench/lambda.py "$port" "$count"
