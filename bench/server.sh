# shellcheck shell=sh
# What the benchmarks of the packaged product share; each takes it in by `. bench/server.sh`, from the root of the tree.

# wants_product: exits when it is not built; sets `jar` and `jdk`
wants_product() {
  jar=$PWD/server/target/brume/brume.jar
  [ -f "$jar" ] || { echo "${0##*/} wants the product: ./brume up builds it." >&2; exit 1; }
  jdk=$(./brume java-home)
}

# wants_bench: the same of the product and of the bench module
wants_bench() {
  wants_product
  [ -f bench/target/classpath.txt ] \
    || { echo "${0##*/} wants the bench module: ./mvnw -Pfast -pl bench -am package" >&2; exit 1; }
}

# work_in FOLDER: makes a folder of that name and six more letters, sets `work`; at the end it goes, as do the processes `ours` and `peer`
work_in() {
  work=$(mktemp -d "$1.XXXXXX")
  ours=
  peer=
  trap clean_up EXIT
  trap 'exit 130' INT TERM
}
clean_up() {
  [ -z "$ours" ] || kill "$ours" 2>/dev/null || :
  [ -z "$peer" ] || kill "$peer" 2>/dev/null || :
  wait
  rm -rf "$work"
}

# up PORT FOLDER [JVM option...]: starts the product as ./brume does, its data in FOLDER, and waits for it; sets `ours`.
# SERVER_JVM holds more JVM options.
up() {
  port=$1 data=$2
  shift 2
  # shellcheck disable=SC2046,SC2086 # flags are words
  "$jdk/bin/java" $(sed -n 's/.*<brume.jvm>\(.*\)<\/brume.jvm>.*/\1/p' pom.xml) -Xmx2g -XX:+UseSerialGC ${SERVER_JVM:-} "$@" -jar "$jar" \
    up --port "$port" --data "$data" --engines.preload never --access-log false >>"$work/brume.log" 2>&1 &
  ours=$!
  await "$ours" "http://127.0.0.1:$port/health" "$work/brume.log"
}

# await PROCESS URL LOG: waits until it answers; shows its log when it ends instead
await() {
  until curl -s -o /dev/null "$2"; do
    kill -0 "$1" 2>/dev/null || { cat "$3" >&2; exit 1; }
    sleep 0.2
  done
}

# bench CLASS [argument...]: runs a class of io.brume.bench.throughput
bench() {
  class=$1
  shift
  "$jdk/bin/java" "-Xmx${memory:-1g}" -cp "bench/target/classes:$(cat bench/target/classpath.txt)" "io.brume.bench.throughput.$class" "$@"
}
