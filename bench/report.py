#!/usr/bin/env python3
"""Makes a results file of what the benchmark programs wrote.

    report.py OUT.json RAW…        RAW: Google Benchmark's JSON, or rows of JSON, one a line (*.jsonl)

Each row is the median of its runs; the runs themselves stay in `runs`, for compare. Rows that should have
found the same matches and did not are an error: nothing is written, the exit code is 1."""

import datetime
import json
import os
import platform
import statistics
import sys
from pathlib import Path

# Google Benchmark's counters that are quantiles, as shares.
QUANTILES = {"q01": 0.01, "q05": 0.05, "q10": 0.10, "q25": 0.25, "p50_ns": 0.50, "q75": 0.75, "q90": 0.90,
             "q95": 0.95, "q98": 0.98, "p99_ns": 0.99, "q995": 0.995, "q999": 0.999, "max_ns": 1.0}
TIMES = ("p50_ns", "p99_ns", "max_ns", "build_ns_per_rule")
TEXTS = ("what", "who", "workload", "checksum", "checksum_all")


def number(value):
    """Four significant digits at least; whole where they are enough."""
    value = float(value)
    return round(value) if abs(value) >= 1000 or value == int(value) else float(f"{value:.4g}")


def runs_of_google_benchmark(path):
    for run in json.loads(path.read_text(encoding="utf-8"))["benchmarks"]:
        if run.get("run_type") == "aggregate":
            continue
        if "error_message" in run:
            sys.exit(f"{path}: {run['name']}: {run['error_message']}")
        row = dict(part.split("=", 1) for part in run["label"].split())
        row = {key: value if key in TEXTS else float(value) for key, value in row.items()}
        if run.get("contexts", 1) > 1:
            row["contexts"] = run["contexts"]
            row["quantiles_ns"] = {str(share): run[name] for name, share in QUANTILES.items() if name in run}
        row |= {name: run[name] for name in ("p50_ns", "p99_ns", "max_ns") if name in run}
        if run.get("contexts", 1) == 1:  # one measurement has no tail
            row.pop("p99_ns", None)
            row.pop("max_ns", None)
        yield row


def runs_of(path):
    path = Path(path)
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return list(runs_of_google_benchmark(path))


def key_of(row):
    return row["what"], row["who"], row.get("workload", ""), row.get("rules", 0)


def median_row(runs):
    """One row of the repeated runs of one benchmark."""
    row = {}
    for name in runs[0]:
        values = [run[name] for run in runs if name in run]
        if name in TEXTS:
            if len(set(values)) > 1:
                sys.exit(f"{key_of(runs[0])}: {name} differs from run to run: {sorted(set(values))}")
            row[name] = values[0]
        elif name == "quantiles_ns":
            row[name] = {share: number(statistics.median(value[share] for value in values)) for share in values[0]}
        elif name.startswith("bytes."):
            row.setdefault("bytes_by_part", {})[name[6:]] = number(values[0])
        else:
            row[name] = number(statistics.median(values))
    row["runs"] = {name: [number(run[name]) for run in runs] for name in TIMES if name in runs[0]}
    return row


def disagreements(rows):
    """Rows of different matchers over the same rules and contexts whose checksums differ."""
    for name in ("checksum", "checksum_all"):
        seen = {}
        for row in rows:
            if name in row:
                same = (row["what"], row.get("workload"), row.get("rules"),
                        row.get("contexts") if name == "checksum_all" else None)
                first = seen.setdefault(same, row)
                if first[name] != row[name]:
                    yield f"{same}: {name}: {first['who']} {first[name]}, {row['who']} {row[name]}"


def machine():
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}, load {load:.1f} at the end"


def main(out, raws):
    grouped = {}
    for raw in raws:
        for run in runs_of(raw):
            grouped.setdefault(key_of(run), []).append(run)
    rows = [median_row(runs) for runs in grouped.values()]
    if different := list(disagreements(rows)):
        print("\n".join(different), file=sys.stderr)
        return 1
    results = {"machine": machine(),
               "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
               "rows": rows}
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    head = {name: results[name] for name in ("machine", "date")}
    Path(out).write_text(json.dumps(head)[:-1] + ', "rows": [\n' + lines + "\n]}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
