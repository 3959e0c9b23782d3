#!/usr/bin/env python3
"""Passerby over HTTP beside other servers: all up at once, one core each side, short slices in a shuffled order.

    bench/serve.py [--runs N] [--rules N] [--out bench/results]

Servers are pinned to the first core, the generator to the second. A round measures each server once; a ratio is
the median of the rounds' ratios, so that what disturbs a round disturbs both sides of it. Where it may, the
generator and the servers are scheduled before others (chrt): a noisy machine then spoils fewer slices.
"""

import argparse
import datetime
import functools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent / "peers/http")]
import servers as peers  # noqa: E402
from report import machine  # noqa: E402
from serve_chart import draw  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
GENERATOR = ROOT / "build/release/passerby-load"
SERVER_CORE, GENERATOR_CORE = 0, 1
CONNECTIONS = 64
SMALL = 100  # rules of the peers that try them one after the other
CHECKED = 200  # requests whose answers are compared before anything is measured


@functools.cache
def may_go_first():
    """Whether the system lets us have real-time priority."""
    return subprocess.run(["chrt", "-r", "1", "true"], capture_output=True, check=False).returncode == 0


def first_of_all(command):
    return ["chrt", "-r", "1", *command] if may_go_first() else command


def load(server, requests, *flags):
    command = ["taskset", "-c", str(GENERATOR_CORE), str(GENERATOR), f"{server.address}/v1/decide",
               "--requests", str(requests), "--connections", str(CONNECTIONS), "--json", "-", "--quiet",
               "--pid", ",".join(map(str, server.workers())), *flags]
    command += ["--trust", str(server.trust)] if server.trust else []
    done = subprocess.run(first_of_all(command), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{server.name}: not every answer was right\n{done.stderr}{done.stdout[:2000]}")
    return json.loads(done.stdout)


def export(rules, folder):
    data = folder / f"data-{rules}"
    subprocess.run([ROOT / "build/release/bench/export_serving", f"--rules={rules}", "--requests=1000",
                    f"--date={datetime.date.today()}", f"--into={data}"], check=True)
    return data


def start_all(rules, folder):
    """Passerby first: how long its answers are decides how long those of the others are."""
    small, usual = export(SMALL, folder), export(rules, folder)
    ours = [peers.passerby(usual, rules, SERVER_CORE, folder), peers.passerby(small, SMALL, SERVER_CORE, folder)]
    bodies = (usual / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    answer_bytes = round(statistics.mean(len(ours[0].ask(body)) for body in bodies[:CHECKED]))
    others = [
        peers.floor(answer_bytes, SERVER_CORE, folder),
        peers.nginx_constant(answer_bytes, SERVER_CORE, folder),
        peers.nginx_lua(small, SMALL, answer_bytes, SERVER_CORE, folder),
        peers.fastify("growthbook", small, SMALL, answer_bytes, SERVER_CORE, folder),
        peers.fastify("json-rules-engine", small, SMALL, answer_bytes, SERVER_CORE, folder),
    ]
    check(ours[1], others[2:], bodies[:CHECKED])
    if rules == 1000:
        many = 100_000
        ours.append(peers.passerby(export(many, folder), many, SERVER_CORE, folder))
    return ours + others, usual / "requests.jsonl", answer_bytes


def check(ours, others, bodies):
    """With the same rules all choose the same content."""
    wanted = [ours.choice(body) for body in bodies]
    if not any(wanted):
        raise SystemExit("none of the requests meets a rule")
    for other in others:
        wrong = sum(other.choice(body) != content for body, content in zip(bodies, wanted))
        if wrong:
            raise SystemExit(f"{other.name} chooses differently for {wrong} of {len(bodies)} requests")


def put_first(servers):
    for server in servers:
        for worker in server.workers() if may_go_first() else []:
            subprocess.run(["chrt", "-a", "-r", "-p", "1", str(worker)], capture_output=True, check=False)


def rounds(servers, requests, count, flags_of):
    """By name the reports of all rounds."""
    reports = {server.name: [] for server in servers}
    for _ in range(count):
        for server in random.sample(servers, len(servers)):
            reports[server.name].append(load(server, requests, *flags_of(server)))
            time.sleep(0.2)  # for whoever else is on this machine
    return reports


def ratio(reports, name, other, member):
    return round(statistics.median(ours[member] / theirs[member]
                                   for ours, theirs in zip(reports[name], reports[other])), 3)


def row_of(what, server, reports):
    own = reports[server.name]
    row = {"what": what, "who": server.who, "workload": "dense", "connections": CONNECTIONS, "rounds": len(own)}
    if server.rules:
        row["rules"] = server.rules
    row["generator_share"] = statistics.median(report["generator_share"] for report in own)
    return row


def capacity_row(what, server, reports):
    row, own = row_of(what, server, reports), reports[server.name]
    row["requests_per_s"] = round(statistics.median(report["requests_per_s"] for report in own))
    row["requests_per_s_best"] = round(max(report["requests_per_s"] for report in own))
    row["to_floor"] = ratio(reports, server.name, "floor", "requests_per_s")
    row["to_nginx"] = ratio(reports, server.name, "nginx", "requests_per_s")
    row["cpu_us_per_request"] = min(report["cpu_us_per_request"] for report in own)
    row["cpu_to_floor"] = ratio(reports, server.name, "floor", "cpu_us_per_request")
    return row


def latency_row(server, reports):
    row, own = row_of("serve_latency", server, reports), reports[server.name]
    row["rate"] = own[0]["rate"]
    row["slices_kept"] = sum(report["slices_kept"] for report in own)
    row["slices"] = sum(report["slices"] for report in own)
    for member in ("p50_ns", "p99_ns", "max_ns"):
        kept = [report[f"kept_{member}"] for report in own if f"kept_{member}" in report]
        if kept:
            row[member] = statistics.median(kept)
    return row


def tls_row(server, reports):
    """To nginx that speaks TLS too."""
    row, own = row_of("serve_tls", server, reports), reports[server.name]
    row["requests_per_s"] = round(statistics.median(report["requests_per_s"] for report in own))
    row["requests_per_s_best"] = round(max(report["requests_per_s"] for report in own))
    row["to_nginx_tls"] = ratio(reports, server.name, "nginx-tls", "requests_per_s")
    row["cpu_us_per_request"] = min(report["cpu_us_per_request"] for report in own)
    row["cpu_to_nginx_tls"] = ratio(reports, server.name, "nginx-tls", "cpu_us_per_request")
    return row


def measure_tls(servers, requests, runs):
    for server in servers:
        load(server, requests, "--rate", "max", "--duration", "500ms", "--warm-up", "0s")
    put_first(servers)
    reports = rounds(servers, requests, 3 * runs,
                     lambda server: ("--rate", "max", "--duration", "300ms", "--warm-up", "50ms"))
    return [tls_row(server, reports) for server in servers]


def start_tls(rules, answer_bytes, folder):
    pair = peers.make_pair(folder)
    return [peers.passerby_tls(folder / f"data-{rules}", rules, pair, SERVER_CORE, folder),
            peers.nginx_tls(answer_bytes, pair, SERVER_CORE, folder)]


def measure(servers, requests, runs):
    by_name = {server.name: server for server in servers}
    for server in servers:
        load(server, requests, "--rate", "max", "--duration", "1s", "--warm-up", "0s")
    put_first(servers)
    slice_flags = ("--rate", "max", "--duration", "300ms", "--warm-up", "50ms")
    reports = rounds(servers, requests, 3 * runs, lambda server: slice_flags)
    rows = [capacity_row("serve", server, reports) for server in servers]
    rate_of = {row_name: max(20, round(0.3 * statistics.median(report["requests_per_s"] for report in own)))
               for row_name, own in reports.items()}
    quick = [by_name[name] for name in by_name if not name.startswith("fastify")]
    pipelined = [server for server in quick if server.who != "nginx-lua"]
    reports = rounds(pipelined, requests, runs, lambda server: (*slice_flags, "--pipeline", "16"))
    rows += [capacity_row("serve_pipelined", server, reports) for server in pipelined]
    reports = rounds(servers, requests, runs,
                     lambda server: ("--rate", str(rate_of[server.name]), "--duration", "1s", "--warm-up", "200ms"))
    return rows + [latency_row(server, reports) for server in servers]


def write(rows, answer_bytes, out):
    head = {"machine": machine(), "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "answer_bytes": answer_bytes, "scheduling": "real-time" if may_go_first() else "usual"}
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    (out / "serve.json").write_text(json.dumps(head)[:-1] + ', "rows": [\n' + lines + "\n]}\n", encoding="utf-8")
    draw({**head, "rows": rows}, out / "serve.svg")
    print(f"wrote {out}/serve.json", file=sys.stderr)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--rules", type=int, default=1000)
    options.add_argument("--out", type=Path, default=ROOT / "bench/results")
    wanted = options.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        raise SystemExit("a server and its load on one core measure each other: this wants two")
    with tempfile.TemporaryDirectory(prefix="passerby-serve-") as folder:
        os.chmod(folder, 0o755)  # nginx's worker is another user
        try:
            servers, requests, answer_bytes = start_all(wanted.rules, Path(folder))
            rows = measure(servers, requests, wanted.runs)
            rows += measure_tls(start_tls(wanted.rules, answer_bytes, Path(folder)), requests, wanted.runs)
        finally:
            for server in peers.Server.running:
                server.stop()
    write(rows, answer_bytes, wanted.out)


if __name__ == "__main__":
    main()
