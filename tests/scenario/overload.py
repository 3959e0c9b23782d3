"""Far more asked than there is time for: what is served is served on time, and refusing takes a bounded part of the time.

Asserted are counts, and processor time of the server by answer, which a busy machine changes little. The latencies are
printed. PASSERBY_LONG=1 measures: for longer, at more multiples and crowds, program and generator on a processor each."""

import json
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from house import ROOT, Scenario, cpu_seconds, read_answer, until

GENERATOR = os.environ.get("PASSERBY_LOAD", str(ROOT / "build/dev/passerby-load"))
LONG = os.environ.get("PASSERBY_LONG") == "1"
SLOTS = 32
EACH = int(os.environ.get("PASSERBY_RULES_EACH", "300" if LONG else "20"))  # of a slot: what a request costs


def heavy_rules():
    """A request for all slots tries each rule by hand: an index is no help with patterns."""
    return "".join([
        "slots:\n", *(f"  s{slot}: {{}}\n" for slot in range(SLOTS)),
        "content:\n  c: {data: {t: x}}\nrules:\n",
        *(f'  - {{id: r{slot}-{rule}, slot: s{slot}, when: {{page.path: {{glob: "/a/*{rule}-{slot}/b*c"}}}}, show: c}}\n'
          for slot in range(SLOTS) for rule in range(EACH))])


class Overload(Scenario):
    def setUp(self):
        super().setUp()
        (self.folder / "rules").mkdir()
        (self.folder / "rules/a.yaml").write_text(heavy_rules())
        self.server = self.serve(threads=1)
        self.requests = self.folder / "requests.jsonl"
        self.body = json.dumps({"slots": [f"s{slot}" for slot in range(SLOTS)],
                                "page": {"path": "/a/some/where/else/b/c"}})
        self.requests.write_text(self.body + "\n")
        if LONG and os.cpu_count() > 1:
            subprocess.run(["taskset", "-a", "-p", "1", str(self.server.process.pid)], check=True, capture_output=True)

    def load(self, rate, connections, seconds):
        pinned = ["taskset", "2"] if LONG and os.cpu_count() > 1 else []
        before = cpu_seconds(self.server.process.pid)
        run = subprocess.run(
            [*pinned, GENERATOR, f"http://127.0.0.1:{self.server.port}/v1/decide", "--requests", str(self.requests),
             "--rate", str(rate), "--connections", str(connections), "--duration", f"{seconds}s", "--warm-up", "500ms",
             "--ramp", "0s", "--timeout", "20s", "--quiet", "--json", "-"], capture_output=True, text=True)
        report = json.loads(run.stdout)
        report["right_per_cpu_s"] = report["right"] / (cpu_seconds(self.server.process.pid) - before)
        return report

    @staticmethod
    def tell(name, report):
        ms = lambda key: report.get(key, 0) / 1e6  # noqa: E731
        print(f"{name:22} offered {report['offered_per_s']:7.0f}/s  served {report['requests_per_s']:6.0f}/s "
              f"({report['right_per_cpu_s']:6.0f} a CPU second)  p50 {ms('service_p50_ns'):6.2f} "
              f"p99 {ms('service_p99_ns'):6.2f} ms  refused {report['statuses']['5xx']:6} "
              f"p50 {ms('other_p50_ns'):6.2f} p99 {ms('other_p99_ns'):6.2f} ms", flush=True)

    def test_serves_on(self):
        seconds = 5 if LONG else 2
        capacity = self.load("max", 16, seconds)
        self.tell("capacity", capacity)
        self.tell("at 30 %", self.load(0.3 * capacity["requests_per_s"], 64, seconds))
        for times, connections in [(5, 128), (5, 256), (20, 256), (20, 2_000)] if LONG else [(20, 256)]:
            report = self.load(times * capacity["requests_per_s"], connections, seconds)
            self.tell(f"{times} times, {connections} conns", report)
            self.assertGreater(report["right"], 0)
            self.assertGreater(report["statuses"]["5xx"], 0)
            self.assertEqual(report["right"] + report["statuses"]["5xx"], report["answered"])
            broken = {kind: count for kind, count in report["failures"].items()
                      if count and kind not in ("unexpected_status", "unsent")}
            self.assertEqual(broken, {})  # unsent: no connection was free
            self.assertGreater(report["right_per_cpu_s"], 0.5 * capacity["right_per_cpu_s"])
        until(self.is_served, "nobody is refused any more")

    def is_served(self):
        return self.server.ask("POST", "/v1/decide", self.body)[0] == 200

    def test_a_refused_connection_goes_on(self):
        """Whoever is refused keeps the connection, is told when to come back, and is served then."""
        asked = f"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: {len(self.body)}\r\n\r\n{self.body}".encode()
        crowd = [self.server.connect() for _ in range(256)]
        for connection in crowd:
            self.addCleanup(connection.close)

        def refused():
            for connection in crowd:
                connection.sendall(asked)
            answers = [(connection, *read_answer(connection)) for connection in crowd]
            self.assertLessEqual({status for _, status, _, _ in answers}, {200, 503})
            return [(connection, head, body) for connection, status, head, body in answers if status == 503]

        connection, head, body = until(refused, "somebody is refused")[0]
        self.assertIn(b"Retry-After: 1\r\n", head)
        self.assertNotIn(b"Connection: close", head)
        self.assertEqual(json.loads(body)["type"], "urn:passerby:problem:overload")

        def served():
            connection.sendall(asked)
            return read_answer(connection)[0] == 200

        until(served, "the same connection is served")

    def test_who_watches_it_sees_that_it_lives(self):
        """Else whoever restarts what does not answer would do so when there is most to do."""
        capacity = self.load("max", 16, 1)["requests_per_s"]
        probe = self.server.connect()
        self.addCleanup(probe.close)
        with ThreadPoolExecutor() as beside:
            crowd = beside.submit(self.load, 20 * capacity, 256, 2)
            while not crowd.done():
                for path in (b"/healthz", b"/readyz"):
                    probe.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: h\r\n\r\n")
                    self.assertEqual(read_answer(probe)[0], 200)
                time.sleep(0.01)
        self.assertGreater(crowd.result()["statuses"]["5xx"], 0)
