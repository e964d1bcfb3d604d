#!/bin/sh
# Measures how soon endpoints answer, or whether they do while they are changed; `bench/hosting.sh --help` tells how.
set -eu
cd "$(dirname "$0")/.."

seconds=10
calls=
profile=
for argument; do
  case $argument in
    update) calls=100000 ;;
    --quick) seconds=2 ;;
    --profile) profile=yes ;;
    --help)
      cat <<'HELP'
Usage: bench/hosting.sh [update] [--quick] [--profile]

Starts the packaged Brume, trains a decision tree and a random forest of 100 trees through SageMaker's API, deploys them and a small
ONNX network (and the same as TorchScript, where `./brume install libtorch` was run), and calls them with 1 and 16 clients, a row of 20
numbers a call: p50, p99 and calls a second, medians of three. Then the same for scikit-learn's forest on the same rows behind gunicorn
and Flask, and the ratios. Exits 1 when a median is over 1 ms (tree), 2 ms (forest) or 5 ms (networks) for one client, or Brume answers
fewer than ten times as many calls.

  update     instead: 100,000 calls by 16 clients while the endpoint is given other models, weights and numbers of instances;
             exits 1 when a call fails
  --quick    2 seconds a measurement instead of 10; 30,000 calls
  --profile  also where Brume's time goes (JFR's hot methods and allocations)

Needs the product as ./brume builds it and the bench module (./mvnw -Pfast -pl bench -am package). The peer wants Debian's
python3-sklearn, python3-flask and gunicorn; when one is missing, that is said.
HELP
      exit 0
      ;;
    *) echo "There is no option $argument; --help lists them." >&2; exit 2 ;;
  esac
done
[ -z "$calls" ] || [ "$seconds" -eq 10 ] || calls=30000
# shellcheck source=bench/server.sh
. bench/server.sh
wants_bench
work_in "$PWD/bench/target/hosting"
measure() {
  bench Hosting "$@"
}

port=${HOSTING_PORT:-14569}
url=http://127.0.0.1:$port
up "$port" "$work/brume" '-Xlog:aot*=off,cds*=off'
measure "$url" - "$work" rows

if [ -n "$calls" ]; then
  measure "$url" - "$work" update "$calls"
  exit
fi

theirs=-
missing=
for module in sklearn flask; do
  /usr/bin/python3 -c "import $module" 2>/dev/null || missing="$missing python3-$module"
done
[ -x /usr/bin/gunicorn ] || missing="$missing gunicorn"
if [ -n "$missing" ]; then
  echo "There is no peer: apt-get install$missing"
else
  theirs=http://127.0.0.1:$((port + 1))
  # Threads, since only they keep connections open: gunicorn's other workers close them after each answer. A worker a processor.
  (cd bench/peers && HOSTING_ROWS=$work/train.csv PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1 exec /usr/bin/gunicorn --preload \
    --workers "$(nproc)" --threads 8 --worker-class gthread --keep-alive 60 --bind "127.0.0.1:$((port + 1))" \
    --log-level error forest_flask:app) >"$work/peer.log" 2>&1 &
  peer=$!
  await "$peer" "$theirs/ping" "$work/peer.log"
  echo "$(uname -sm), $(nproc) cores; $(/usr/bin/gunicorn --version), Flask and scikit-learn" \
    "$(/usr/bin/python3 -c 'import flask, sklearn; print(flask.__version__, "and", sklearn.__version__)')"
fi
echo
[ -z "$profile" ] || "$jdk/bin/jcmd" "$ours" JFR.start name=bench settings=profile >/dev/null
status=0
measure "$url" "$theirs" "$work" "$seconds" || status=$?
if [ -n "$profile" ]; then
  "$jdk/bin/jcmd" "$ours" JFR.dump name=bench "filename=$work/bench.jfr" >/dev/null
  for view in hot-methods allocation-by-class allocation-by-site; do
    "$jdk/bin/jfr" view --width 130 $view "$work/bench.jfr"
  done
fi
exit $status
