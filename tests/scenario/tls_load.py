"""The load generator by way of TLS: whom it trusts, and that every request is accounted for."""

import http.server
import json
import os
import signal
import ssl
import subprocess
import threading
import time

from house import PATIENCE, ROOT, Scenario
from tls_peer import make_pair, put, trusting

GENERATOR = os.environ.get("PASSERBY_LOAD", str(ROOT / "build/dev/passerby-load"))


class TlsLoad(Scenario):
    def setUp(self):
        super().setUp()
        self.pair = make_pair(self.folder)
        self.requests = self.folder / "requests.jsonl"
        self.requests.write_text('{"slots": ["hero"], "page": {"section": "sport"}}\n{"slots": ["hero"]}\n')

    def begin(self, port, *flags, host="localhost"):
        load = subprocess.Popen([GENERATOR, f"https://{host}:{port}/v1/decide", "--json", "-", "--connections", "8",
                                 "--warm-up", "0s", *flags], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (load.kill(), load.wait(), load.stdout.close(), load.stderr.close()))
        return load

    def end(self, load):
        out, remarks = load.communicate(timeout=2 * PATIENCE)
        return load.returncode, json.loads(out) if out else None, remarks

    def test_every_answer(self):
        server = self.serve(f"tls: {put(self.folder, self.pair)}\n", trust=trusting(self.pair))
        before = 0
        for host in ("localhost", "127.0.0.1"):
            for flags in (["--rate", "500"], ["--rate", "max", "--pipeline", "16"], ["--rate", "max", "--threads", "2"]):
                code, report, _ = self.end(self.begin(
                    server.port, "--trust", str(self.pair[0]), "--requests", str(self.requests), "--same",
                    "--volatile", "valid_until", "--duration", "500ms", *flags, host=host))
                self.assertEqual((code, sum(report["failures"].values())), (0, 0), report["failures"])
                self.assertEqual(report["answered"], report["sent"])
                self.assertGreater(report["answered"], 50)
                before += report["answered"]
        server.trust = None
        self.assertEqual(server.metric('passerby_requests_total{route="decide",status="200"}'), before)

    def test_whom_it_trusts(self):
        server = self.serve(f"tls: {put(self.folder, self.pair)}\n", trust=trusting(self.pair))
        other = make_pair(self.folder, "other")
        for flags in ([], ["--trust", str(other[0])]):
            code, _, remarks = self.end(self.begin(server.port, "--duration", "200ms", *flags))
            self.assertEqual(code, 2)
            self.assertIn("handshake", remarks)
        self.assertEqual(self.end(self.begin(server.port, "--trust", str(self.folder / "nowhere")))[0], 2)
        code, report, _ = self.end(self.begin(server.port, "--duration", "200ms", "--insecure", "--requests",
                                              str(self.requests)))
        self.assertEqual((code, report["failures"]["handshake"]), (0, 0))

    def test_answers_larger_than_a_record(self):
        """Of another server, which hands out tickets and closes without a goodbye."""
        class Large(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(b"x" * 100_000)

            def log_message(self, *_):
                pass
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.pair)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Large) as server:
            server.daemon_threads = True
            server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            code, report, _ = self.end(self.begin(server.server_port, "--trust", str(self.pair[0]), "--requests",
                                                  str(self.requests), "--rate", "100", "--duration", "1s"))
            server.shutdown()
        self.assertEqual((code, sum(report["failures"].values())), (0, 0), report["failures"])

    def test_certificates_change_and_the_server_ends_under_load(self):
        pairs = [self.pair, make_pair(self.folder, "second")]
        server = self.serve(f"tls: {put(self.folder, self.pair)}\n", trust=trusting(*pairs))
        both = self.folder / "both.pem"
        both.write_bytes(b"".join(pair[0].read_bytes() for pair in pairs))
        load = self.begin(server.port, "--trust", str(both), "--requests", str(self.requests), "--rate", "1000",
                          "--duration", "2s")
        for turn in range(60):
            put(self.folder, pairs[turn % 2])
            server.tell(signal.SIGHUP)
            time.sleep(0.02)
        code, report, _ = self.end(load)
        self.assertEqual((code, sum(report["failures"].values())), (0, 0), report["failures"])
        self.assertEqual(server.end(), 0)
