"""The servers of bench/serve.py: how each is started, on which core, and which processes do its work."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
PROGRAMS = ROOT / "build/release"
PATIENCE = 60  # seconds for a server to be there: a hundred thousand rules are compiled first


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def filled_in(name, into, **values):
    text = (HERE / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key.upper()}@", str(value))
    into.write_text(text, encoding="utf-8")
    return into


def make_pair(folder):
    """Certificate and key, as files."""
    certificate, key = folder / "tls.crt", folder / "tls.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=bench", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
                    certificate], check=True, capture_output=True)
    return certificate, key


class Server:
    """One that listens, pinned to a core."""

    trust = None  # the certificate of one that speaks TLS

    running = []  # all of them, for whoever has to stop them

    def __init__(self, who, rules, command, port, core, folder):
        self.who, self.rules, self.port = who, rules, port
        self.log = open(folder / f"{who}-{rules}.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(["taskset", "-c", str(core), *map(str, command)], stdout=self.log,
                                        stderr=subprocess.STDOUT, cwd=ROOT)
        Server.running.append(self)
        self._wait()

    def _wait(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
        self.log.seek(0)
        raise SystemExit(f"{self.who} does not listen: {self.log.read()[-2000:]}")

    @property
    def name(self):
        return f"{self.who}/{self.rules}" if self.rules else self.who

    def workers(self):
        """Who does the work: nginx's is a child."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()] or [self.process.pid]

    def speaking_tls(self, pair):
        self.trust = pair[0]
        return self

    @property
    def address(self):
        return f"{'https' if self.trust else 'http'}://127.0.0.1:{self.port}"

    def _connection(self):
        if self.trust:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE,
                                               context=ssl.create_default_context(cafile=self.trust))
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, body):
        connection = self._connection()
        connection.request("POST", "/v1/decide", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status == 200, (self.who, answer.status, text)
        return text

    def choice(self, body):
        """The content of the first slot asked for; none where nothing held."""
        slot = json.loads(body)["slots"][0]
        chosen = json.loads(self.ask(body))["decisions"][slot]
        return chosen[0]["content"] if chosen else None

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def passerby(data, rules, core, folder):
    port = free_port()
    return Server("passerby", rules, [PROGRAMS / "passerby", "serve", "--rules", data / "rules", "--listen",
                                      f"127.0.0.1:{port}", "--admin", f"127.0.0.1:{free_port()}", "--threads", 1],
                  port, core, folder)


def passerby_tls(data, rules, pair, core, folder):
    port, configuration = free_port(), folder / "passerby-tls.yaml"
    configuration.write_text(f"tls: {{certificate: {pair[0]}, key: {pair[1]}}}\n", encoding="utf-8")
    return Server("passerby-tls", rules, [PROGRAMS / "passerby", "serve", "--config", configuration, "--rules",
                                          data / "rules", "--listen", f"127.0.0.1:{port}", "--admin",
                                          f"127.0.0.1:{free_port()}", "--threads", 1],
                  port, core, folder).speaking_tls(pair)


def floor(answer_bytes, core, folder):
    port = free_port()
    return Server("floor", 0, [PROGRAMS / "bench/floor", port, answer_bytes], port, core, folder)


def nginx(who, rules, modules, init, answer, core, folder, tls=""):
    port, own = free_port(), folder / who
    own.mkdir()
    configuration = filled_in("nginx.conf", own / "nginx.conf", modules=modules, folder=own, port=port, init=init,
                              answer=answer, tls=" ssl" if tls else "", identity=tls)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return Server(who, rules, [program, "-p", own, "-e", own / "error.log", "-c", configuration], port, core, folder)


def constant(answer_bytes):
    return "return 200 '" + '{"decisions": {}, "filler": "' + "x" * max(0, answer_bytes - 31) + "\"}';"


def nginx_constant(answer_bytes, core, folder):
    return nginx("nginx", 0, "", "", constant(answer_bytes), core, folder)


def nginx_tls(answer_bytes, pair, core, folder):
    identity = (f"ssl_certificate {pair[0]}; ssl_certificate_key {pair[1]}; ssl_protocols TLSv1.2 TLSv1.3;"
                " ssl_session_tickets off;")
    return nginx("nginx-tls", 0, "", "", constant(answer_bytes), core, folder, identity).speaking_tls(pair)


def nginx_lua(data, rules, answer_bytes, core, folder):
    modules = "\n".join(f"load_module /usr/lib/nginx/modules/{name}.so;" for name in
                        ("ndk_http_module", "ngx_http_lua_module"))
    init = (f'lua_package_path "{HERE}/?.lua;;";\n'
            f'    init_by_lua_block {{ require("rules").load("{data}/rules.json", {answer_bytes}) }}')
    return nginx("nginx-lua", rules, modules, init, 'content_by_lua_block { require("rules").answer() }', core, folder)


# Helpers of its collector have nothing to help with on one core, and would spin there for the thread that they keep
# from running.
def fastify(engine, data, rules, answer_bytes, core, folder):
    port = free_port()
    return Server(f"fastify-{engine}", rules,
                  ["node", "--single-threaded", HERE / "server.mjs", engine, port, data / "rules.json", answer_bytes],
                  port, core, folder)
