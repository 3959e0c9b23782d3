"""A server to try things on: starts the program in a folder of its own, talks to it, and sees it end.

Run one scenario by hand, in this folder:  python3 -m unittest -v changing"""

import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("PASSERBY", str(ROOT / "build/dev/passerby"))
PATIENCE = 20  # seconds that anything may take, on a slow machine with sanitizers

RULES = """\
slots:
  hero: {fallback: welcome}
content:
  welcome: {data: {title: Welcome}}
  sports: {data: {title: Sports}}
rules:
  - id: sports-page
    slot: hero
    when: {page.section: sport}
    show: sports
"""


def until(holds, what, patience=PATIENCE):
    """Waits until `holds()` is true and hands its value back."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if value := holds():
            return value
        time.sleep(0.02)
    raise AssertionError(f"in vain: {what}")


def cpu_seconds(process):
    """The processor time that it has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """The program (or another `program`) serving RULES on ports of the system's choice unless `port` is given; `trust`: where
    it speaks TLS, how to."""

    def __init__(self, folder, config="", descriptors=None, memory=None, group=None, threads=2, port=0, flags=(),
                 trust=None, program=None):
        self.trust = trust
        self.folder = Path(folder)
        self.rules = self.folder / "rules"
        if not self.rules.exists():
            self.rules.mkdir()
            (self.rules / "a.yaml").write_text(RULES)
        self.stderr = open(self.folder / "stderr", "w+")
        command = [program or PROGRAM, "serve", "--rules", str(self.rules), "--listen", f"127.0.0.1:{port}",
                   "--admin", "127.0.0.1:0", "--threads", str(threads), *flags]
        if config:
            (self.folder / "passerby.yaml").write_text(config)
            command += ["--config", str(self.folder / "passerby.yaml")]

        def bound():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
            if memory:
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            if group:
                (group / "cgroup.procs").write_text(str(os.getpid()))

        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.stderr, text=True,
                                        preexec_fn=bound)
        self.port = self._port("public")
        self.admin_port = self._port("admin")

    def _port(self, listener):
        line = self.process.stdout.readline()
        found = re.fullmatch(rf"listening on https?://127\.0\.0\.1:(\d+) \({listener}\)\n", line)
        if not found:
            self.process.kill()
            raise AssertionError(f"said {line!r}; {self.log()}")
        return int(found[1])

    def log(self):
        return (self.folder / "stderr").read_text()

    def connect(self, port=None):
        connection = socket.create_connection(("127.0.0.1", port or self.port), timeout=PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.trust.wrap_socket(connection, server_hostname="localhost") if self.trust else connection

    def ask(self, method, path, body=None, port=None, headers=None):
        """Status, headers and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)
        connection.sock = self.connect(port)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, text

    def decide(self, **members):
        status, _, body = self.ask("POST", "/v1/decide", json.dumps({"slots": ["hero"], **members}))
        assert status == 200, (status, body)
        return json.loads(body)

    def shown(self, section="sport"):
        return [choice["content"] for choice in self.decide(page={"section": section})["decisions"]["hero"]]

    def ready(self):
        status, _, body = self.ask("GET", "/readyz")
        return status, json.loads(body)

    def metric(self, name):
        _, _, body = self.ask("GET", "/metrics", port=self.admin_port)
        found = re.search(rf"^{re.escape(name)} (\S+)$", body.decode(), re.MULTILINE)
        return float(found[1]) if found else None

    def answered(self):
        """How many requests were answered or refused so far, but for those that ask for the metrics."""
        _, _, body = self.ask("GET", "/metrics", port=self.admin_port)
        counts = re.findall(r'^passerby_requests_total\{route="(\w+)",.*\} (\d+)$', body.decode(), re.MULTILINE)
        return sum(int(count) for route, count in counts if route != "metrics")

    def tell(self, number):
        self.process.send_signal(number)

    def end(self, number=signal.SIGTERM):
        """The exit code after that signal."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def give_up(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.stderr.close()


class Scenario(unittest.TestCase):
    """A test with a folder of its own, and servers that do not outlive it."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="passerby-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def serve(self, config="", **options):
        server = Server(self.folder, config, **options)
        self.addCleanup(server.give_up)
        return server

    def run_program(self, *arguments, environment=None):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=PATIENCE,
                              env={**os.environ, **(environment or {})})


def read_answer(connection):
    """The next whole answer on a raw connection: (status, head, body); None where the connection ends."""
    bytes_ = b""
    while b"\r\n\r\n" not in bytes_:
        more = connection.recv(1)
        if not more:
            return None if not bytes_ else (0, bytes_, b"")
        bytes_ += more
    head, status = bytes_, int(bytes_.split()[1])
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    body = b""
    while length and len(body) < int(length[1]):
        body += connection.recv(int(length[1]) - len(body))
    return status, head, body


def read_all(connection):
    """All that comes until the other side closes."""
    bytes_ = b""
    while more := connection.recv(65536):
        bytes_ += more
    return bytes_
