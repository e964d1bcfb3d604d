#!/bin/sh
# Tests the brume script as a user meets it: brume-test.sh PROJECT JDK
# A copy of the script lives in a folder of its own, whose "Maven" hands over the product that was built before.
set -eu

project=$(cd "$1" && pwd)
jdk=$(cd "$2" && pwd)
root=$(mktemp -d "${TMPDIR:-/tmp}/brume-test.XXXXXX")
home="$root/a clone"
user="$root/user"
tests=0
failures=0

finish() {
  "$home/brume" down --data "$root/data" >/dev/null 2>&1 || :
  [ -z "${web:-}" ] || kill "$web" 2>/dev/null || :
  rm -rf "$root"
}
trap finish EXIT

# expect CODE TEXT COMMAND...: the command's exit code, and a text in what it prints
expect() {
  code=$1 text=$2
  shift 2
  tests=$((tests + 1))
  got=0
  "$@" >"$root/out" 2>&1 </dev/null || got=$?
  if [ "$got" = "$code" ] && grep -qF -- "$text" "$root/out"; then
    echo "ok    $text"
  else
    failures=$((failures + 1))
    echo "FAIL  wanted exit $code and: $text"
    echo "      got exit $got and:"
    sed 's/^/        /' "$root/out"
  fi
}

# lines N: how many the last command printed
lines() {
  tests=$((tests + 1))
  if [ "$(grep -c '' "$root/out")" -eq "$1" ]; then return; fi
  failures=$((failures + 1))
  echo "FAIL  wanted $1 line(s), got:"
  sed 's/^/        /' "$root/out"
}

mkdir -p "$home/server/src/main/resources/io/brume/server" "$home/server/src/main/java" "$home/docs" "$user" "$root/tools"
cp "$project/brume" "$project/pom.xml" "$home/"
cp "$project/server/src/main/resources/io/brume/server/help.txt" "$home/server/src/main/resources/io/brume/server/"
cat >"$home/mvnw" <<MVNW
#!/bin/sh
[ ! -e "$root/break" ] || { echo "[INFO] fine"; echo "[ERROR] Broken.java:[1,2] cannot find symbol"; exit 1; }
case "\$*" in
  *"-pl bench"*)
    echo built >>"$root/measures"
    mkdir -p bench/target/classes algorithms/target/classes
    "$jdk/bin/javac" -d bench/target/classes bench/src/main/java/*.java
    : >bench/target/classpath.txt
    exit
    ;;
  *"-Pfast,libtorch -pl engines/libtorch"*)
    echo built >>"$root/parts"
    mkdir -p engines/libtorch/target/parts/libtorch
    echo built >engines/libtorch/target/parts/libtorch/brume-engine-libtorch.jar
    exit
    ;;
esac
echo built >>"$root/builds"
echo "[INFO] Building Brume: server 0.1.0-SNAPSHOT                           [2/2]"
mkdir -p server/target/brume
cp -R "$project/server/target/brume/lib" "$project/server/target/brume/brume.jar" server/target/brume/
touch server/target/brume/brume.jar
MVNW
chmod +x "$home/mvnw"

# A machine whose usual folders hold no JDK 25: the tools that the script calls, and nothing else.
for tool in sh cat chmod cp curl cut date dirname basename find grep head ls mkdir mktemp mv nice nohup readlink rm sed sha256sum \
  sleep tail tar gzip touch tr uname unzip; do
  found=$(command -v "$tool" 2>/dev/null) && ln -s "$found" "$root/tools/$tool"
done
sed -e "s#/usr/lib/jvm/#$root/none/#" -e "s#/usr/java/\* /opt/\* /opt/\*/\*##" "$project/brume" >"$home/bare"
chmod +x "$home/bare"
bare() {
  env -i HOME="$user" PATH="$root/tools" LANG=C.UTF-8 "$@"
}

echo "== nothing built, no JDK"
expect 0 "Usage: brume" bare "$home/bare" --help
expect 0 "brume 0." bare "$home/bare" --version
expect 1 "has not been built yet" bare "$home/bare" status
expect 1 "could not fetch it (http://127.0.0.1:1 does not answer): install a JDK 25" \
  bare BRUME_JDK_URL=http://127.0.0.1:1 "$home/bare" up
lines 1

echo "== JDK 25 is fetched, its checksum verified"
mkdir -p "$root/web/v3/assets/latest/25" "$root/temurin/jdk-25.0.9+9/bin"
for program in java javac jar; do
  printf '#!/bin/sh\nexec "%s/bin/%s" "$@"\n' "$jdk" "$program" >"$root/temurin/jdk-25.0.9+9/bin/$program"
  chmod +x "$root/temurin/jdk-25.0.9+9/bin/$program"
done
grep '^JAVA_' "$jdk/release" >"$root/temurin/jdk-25.0.9+9/release"
tar -czf "$root/web/jdk.tar.gz" -C "$root/temurin" "jdk-25.0.9+9"
"$jdk/bin/jwebserver" -b 127.0.0.1 -p 0 -d "$root/web" >"$root/web.log" 2>&1 &
web=$!
until port=$(sed -n 's/^URL http:..127.0.0.1:\([0-9]*\).*/\1/p' "$root/web.log") && [ -n "$port" ]; do sleep 0.1; done
answer() {
  cat >"$root/web/v3/assets/latest/25/hotspot" <<JSON
[ { "binary": { "architecture": "x64",
      "installer": { "checksum": "00", "link": "http://127.0.0.1:1/wrong.pkg", "name": "wrong.pkg", "size": 3 },
      "package": {
        "checksum": "$1",
        "checksum_link": "http://127.0.0.1:$port/jdk.tar.gz.sha256.txt",
        "link": "http://127.0.0.1:$port/jdk.tar.gz",
        "name": "OpenJDK25U-jdk_x64_linux_hotspot_25.0.9_9.tar.gz",
        "size": 141000000 },
      "project": "jdk" },
    "release_name": "jdk-25.0.9+9", "vendor": "eclipse", "version": { "major": 25 } } ]
JSON
}
answer 1111111111111111111111111111111111111111111111111111111111111111
expect 1 "its checksum is wrong, so it was thrown away" bare BRUME_JDK_URL="http://127.0.0.1:$port" "$home/bare" up
expect 2 "No such file" bare ls "$user/.cache/brume/jdk-25"
answer "$(sha256sum "$root/web/jdk.tar.gz" | cut -d ' ' -f 1)"
expect 0 "fetching Temurin 25 (141 MB)" \
  bare BRUME_JDK_URL="http://127.0.0.1:$port" "$home/bare" doctor --data "$root/data" --port 0
expect 0 "ok       JDK 25" bare BRUME_JDK_URL=http://127.0.0.1:1 "$home/bare" doctor --data "$root/data" --port 0

echo "== built once, started from anywhere"
export JAVA_HOME="$jdk" BRUME_ENGINES_PRELOAD=never
ln -s "$home/brume" "$root/link"
cd "$user"
expect 0 "No Brume runs on the data folder $root/data" "$root/link" down --data "$root/data"
expect 1 "brume up\` starts one" "$root/link" status --data "$root/data"
expect 0 "Three things to try" "$root/link" up --detach --data "$root/data" --port 0
expect 0 "uptime" "$root/link" status --data "$root/data"
expect 0 "opennlp-language-identifier: ready" "$root/link" status --data "$root/data"
taken=$(sed -n 's/^endpoint  http:..127.0.0.1:\([0-9]*\)$/\1/p' "$root/out")
expect 1 "uses the data folder $root/data: stop it with \`brume down\`" "$root/link" up --data "$root/data" --port 0
lines 1
expect 1 "Port $taken on 127.0.0.1 is taken" "$root/link" up --data "$root/other" --port "$taken"
lines 1
expect 1 "Port $taken on 127.0.0.1 is taken" "$root/link" up --detach --data "$root/other" --port "$taken"
lines 1
expect 0 "has stopped." "$root/link" down --data "$root/data"
expect 1 "No Brume runs" "$root/link" status --data "$root/data"
expect 1 "cannot be written: change its permissions" "$root/link" up --data /dev/null/data
lines 1
expect 1 "There is no option '--prot'; the nearest are --port" "$root/link" up --prot 1
lines 1
expect 1 "would let anyone in" "$root/link" up --host 0.0.0.0
lines 1
printf 'prot: 1\n' >"$user/brume.yaml"
expect 1 "unknown key 'prot'; the nearest are port" "$root/link" up
lines 1
rm "$user/brume.yaml"
expect 0 "built" cat "$root/builds"
lines 1

echo "== a changed source is built again"
sleep 1
echo "a note" >"$home/docs/note.md"
expect 0 "ok       JDK 25" "$root/link" doctor --data "$root/data" --port 0
expect 0 "built" cat "$root/builds"
lines 1
echo "class A {}" >"$home/server/src/main/java/A.java"
expect 0 "Built in" "$root/link" doctor --data "$root/data" --port 0
sleep 1
rm "$home/server/src/main/java/A.java"
touch "$root/break"
expect 1 "cannot find symbol" "$root/link" up --data "$root/data"
expect 1 "The build failed: read the whole of it in $home/server/target/build.log." "$root/link" up --data "$root/data"
rm "$root/break"
expect 0 "Built in" "$root/link" doctor --data "$root/data" --port 0

echo "== a part is installed beside the product, and stays there"
mkdir -p "$home/engines/api/src/main/java" "$home/engines/libtorch/src/main/java"
touch "$home/engines/pom.xml"
jar=$home/server/target/brume/parts/libtorch/brume-engine-libtorch.jar
expect 0 "Building Brume" "$root/link" doctor --data "$root/data" --port 0
expect 0 "libtorch  not installed" "$root/link" install
expect 0 "libtorch  not installed" "$root/link" install --help
expect 1 "There is no part 'wug'" "$root/link" install wug
lines 1
touch "$root/break"
expect 1 "The build failed" "$root/link" install libtorch
rm "$root/break"
expect 0 "libtorch is installed in $home/server/target/brume/parts/libtorch." "$root/link" install libtorch
expect 0 "libtorch is installed" "$root/link" install libtorch
lines 1
expect 0 "libtorch  installed" "$root/link" install
expect 0 "built" cat "$root/parts"
lines 1
cp "$root/builds" "$root/builds-before"
sleep 1
touch "$home/engines/libtorch/src/main/java"
expect 0 "Building the part libtorch" "$root/link" doctor --data "$root/data" --port 0
expect 0 "identical" diff -s "$root/builds" "$root/builds-before"
sleep 1
touch "$home/server/src/main/java"
expect 0 "Building Brume" "$root/link" doctor --data "$root/data" --port 0
expect 0 "built" cat "$jar"
expect 0 "built" cat "$root/parts"
lines 2
rm -r "$home/engines" "$home/server/target/brume/parts"

echo "== what measures Brume is built on its own, and tells how it went"
mkdir -p "$home/bench/src/main/java" "$home/algorithms/src/main/java"
cp "$project/bench/algorithms.sh" "$home/bench/"
printf '%s|%s|a peer|twice as fast\n' good Good slow Slow alone Alone >"$home/bench/algorithms.txt"
measure() {
  cat >"$home/bench/src/main/java/$1.java" <<JAVA
package io.brume.bench.algorithms;
public class $1 {
    public static void main(String[] arguments) {
        System.out.println("our side, their side, with " + arguments.length);
        if ($2 != 3) System.out.println("ratio $3");
        else System.err.println("The peer is missing: apt-get install peer");
        System.exit($2);
    }
}
JAVA
}
measure Good 0 2.50
measure Slow 1 1.50
measure Alone 3 0
expect 0 "to reach: twice as fast" "$root/link" bench --list
expect 2 "There is no benchmark nope; there are: good slow alone" "$root/link" bench nope
expect 1 "No such file" sh -c "ls '$root/measures' || exit 1"
expect 0 "Built in" "$root/link" bench good
expect 0 "our side, their side, with 3" "$root/link" bench good --runs 5
lines 3
expect 1 "ratio 1.50" "$root/link" bench slow
expect 3 "apt-get install peer" "$root/link" bench alone
expect 0 "built" cat "$root/measures"
lines 1
sleep 1
touch "$home/algorithms/src/main/java"
expect 0 "Built in" "$root/link" bench good
expect 1 "slow                 missed" "$root/link" bench
cp "$root/out" "$root/table"
expect 0 "good                 reached" cat "$root/table"
expect 0 "alone                no peer" cat "$root/table"
expect 0 "The peer is missing" cat "$root/table"
rm -r "$home/bench" "$home/algorithms"

echo "== the ahead-of-time cache is trained, used, and done without"
aot="$home/server/target/brume/brume.aot"
rm -rf "$aot" "$aot.for"
expect 0 "Three things to try" "$root/link" up --detach --data "$root/data" --port 0
waited=0
until { [ -f "$aot" ] && [ ! -e "$aot.training" ]; } || [ "$waited" -ge 240 ]; do
  sleep 1
  waited=$((waited + 1))
done
expect 0 "brume.aot" ls "$aot"
expect 0 "has stopped." "$root/link" down --data "$root/data"
expect 0 "Three things to try" env BRUME_JAVA_OPTS="-Xlog:class+load:file=$root/classes.log" \
  "$root/link" up --detach --data "$root/data" --port 0
expect 0 "-XX:AOTCache=$aot" ps -o args= -p "$(head -n 1 "$root/data/brume.pid")"
expect 0 "source: shared objects file" grep io.brume.server.CommandLine "$root/classes.log"
expect 0 "has stopped." "$root/link" down --data "$root/data"
expect 1 "No Brume runs" env BRUME_JAVA_OPTS=-XX:+UseParallelGC "$root/link" status --data "$root/data"
lines 1
dd if=/dev/urandom of="$aot" bs=1024 count=64 2>/dev/null
expect 1 "No Brume runs" "$root/link" status --data "$root/data"
lines 1

echo
echo "$tests checks, $failures failed"
[ "$failures" -eq 0 ]
