"""The load generator against the real program, and against servers that are not well: every request is accounted for."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from xml.etree import ElementTree

from house import PATIENCE, PROGRAM, ROOT, Scenario, until

GENERATOR = os.environ.get("PASSERBY_LOAD", str(ROOT / "build/dev/passerby-load"))
SECTIONS = ["sport", "news", "culture", "sport"]


def say(text, on=True):
    return lambda connection: connection.sendall(text) is None and on


FINE = say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


class FakeServer:
    """Answers each connection's requests as `answer(connection)` does, in a thread for each, while that says yes."""

    def __init__(self, answer, port=0):
        self.answer = answer
        self.answered = 0
        self.listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                while connection.recv(65536):
                    if self.listener.fileno() < 0 or not self.answer(connection):
                        return
                    self.answered += 1
            except OSError:
                pass

    def close(self):
        if self.listener.fileno() >= 0:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()


class GeneratingLoad(Scenario):
    def setUp(self):
        super().setUp()
        self.requests = self.folder / "requests.jsonl"
        self.requests.write_text("".join(
            json.dumps({"slots": ["hero"], "page": {"section": section}, "bucket": 7}) + "\n" for section in SECTIONS))

    def begin(self, port, *flags, path="/v1/decide", connections=4):
        load = subprocess.Popen(
            [GENERATOR, f"http://127.0.0.1:{port}{path}", "--json", "-", "--connections", str(connections), *flags],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (load.kill(), load.wait(), load.stdout.close(), load.stderr.close()))
        return load

    def end(self, load):
        """Exit code, report and remarks."""
        out, remarks = load.communicate(timeout=2 * PATIENCE)
        return load.returncode, json.loads(out) if out else None, remarks

    def load(self, port, *flags, **options):
        return self.end(self.begin(port, *flags, **options))

    def answered(self, server):
        return server.metric('passerby_requests_total{route="decide",status="200"}') or 0

    def accounted(self, report):
        return report["right"] + sum(report["failures"].values())

    def expected_answers(self, server):
        told = subprocess.run([PROGRAM, "decide", "--rules", str(server.rules), str(self.requests)],
                              capture_output=True, text=True, timeout=PATIENCE, check=True)
        answers = self.folder / "answers.jsonl"
        answers.write_text(told.stdout)
        return answers

    def test_counts_what_the_server_counts_and_checks_every_answer(self):
        server = self.serve()
        answers = self.expected_answers(server)
        sums = set()
        before = 0
        for flags in (["--arrivals", "fixed", "--rate", "400"], ["--rate", "600", "--threads", "2", "--pipeline", "3"],
                      ["--rate", "max", "--pipeline", "8"]):
            code, report, _ = self.load(
                server.port, "--requests", str(self.requests), "--expect", str(answers), "--volatile",
                "valid_until", "--duration", "1s", "--warm-up", "200ms", "--pid", str(server.process.pid), *flags)
            self.assertEqual((code, sum(report["failures"].values())), (0, 0), report["failures"])
            now = self.answered(server)
            self.assertEqual(now - before, report["answered"])
            self.assertEqual(report["answered"], report["sent"])
            self.assertEqual(report["answered"], report["statuses"]["2xx"])
            self.assertEqual(report["requests_answered"], len(SECTIONS))
            self.assertGreater(report["answered"], 100)
            self.assertGreaterEqual(report["cpu_us_per_request"], 0)
            sums.add(report["checksum"])
            before = now
        self.assertEqual(len(sums), 1)

    def test_a_fixed_rate_is_the_rate(self):
        code, report, _ = self.load(self.serve().port, "--requests", str(self.requests), "--arrivals", "fixed",
                                    "--rate", "500", "--ramp", "400ms", "--warm-up", "200ms", "--duration", "1s")
        self.assertEqual(code, 0)
        self.assertEqual(report["sent"], 100 + 100 + 500)  # half the rate while it rises
        self.assertEqual((report["offered_per_s"], report["count"]), (500, 500))
        self.assertEqual(sum(slice["intended"] for slice in report["timeline"]), 500)

    def test_finds_wrong_answers(self):
        server = self.serve()
        answers = self.expected_answers(server)
        lines = answers.read_text().splitlines()
        lines[2] = lines[2].replace("welcome", "farewell")
        answers.write_text("\n".join(lines))
        code, report, _ = self.load(server.port, "--requests", str(self.requests), "--expect", str(answers),
                                    "--volatile", "valid_until", "--arrivals", "fixed", "--rate", "400",
                                    "--warm-up", "0s", "--duration", "500ms")
        self.assertEqual(code, 1)
        self.assertEqual(report["failures"]["wrong_body"], 50)
        self.assertEqual(report["right"], 150)
        self.assertEqual(report["requests_answered"], 3)

    def test_recorded_answers_can_be_expected(self):
        server = self.serve()
        recorded = self.folder / "recorded.jsonl"
        common = ["--requests", str(self.requests), "--rate", "300", "--warm-up", "0s", "--duration", "300ms",
                  "--volatile", "valid_until,rules"]
        self.assertEqual(self.load(server.port, "--record", str(recorded), *common)[0], 0)
        self.assertEqual(len(recorded.read_text().splitlines()), len(SECTIONS))
        self.assertEqual(self.load(server.port, "--expect", str(recorded), *common)[0], 0)

    def over(self, file, milliseconds):
        """How many requests of a percentile file took longer."""
        lines = [line.split() for line in file.read_text().splitlines()[2:] if not line.startswith("#")]
        total = int(lines[-1][2])
        return total - max([int(line[2]) for line in lines if float(line[0]) <= milliseconds], default=0)

    def test_a_stall_shows_in_corrected_latency_for_all_who_came_meanwhile(self):
        server = self.serve()
        file = self.folder / "percentiles"
        load = self.begin(server.port, "--requests", str(self.requests), "--rate", "500", "--arrivals", "fixed",
                          "--warm-up", "0s", "--duration", "3s", "--percentiles", str(file), connections=2)
        until(lambda: self.answered(server) > 50, "the load began")
        server.tell(signal.SIGSTOP)
        time.sleep(0.5)
        server.tell(signal.SIGCONT)
        _, report, _ = self.end(load)
        self.assertEqual(self.accounted(report), 1500)
        self.assertGreaterEqual(report["max_ns"], 400e6)
        late = self.over(file, 100)
        self.assertGreater(late, 100)  # due in the first 0.4 s of the stall: about 200
        # Only those on their way when it began were slow to be served; the others had not been sent.
        self.assertLess(self.over(file.with_name("percentiles.service"), 100), late / 2)

    def test_a_server_that_never_answers_costs_time_and_not_the_count(self):
        server = self.serve()
        load = self.begin(server.port, "--requests", str(self.requests), "--rate", "500", "--arrivals", "fixed",
                          "--warm-up", "0s", "--duration", "1s", "--timeout", "1s")
        until(lambda: self.answered(server) > 0, "the load began")
        server.tell(signal.SIGSTOP)
        code, report, _ = self.end(load)
        server.tell(signal.SIGCONT)
        self.assertEqual((code, self.accounted(report)), (1, 500))
        self.assertGreater(report["failures"]["timeout"], 0)
        self.assertGreater(report["failures"]["unsent"], 0)
        self.assertEqual(report["given_up"], report["failures"]["timeout"] + report["failures"]["unsent"])
        self.assertGreaterEqual(report["max_ns"], 900e6)

    def test_a_server_that_dies_is_errors_and_an_end(self):
        for arrivals in (["--rate", "500", "--arrivals", "fixed"], ["--rate", "max"]):
            server = self.serve()
            load = self.begin(server.port, "--requests", str(self.requests), "--warm-up", "0s", "--duration", "1s",
                              *arrivals)
            until(lambda: self.answered(server) > 0, "the load began")
            server.end(signal.SIGKILL)
            code, report, _ = self.end(load)
            self.assertEqual(code, 1)
            self.assertGreater(report["failures"]["refused"], 0)
            self.assertEqual(report["failures"]["unsent"], 0)
            if "fixed" in arrivals:
                self.assertEqual(self.accounted(report), 500)

    def test_a_server_that_comes_back_is_used_again(self):
        first = FakeServer(FINE)
        load = self.begin(first.port, "--rate", "300", "--arrivals", "fixed", "--warm-up", "0s", "--duration", "3s")
        until(lambda: first.answered > 20, "the load began")
        first.close()
        time.sleep(0.2)
        second = FakeServer(FINE, first.port)
        self.addCleanup(second.close)
        code, report, _ = self.end(load)
        self.assertEqual((code, self.accounted(report)), (1, 900))
        self.assertGreater(report["failures"]["refused"], 0)
        self.assertGreater(second.answered, 20)

    def test_says_so_where_nobody_listens(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        code, report, remarks = self.load(port, "--duration", "1s")
        self.assertEqual((code, report), (2, None))
        self.assertIn("refused", remarks)

    def test_tells_failures_apart(self):
        def reset(connection):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return False

        twice = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"
        kinds = {
            "malformed": say(twice),
            "unexpected_status": say(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"),
            "closed": say(b"HTTP/1.1 200 OK\r\nContent-Le", on=False),
            "reset": reset,
        }
        for kind, answer in kinds.items():
            server = FakeServer(answer)
            self.addCleanup(server.close)
            code, report, _ = self.load(server.port, "--rate", "100", "--arrivals", "fixed", "--warm-up", "0s",
                                        "--duration", "500ms", path="/")
            self.assertEqual((code, report["failures"][kind], self.accounted(report)), (1, 50, 50), (kind, report))

    def test_a_server_that_closes_after_each_answer_is_well_all_the_same(self):
        server = FakeServer(say(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", on=False))
        self.addCleanup(server.close)
        code, report, _ = self.load(server.port, "--rate", "100", "--arrivals", "fixed", "--warm-up", "0s",
                                    "--duration", "500ms", path="/")
        self.assertEqual((code, report["right"]), (0, 50))
        self.assertGreaterEqual(report["connects"], 50)

    def test_writes_a_chart_and_percentiles(self):
        chart, file = self.folder / "chart.svg", self.folder / "percentiles"
        code, report, _ = self.load(self.serve().port, "--rate", "500", "--warm-up", "0s", "--duration", "1s", "--chart",
                                    str(chart), "--percentiles", str(file), path="/v1/decide?slot=hero")
        self.assertEqual(code, 0)
        words = " ".join(ElementTree.parse(chart).getroot().itertext())
        for said in ("Latency and rate", "99 %", "requests/s", "corrected", "service", "measured time"):
            self.assertIn(said, words)
        self.assertIn(f"Total count    = {report['count']:12d}]", file.read_text())

    def test_a_signal_ends_it_with_a_report_of_what_was_measured(self):
        server = self.serve()
        load = self.begin(server.port, "--requests", str(self.requests), "--rate", "300", "--warm-up", "0s",
                          "--duration", "10m")
        until(lambda: self.answered(server) > 50, "the load began")
        load.send_signal(signal.SIGINT)
        code, report, _ = self.end(load)
        self.assertEqual((code, report["answered"]), (0, self.answered(server)))
        self.assertLess(report["measured_s"], 600)
