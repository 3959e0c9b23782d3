#!/usr/bin/env bash
# Everything once, tiny: that it runs, that ours and the peers find the same, and that report, charts and
# compare read what the programs write. Times are nobody's test.
#
#   bench/tiny.sh FOLDER_OF_PROGRAMS
set -euo pipefail
programs=$(realpath "$1")
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

row() {
    local name=$1
    shift
    "$programs/$name" "$@" --benchmark_out="$out/$name.json" --benchmark_out_format=json >"$out/log" 2>&1 ||
        { cat "$out/log"; exit 1; }
}
row match_bench --rules=200,1000 --contexts=300
row croaring_bench --rules=200,1000 --contexts=300
row compile_bench --rules=300 --contexts=300 --yaml_rules=300 --files=5

raws=("$out/match_bench.json" "$out/croaring_bench.json")
if [ -d bench/peers/node_modules ]; then
    "$programs/export_workload" --rules=200 --contexts=200 --kind=dense >"$out/workload.json"
    for peer in growthbook json_rules_engine; do
        node "bench/peers/$peer.mjs" "$out/workload.json" 1 >>"$out/peers.jsonl"
    done
    raws+=("$out/peers.jsonl")
fi
python3 bench/report.py "$out/match.json" "${raws[@]}"
python3 bench/report.py "$out/compile.json" "$out/compile_bench.json"
python3 bench/charts.py "$out/match.json" "$out"
python3 bench/compare "$out/match.json" "$out/match.json" >"$out/compared"

python3 - "$out" <<'CHECK'
import json, sys
from pathlib import Path
from xml.etree import ElementTree
out = Path(sys.argv[1])
rows = json.loads((out / "match.json").read_text())["rows"]
shared = 0
ours = {(row["workload"], row["rules"]): row for row in rows if (row["what"], row["who"]) == ("find_all", "passerby")}
for row in rows:
    if row["what"] == "find_all" and row["who"] == "croaring":
        mine = ours[row["workload"], row["rules"]]
        assert row["checksum_all"] == mine["checksum_all"] and row["checksum"] == mine["checksum"], row
        shared += mine["matches_per_context"] > 0
assert shared >= 9, f"only {shared} rule sets had matches to compare"
made = {row["what"] for row in json.loads((out / "compile.json").read_text())["rows"]}
assert made >= {"compile", "load_cold", "load_edit", "decision_beside_compile"}, made
for chart in ("match-time", "match-latency", "match-memory"):
    ElementTree.parse(out / f"{chart}.svg")
print(f"{len(rows)} rows, {shared} rule sets with the same matches")
CHECK
