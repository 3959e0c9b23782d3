"""Real proxies in front of the program: nginx, haproxy and Varnish, each started in a folder of its own.

Each passes on as much as it can be made to, without looking closely, and keeps its connections to the program.
`forwarded()` is how many requests it has sent to the program, by its own account."""

import os
import random
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass

PATIENCE = 20
# Where Debian puts what only an administrator starts.
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@dataclass(frozen=True)
class Forwarded:
    """Requests sent to the program; how many of them ended because the client had gone away."""

    sent: int
    given_up: int


def free_port():
    """Below those that the system hands out to clients, so that no other test's client takes it meanwhile."""
    while True:
        port = random.randrange(16_384, 32_768)
        with socket.socket() as taken:
            try:
                taken.bind(("0.0.0.0", port))
                return port
            except OSError:
                continue


class Front:
    """One proxy: `program` with `command()`, which listens on `port`."""

    program = None

    @classmethod
    def path(cls):
        return shutil.which(cls.program, path=PATH)

    def __init__(self, folder, upstream):
        self.folder = folder / type(self).__name__.lower()
        self.folder.mkdir()
        self.upstream = upstream
        self.port = free_port()
        self.said = open(self.folder / "said", "w+")
        self.process = subprocess.Popen(self.command(), stdout=self.said, stderr=self.said, cwd=self.folder)
        try:
            self.wait()
        except AssertionError:
            self.end()
            raise

    def wait(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return self.connect().close()
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise AssertionError(f"{self.program} did not start: {(self.folder / 'said').read_text()}")

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def end(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.said.close()


class Nginx(Front):
    """As Debian ships it: bodies are read before anything is sent on."""

    program = "nginx"
    manner = ""

    def command(self):
        folders = "".join(f"    {kind}_temp_path {self.folder}/{kind};\n"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        configuration = self.write("nginx.conf", f"""
daemon off;
master_process off;
pid {self.folder}/pid;
error_log {self.folder}/error.log;
events {{}}
http {{
{folders}
    log_format forwarded '$upstream_bytes_sent $status';
    access_log {self.folder}/access.log forwarded;
    {self.manner}
    upstream passerby {{ server 127.0.0.1:{self.upstream}; keepalive 4; }}
    server {{
        listen 127.0.0.1:{self.port};
        location / {{
            proxy_pass http://passerby;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_next_upstream off;
        }}
    }}
}}
""")
        return [self.path(), "-p", str(self.folder), "-e", f"{self.folder}/error.log", "-c", configuration]

    def forwarded(self):
        lines = [line.split() for line in (self.folder / "access.log").read_text().splitlines()]
        sent = [status for bytes_, status in lines if bytes_ not in ("-", "0")]
        return Forwarded(len(sent), sent.count("499"))


class NginxUnbuffered(Nginx):
    """Bodies are sent on as they come, and so are fields whose names nginx thinks bad."""

    manner = """
    proxy_request_buffering off;
    ignore_invalid_headers off;
    underscores_in_headers on;
    merge_slashes off;
    large_client_header_buffers 8 64k;
"""


class Haproxy(Front):
    """Passes on what it knows to be invalid."""

    program = "haproxy"

    def command(self):
        self.log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.log.bind(str(self.folder / "log"))
        self.log.setblocking(False)
        self.sent = self.given_up = 0
        configuration = self.write("haproxy.cfg", f"""
global
    log {self.folder}/log format raw local0
    tune.bufsize 65536
defaults
    mode http
    log global
    log-format "%s %ts"
    retries 0
    http-reuse always
    option accept-invalid-http-request
    timeout connect 5s
    timeout client 5s
    timeout server 5s
frontend all
    bind 127.0.0.1:{self.port}
    default_backend passerby
backend passerby
    server passerby 127.0.0.1:{self.upstream}
""")
        return [self.path(), "-db", "-f", configuration]

    def forwarded(self):
        while True:
            try:
                server, end = self.log.recv(4096).decode().split()
            except BlockingIOError:
                return Forwarded(self.sent, self.given_up)
            self.sent += server == "passerby"
            self.given_up += server == "passerby" and end.startswith("C")

    def end(self):
        super().end()
        self.log.close()


class Varnish(Front):
    """Passes on everything and keeps nothing."""

    program = "varnishd"

    def command(self):
        configuration = self.write("passerby.vcl", f"""
vcl 4.1;
backend passerby {{ .host = "127.0.0.1"; .port = "{self.upstream}"; }}
sub vcl_recv {{ return (pass); }}
""")
        parameters = {"thread_pools": 1, "thread_pool_min": 20, "thread_stats_rate": 1, "http_req_size": 65536,
                      "http_req_hdr_len": 32768, "http_max_hdr": 256, "workspace_client": 262144,
                      "workspace_backend": 262144}
        options = [word for name, value in parameters.items() for word in ("-p", f"{name}={value}")]
        return [self.path(), "-F", "-j", "none", "-n", str(self.folder), "-a", f"127.0.0.1:{self.port}",
                "-f", configuration, "-s", "malloc,16m", *options]

    def forwarded(self):
        program = shutil.which("varnishstat", path=PATH)
        told = subprocess.run([program, "-n", str(self.folder), "-1", "-f", "VBE.boot.passerby.req",
                               "-f", "MAIN.backend_retry"], capture_output=True, text=True, check=True).stdout
        counters = {line.split()[0]: int(line.split()[1]) for line in told.splitlines()}
        return Forwarded(counters["VBE.boot.passerby.req"] - counters["MAIN.backend_retry"], 0)


ALL = (Nginx, NginxUnbuffered, Haproxy, Varnish)
