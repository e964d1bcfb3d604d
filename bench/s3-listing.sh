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
# shellcheck source=bench/server.sh
. bench/server.sh
wants_bench
work_in "$PWD/bench/target/listing"
up 14569 "$work/data"
bench S3Listing http://127.0.0.1:14569 "$keys"
