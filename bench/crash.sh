#!/bin/sh
# Kills Brume again and again and looks for what is missing; `bench/crash.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

kills=100
seed=
for argument; do
  case $argument in
    --help)
      cat <<'HELP'
Usage: bench/crash.sh [KILLS [SEED]]

Writes S3 objects, IAM users, SQS messages and jobs as fast as it can while the server is killed with SIGKILL at random moments,
100 times unless said otherwise. After each restart what is there is compared with what was acknowledged; at the end everything
is, every queue message is read and every job waited for. Exits 1 when something is lost, damaged or was done twice.

Needs the bench module: ./mvnw -Pfast -pl bench -am package
HELP
      exit 0
      ;;
    *[!0-9]*) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
    *) if [ -z "${counted:-}" ]; then kills=$argument counted=yes; else seed=$argument; fi ;;
  esac
done
[ -f bench/target/classpath.txt ] || { echo "crash.sh wants the bench module: ./mvnw -Pfast -pl bench -am package" >&2; exit 1; }
jdk=$(./brume java-home)
flags=$(sed -n 's/.*<brume.jvm>\(.*\)<\/brume.jvm>.*/\1/p' pom.xml)
# shellcheck disable=SC2086 # flags are words
exec "$jdk/bin/java" $flags -Dbrume.jvm="$flags" -Xmx1g -cp "bench/target/classes:$(cat bench/target/classpath.txt)" \
  io.brume.bench.crash.CrashTest "$kills" ${seed:+"$seed"}
