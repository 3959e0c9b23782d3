"""deploy/nginx/passerby.conf as it stands, but for ports and folders, in a real nginx."""

import http.client
import json
import re
import signal
import socket
import ssl
import subprocess
import threading
import time

from fronts import Nginx, free_port
from house import PATIENCE, ROOT, Scenario, Server, read_answer, until

SHIPPED = ROOT / "deploy/nginx/passerby.conf"
BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport"}}).encode()
POST = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
CACHED = "/v1/decide?slot=hero&page.section=sport&device.type=phone"
CANARY = "canary7071"  # stands in everything of a visitor; never comes to rest anywhere
VISITOR = "127.0.0.77"


class ShippedNginx(Nginx):
    """`nodes` are the ports that stand in for the node of the file."""

    nodes = ()
    changes = ()

    def command(self):
        certificate = [str(self.folder / "crt"), str(self.folder / "key")]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=decide.example.org", "-out", certificate[0], "-keyout", certificate[1]],
                       check=True, capture_output=True)
        text = SHIPPED.read_text()
        nodes = self.nodes or (self.upstream,)
        for old, new in (("server 127.0.0.1:8080 max_fails=3 fail_timeout=2s;",
                          "".join(f"server 127.0.0.1:{node} max_fails=3 fail_timeout=2s; " for node in nodes)),
                         ("listen [::]:443", f"listen [::1]:{self.port}"), ("listen 443", f"listen {self.port}"),
                         ("/etc/nginx/passerby.crt", certificate[0]), ("/etc/nginx/passerby.key", certificate[1]),
                         ("/var/log/nginx/passerby.log", f"{self.folder}/passerby.log"),
                         ("/var/lib/nginx/passerby", f"{self.folder}/cache"), *self.changes):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        folders = "".join(f"{kind}_temp_path {self.folder}/{kind}; "
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        self.write("passerby.conf", text)
        configuration = self.write("nginx.conf", f"daemon off; master_process off; pid {self.folder}/pid; "
                                   f"events {{}} http {{ {folders} include {self.folder}/passerby.conf; }}\n")
        words = [self.path(), "-p", str(self.folder), "-e", f"{self.folder}/error.log", "-c", configuration]
        self.checked = subprocess.run([*words, "-t"], capture_output=True, text=True)
        return words

    def connect(self, address="127.0.0.1"):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE, source_address=(address, 0))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return trusting().wrap_socket(plain)


def trusting():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class BehindShippedNginx(Scenario):
    def setUp(self):
        super().setUp()
        if ShippedNginx.path() is None:
            self.skipTest("nginx is not installed")

    def front(self, *nodes, changes=()):
        kind = type("Shipped", (ShippedNginx,), {"nodes": nodes, "changes": changes})
        front = kind(self.folder, nodes[0])
        self.addCleanup(front.end)
        return front

    def ask(self, request=POST, address="127.0.0.1"):
        with self.nginx.connect(address) as connection:
            try:
                connection.sendall(request)
            except OSError:
                pass  # refused before all was sent
            return read_answer(connection)


class OneNode(BehindShippedNginx):
    def both(self, config="", changes=()):
        self.server = self.serve(config=config)
        self.nginx = self.front(self.server.port, changes=changes)

    def get(self, target=CACHED, address="127.0.0.1", **headers):
        connection = http.client.HTTPSConnection("127.0.0.1", self.nginx.port, timeout=PATIENCE, context=trusting(),
                                                 source_address=(address, 0))
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, text

    def arrived(self):
        return self.server.answered()

    def test_nginx_has_nothing_to_remark(self):
        self.both()
        told = self.nginx.checked
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertNotIn("[warn]", told.stderr)

    def test_a_flood_from_one_is_refused_and_another_is_served(self):
        self.both()
        served, refused = 0, []
        with self.nginx.connect("127.0.0.2") as flood, self.nginx.connect("127.0.0.3") as other:
            while len(refused) < 200:
                flood.sendall(POST)
                status, *rest = read_answer(flood)
                self.assertIn(status, (200, 503))
                refused += [rest] if status == 503 else []
                served += status == 200
                if status == 503 and len(refused) % 50 == 0:
                    other.sendall(POST)
                    self.assertEqual(read_answer(other)[0], 200)
        self.assertGreaterEqual(served, 100)  # the burst
        self.assertEqual(self.arrived(), served + 4)  # what was refused never came as far
        head, body = refused[0]
        self.assertIn(b"Retry-After: 1\r\n", head)
        self.assertIn(b"application/problem+json", head)
        self.assertEqual(json.loads(body)["status"], 503)

    def test_places_as_the_document_says(self):
        """With its line the client's address comes through nginx, and what the client says of it does not."""
        text = (ROOT / "deploy/OPERATIONS.md").read_text()
        (line,) = re.findall(r"^    (proxy_set_header X-Forwarded-For .*?;)", text, re.MULTILINE)
        known = "proxy_set_header Host $host;"
        cdn = "set_real_ip_from 127.0.0.1; real_ip_header X-From-The-CDN;"
        (self.folder / "rules").mkdir()
        (self.folder / "rules/a.yaml").write_text(
            "slots: {hero: {fallback: anywhere}}\ncontent: {anywhere: {data: {}}, placed: {data: {}}}\nrules:\n"
            "  - {id: city, slot: hero, when: {location.city: Berlin}, show: placed}\n")
        self.both(f"geo: {{mmdb: {ROOT}/tests/fuzz/corpus/place_file/city-28.mmdb}}\ntrusted_proxies: [127.0.0.1]\n",
                  changes=[(known, f"{known} {line} {cdn}")])
        target = f"/v1/decide?slot=hero&consent=location&consent.at={time.strftime('%F')}"
        for headers, content in (({"X-From-The-CDN": "9.9.9.9"}, "placed"), ({}, "anywhere"),
                                 ({"X-Forwarded-For": "9.9.9.9"}, "anywhere"), ({"Forwarded": "for=9.9.9.9"}, "anywhere"),
                                 ({"X-From-The-CDN": "7.7.7.7", "X-Forwarded-For": "9.9.9.9"}, "anywhere")):
            _, answered, body = self.get(target, **headers)
            self.assertEqual(json.loads(body)["decisions"]["hero"][0]["content"], content, headers)
            self.assertEqual(answered["Cache-Control"], "private, no-store")

    def test_connections_of_one_client(self):
        self.both(changes=[("client_header_timeout 5s", "client_header_timeout 60s"),  # on a slow machine, too
                           ("client_body_timeout 10s", "client_body_timeout 60s")])
        held = [self.nginx.connect("127.0.0.2") for _ in range(60)]
        for connection in held:
            connection.sendall(POST[:-1])  # begun, so that it counts
        for connection in held:
            self.addCleanup(connection.close)
        refused = set()

        def look():
            """Whichever nginx took last; in which order it does is its own affair."""
            for connection in set(held) - refused:
                connection.settimeout(0.01)
                try:
                    self.assertEqual(read_answer(connection)[0], 503)
                    refused.add(connection)
                except TimeoutError:
                    continue
            return len(refused) >= 10
        until(look, "ten refusals")
        self.assertEqual(self.ask(address="127.0.0.3")[0], 200)
        for connection in set(held) - refused:
            connection.settimeout(PATIENCE)
            connection.sendall(POST[-1:])
            self.assertEqual(read_answer(connection)[0], 200)
        self.assertEqual(len(refused), 10)

    def test_what_is_hostile_does_not_arrive(self):
        self.both()
        head = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\n"
        hidden = b"GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"
        cases = {
            b"smuggled": head + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            b"listed length": head + b"Content-Length: 4, 4\r\n\r\nabcd",
            b"no host": b"GET /v1/decide HTTP/1.1\r\n\r\n",
            b"two hosts": head + b"Host: other\r\n\r\n",
            b"a long head": head + b"A: " + b"a" * 17_000 + b"\r\n\r\n",
            b"a long body": head + b"Content-Length: 65537\r\n\r\n" + b" " * 65_537,
            b"a tunnel": b"CONNECT /v1/decide HTTP/1.1\r\nHost: h\r\n\r\n",
            b"readiness": b"GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n",
            b"metrics": b"GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n",
            b"admin": b"GET /v1/../admin/v1/check HTTP/1.1\r\nHost: h\r\n\r\n",
            b"another client's admin": b"GET http://127.0.0.1:8081/admin/v1/check HTTP/1.1\r\nHost: h\r\n\r\n",
        }
        self.assertEqual(self.ask()[0], 200)
        for name, request in cases.items():
            answer = self.ask(request)
            self.assertIn(answer[0], (400, 404, 405, 413, 414), (name, answer))
        self.assertEqual(self.arrived(), 1)
        self.assertEqual(self.ask()[0], 200)

    def test_what_is_the_same_for_all_is_answered_from_the_cache(self):
        self.both()
        told = [self.get() for _ in range(5)]
        self.assertEqual(self.arrived(), 1)
        self.assertEqual(len({text for _, _, text in told}), 1)
        status, headers, text = told[-1]
        self.assertEqual((status, headers["Cache-Control"]), (200, "public, no-cache"))
        self.assertEqual(json.loads(text)["decisions"]["hero"][0]["content"], "sports")
        self.assertEqual(self.get(If_None_Match=headers["ETag"])[0], 304)
        self.assertEqual(self.arrived(), 1)
        self.get(Sec_GPC="1")  # another visitor by what the answer says that it varies with
        self.assertEqual(self.arrived(), 2)
        for _ in range(3):
            headers = self.get(CACHED + "&consent=behaviour&behaviour.cart_value=50")[1]
            self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(self.arrived(), 5)

    def test_the_statement_is_told_in_either_form(self):
        self.both()
        for _ in range(2):
            self.assertTrue(self.get("/v1/privacy", Accept="text/html")[2].startswith(b"<!DOCTYPE html>"))
            self.assertEqual(json.loads(self.get("/v1/privacy")[2])["use"], "content")
        self.assertEqual(self.arrived(), 2)
        self.assertEqual(json.loads(self.get("/.well-known/gpc.json")[2])["gpc"], True)

    def test_the_cache_keeps_nothing_longer_than_it_may(self):
        self.both(config="cache_max: 1s\n")
        self.get()
        time.sleep(2.1)  # nginx counts in whole seconds
        self.get()
        self.assertEqual(self.arrived(), 2)

    def test_only_what_is_read_is_sent_on(self):
        listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listening.close)
        self.nginx = self.front(listening.getsockname()[1])
        asked = threading.Thread(target=self.get, kwargs={
            "Cookie": CANARY, "Referer": CANARY, "X_Forwarded_For": CANARY, "Forwarded": CANARY, "Authorization": CANARY,
            "From": CANARY, "User_Agent": "Firefox", "Sec_GPC": "1", "address": VISITOR})
        asked.start()
        connection, _ = listening.accept()
        head = connection.recv(65_536).decode()
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        asked.join()
        connection.close()
        names = [line.split(":")[0] for line in head.splitlines()[1:-1]]
        self.assertEqual(sorted(names), ["Host", "Sec-GPC", "User-Agent"])
        self.assertNotIn(CANARY, head)
        self.assertNotIn(VISITOR, head)

    def test_nothing_of_a_visitor_comes_to_rest(self):
        self.both()
        marked = BODY.replace(b"sport", CANARY.encode())
        head = (f"POST /v1/decide HTTP/1.1\r\nHost: h\r\nUser-Agent: {CANARY}\r\nCookie: {CANARY}\r\n"
                f"Content-Length: {len(marked)}\r\n\r\n").encode()
        with self.nginx.connect(VISITOR) as connection:
            statuses = set()
            while statuses != {200, 503}:
                connection.sendall(head + marked)
                statuses.add(read_answer(connection)[0])
        self.ask(head + b"x" * 65_537, VISITOR)
        self.ask(f"GET /{CANARY} HTTP/1.1\r\nHost: h\r\n\r\n".encode(), VISITOR)
        self.ask(f"GET / HTTP/1.1\r\n{CANARY}\r\n\r\n".encode(), VISITOR)
        self.get(User_Agent=CANARY, address=VISITOR)
        self.get(f"{CACHED}&consent=behaviour&behaviour.topics={CANARY}", VISITOR)
        self.server.end()
        until(lambda: b'"status":503' in self.ask(head + marked, VISITOR)[2], "an answer without a node")
        self.nginx.end()
        found = [path for path in self.folder.glob("**/*") if path.is_file()
                 and any(mark.encode() in path.read_bytes() for mark in (CANARY, VISITOR))]
        self.assertEqual(found, [])
        self.assertTrue((self.nginx.folder / "passerby.log").exists())

    def test_a_long_address_counts_by_its_first_half(self):
        self.server = self.serve()
        log = self.folder / "clients"
        self.nginx = self.front(self.server.port, changes=[
            ("access_log off;", f"access_log {log} clients;"), ("upstream passerby {",
                                                                "log_format clients '$passerby_client';\nupstream passerby {")])
        for host in ("127.0.0.1", "::1"):
            with trusting().wrap_socket(socket.create_connection((host, self.nginx.port))) as connection:
                connection.sendall(POST)
                self.assertEqual(read_answer(connection)[0], 200)
        told = until(lambda: len(lines := log.read_text().splitlines()) == 2 and lines, "two lines")
        self.assertEqual(told, [r"\x7F\x00\x00\x01", r"\x00" * 8])


class ManyNodes(BehindShippedNginx):
    def start(self, number, port=0):
        folder = self.folder / f"node-{number}"
        folder.mkdir(exist_ok=True)
        node = Server(folder, port=port)
        self.addCleanup(node.give_up)
        return node

    def test_nodes_that_restart_or_die_lose_no_request(self):
        nodes = [self.start(number) for number in (1, 2)]
        self.nginx = self.front(*(node.port for node in nodes), changes=[
            ("rate=20r/s", "rate=10000r/s"), ("burst=100", "burst=10000")])
        failed, answered, over = [], [0] * 4, threading.Event()

        def visit(number):
            while not over.is_set():
                with self.nginx.connect() as connection:
                    for _ in range(500):  # then another connection
                        connection.sendall(POST)
                        answer = read_answer(connection)
                        answered[number] += 1
                        if answer is None or answer[0] != 200:
                            failed.append(answer)
        visitors = [threading.Thread(target=visit, args=[number]) for number in range(4)]
        for visitor in visitors:
            visitor.start()
        try:
            for which, how in ((0, signal.SIGTERM), (1, signal.SIGTERM), (0, signal.SIGKILL), (1, signal.SIGKILL)):
                before = sum(answered)
                until(lambda: sum(answered) > before + 100, "some load")
                self.assertEqual(nodes[which].end(how), 0 if how == signal.SIGTERM else -how)
                nodes[which] = self.start(which + 1, nodes[which].port)
                time.sleep(3)  # as the document says: nginx comes back to a node after `fail_timeout`
        finally:
            over.set()
            for visitor in visitors:
                visitor.join()
        self.assertEqual(failed[:1], [])
        for node in nodes:
            self.assertGreater(node.answered(), 0)

    def test_no_node_at_all(self):
        self.nginx = self.front(free_port(), free_port())
        status, head, _ = self.ask()
        self.assertEqual(status, 503)
        self.assertIn(b"Retry-After: 1\r\n", head)


