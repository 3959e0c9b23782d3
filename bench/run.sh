#!/usr/bin/env bash
# Measures, on a bare Debian 12: installs what is missing, builds, runs ours and the peers in one go, and
# writes bench/results/*.json with their charts.
#
#   bench/run.sh [match|compile|wire|serve|all] [--quick] [--rules N]
#
# --rules N: sizes up to N (default 1,000,000: a full run takes about half an hour). --quick: up to 10,000,
# three runs instead of five. The machine should have nothing else to do.
set -euo pipefail
cd "$(dirname "$0")/.."

what=all
rules=1000000
runs=5
while [ "$#" -gt 0 ]; do
    case "$1" in
        match | compile | wire | serve | all) what=$1; shift ;;
        --quick) rules=10000; runs=3; shift ;;
        --rules)
            [[ "${2:-}" =~ ^[1-9][0-9]{0,6}$ ]] || { echo "run.sh: --rules wants a number up to 9999999" >&2; exit 2; }
            rules=$2; shift 2 ;;
        --help | -h) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "run.sh: unknown argument: $1 (see --help)" >&2; exit 2 ;;
    esac
done

bash deploy/install.sh deploy/packages.txt bench/packages.txt
if [ ! -f build/release/build.ninja ] || ! grep -q "ROARING_LIBRARY:FILEPATH=/" build/release/CMakeCache.txt; then
    cmake --preset release >&2
fi

raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT
mkdir -p bench/results
programs=build/release/bench

# Powers of ten from 1,000 up to $1, and $1 itself.
sizes_up_to() {
    local size list=
    for size in 1000 10000 100000 1000000; do
        [ "$size" -lt "$1" ] && list+=$size,
    done
    echo "$list$1"
}

build() { cmake --build build/release --target "$@" -- --quiet >&2; }

# program NAME OUT options…: one program of Google Benchmark's, its rows repeated.
program() {
    local name=$1 out=$2
    shift 2
    echo "run.sh: $name $*" >&2
    "$programs/$name" "$@" --benchmark_repetitions="$runs" --benchmark_out="$raw/$out.json" \
        --benchmark_out_format=json >"$raw/$out.log" 2>&1 </dev/null || { tail -20 "$raw/$out.log" >&2; exit 1; }
}

# Peers in JavaScript, at the sizes they survive; 200 contexts, fewer runs of the slowest.
node_peers() {
    command -v npm >/dev/null || bash deploy/install.sh bench/peers/packages.txt
    (cd bench/peers && npm ci --omit=dev --no-audit --no-fund --loglevel=error >&2)
    local size
    for size in 1000 10000; do
        [ "$size" -le "$rules" ] || continue
        "$programs/export_workload" --rules="$size" --contexts=200 --kind=dense >"$raw/workload.json"
        echo "run.sh: peers in JavaScript, $size rules" >&2
        node bench/peers/growthbook.mjs "$raw/workload.json" "$runs" >>"$raw/peers.jsonl"
        if [ "$size" = 1000 ] || [ "$runs" = 5 ]; then
            node bench/peers/json_rules_engine.mjs "$raw/workload.json" "$((size == 1000 && runs == 5 ? 3 : 1))" >>"$raw/peers.jsonl"
        fi
    done
}

match() {
    build match_bench croaring_bench export_workload
    program match_bench match --rules="$(sizes_up_to "$rules")"
    program croaring_bench croaring --rules="$(sizes_up_to "$rules")"
    : >"$raw/peers.jsonl"
    node_peers
    python3 bench/report.py bench/results/match.json "$raw/match.json" "$raw/croaring.json" "$raw/peers.jsonl"
    python3 bench/charts.py bench/results/match.json bench/results
    echo "wrote bench/results/match.json" >&2
}

compile() {
    build compile_bench
    local yaml=$((rules < 100000 ? rules : 100000))
    program compile_bench compile --rules="$(sizes_up_to "$rules")" --kinds=dense,heavy-any \
        --yaml_rules="$( ((yaml > 10000)) && echo 10000,)$yaml"
    python3 bench/report.py bench/results/compile.json "$raw/compile.json"
    echo "wrote bench/results/compile.json" >&2
}

# The parts that measure the way over the network bring a script of their own.
network() {
    [ -f "bench/$1.sh" ] || { echo "run.sh: there is no $1 benchmark here (no bench/$1.sh)" >&2; return 2; }
    bash "bench/$1.sh" "$runs"
}

case "$what" in
    match | compile) "$what" ;;
    wire | serve) network "$what" ;;
    all)
        match
        compile
        for part in wire serve; do [ ! -f "bench/$part.sh" ] || network "$part"; done ;;
esac
