"""TLS on both listeners: what is spoken, what is refused, and certificates that change."""

import json
import re
import signal
import socket
import ssl
import threading
import time
from pathlib import Path

from house import RULES, Scenario, read_answer, until
from http_itself import BODY, DECIDE, HEALTH, LAST, chunked
from tls_peer import Peer, let_expire, lock, make_pair, put, trusting


class Tls(Scenario):
    CONFIG = ""

    def setUp(self):
        super().setUp()
        self.pair = make_pair(self.folder)
        self.trust = trusting(self.pair)
        files = put(self.folder, self.pair)
        self.server = self.serve(f"tls: {files}\nadmin: {{tls: {files}}}\n{self.CONFIG}", trust=self.trust)

    def peer(self, greeted=True, **settings):
        peer = Peer(self.server.port, trusting(self.pair, **settings))
        self.addCleanup(peer.socket.close)
        if greeted:
            peer.greet()
        return peer

    def failed_handshakes(self):
        return self.server.metric('passerby_connections_refused_total{reason="handshake"}')

    def is_as_before(self):
        until(lambda: self.server.metric("passerby_connections") == 1, "no connection left behind")
        self.assertEqual(self.server.shown(), ["sports"])


class Speaking(Tls):
    def test_both_listeners_and_versions(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            for port in (self.server.port, self.server.admin_port):
                peer = Peer(port, trusting(self.pair, minimum_version=version, maximum_version=version))
                with peer:
                    peer.greet()
                    peer.send(LAST)
                    answers, said_last = peer.read_all()
                self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 1)
                self.assertTrue(said_last)

    def test_no_older_version(self):
        # Written by hand: the client's own library would rather not.
        hello = bytes.fromhex("160301002f0100002b0302" + "5a" * 32 + "00" + "0004c014c013" + "0100")
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as old:
            old.sendall(hello)
            self.assertEqual(old.recv(100), bytes.fromhex("15030200020246"))  # fatal: protocol version
        self.assertEqual(self.failed_handshakes(), 1)

    def test_one_protocol_inside(self):
        for offered, chosen in ((["h2", "http/1.1"], "http/1.1"), ([], None)):
            context = trusting(self.pair)
            if offered:
                context.set_alpn_protocols(offered)
            with Peer(self.server.port, context) as peer:
                peer.greet()
                self.assertEqual(peer.tls.selected_alpn_protocol(), chosen)
        context = trusting(self.pair)
        context.set_alpn_protocols(["h2"])
        with Peer(self.server.port, context) as peer, self.assertRaises(ssl.SSLError):
            peer.greet()

    def test_nobody_is_recognised(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = trusting(self.pair, minimum_version=version, maximum_version=version)
            with context.wrap_socket(socket.create_connection(("127.0.0.1", self.server.port)),
                                     server_hostname="localhost") as first:
                first.sendall(HEALTH)
                self.assertEqual(read_answer(first)[0], 200)
                session = first.session
                self.assertFalse(session.has_ticket)
            with context.wrap_socket(socket.create_connection(("127.0.0.1", self.server.port)),
                                     server_hostname="localhost", session=session) as again:
                self.assertFalse(again.session_reused)

    def test_records_of_any_shape(self):
        many = DECIDE * 300 + LAST
        shapes = {
            "large records": [many],
            "a record each": [DECIDE] * 300 + [LAST],
            "records across requests": [many[at:at + 333] for at in range(0, len(many), 333)],
            "a chunked body": [*(chunked(BODY, 7) for _ in range(300)), LAST],
        }
        for shape, records in shapes.items():
            for size in (None, 1_400, 16_384 + 100):
                with self.subTest(shape, size=size), self.peer() as peer:
                    peer.send(*records, size=size)
                    answers, said_last = peer.read_all()
                    self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 301)
                    self.assertEqual(answers.count(b'"sports-page"'), 300)
                    self.assertTrue(said_last)

    def test_byte_by_byte(self):
        request = DECIDE + chunked(BODY, 7) + LAST
        with self.peer() as peer:
            peer.send(*(request[at:at + 1] for at in range(len(request))))
            self.assertEqual(peer.read_all()[0].count(b'"sports-page"'), 2)
        with self.peer() as peer:
            peer.send(request, size=1)
            self.assertEqual(peer.read_all()[0].count(b'"sports-page"'), 2)

    def test_the_rest_of_what_came_together(self):
        """All in one packet, and the socket tells of nothing afterwards."""
        for last in (b"", b"GET /hea"):
            with self.peer() as peer:
                peer.send(*[HEALTH] * 100, last)
                text = b""
                while text.count(b"HTTP/1.1 200 OK") < 100:
                    text += peer._pump(lambda: peer.tls.read(65536))
                peer.send((b"GET /hea" + LAST[8:])[len(last):])
                self.assertEqual(peer.read_all()[0].count(b"HTTP/1.1 200 OK"), 1)

    def test_half_close(self):
        for end in ("a goodbye", "a goodbye in the same packet", "no goodbye"):
            with self.subTest(end), self.peer() as peer:
                peer.put(*[DECIDE] * 50)
                if end != "a goodbye in the same packet":
                    peer.flush()
                if end == "no goodbye":
                    peer.socket.shutdown(socket.SHUT_WR)
                else:
                    peer.say_last()
                answers, said_last = peer.read_all()
                self.assertEqual(answers.count(b'"sports-page"'), 50)
                self.assertTrue(said_last)
        self.is_as_before()

    def test_a_peer_that_reads_late(self):
        with self.peer() as peer:
            peer.put(*[DECIDE] * 20_000, LAST)
            waiting = peer.go.read()
            sender = threading.Thread(target=peer.socket.sendall, args=(waiting,))
            sender.start()
            time.sleep(1)
            answers, said_last = peer.read_all()
            sender.join()
        self.assertEqual(answers.count(b'"sports-page"'), 20_000)
        self.assertTrue(said_last)

    def test_peers_that_never_read(self):
        """The program stops reading them, and keeps little of what they sent."""
        def resident():
            return int(Path(f"/proc/{self.server.process.pid}/statm").read_text().split()[1]) * 4096
        before = resident()
        for _ in range(8):
            peer = self.peer()
            peer.put(*[DECIDE * 100] * 1_500)
            peer.socket.settimeout(1)
            with self.assertRaises(TimeoutError):
                peer.socket.sendall(peer.go.read())
        self.assertLess(resident() - before, 64 << 20)
        self.assertEqual(self.server.shown(), ["sports"])

    def test_ends_without_losing_a_request(self):
        peers = [self.peer() for _ in range(8)]
        for peer in peers:
            peer.send(DECIDE[:-5])
        time.sleep(0.2)
        self.server.tell(signal.SIGTERM)
        time.sleep(0.3)
        for peer in peers:
            peer.send(DECIDE[-5:])
            answers, said_last = peer.read_all()
            self.assertIn(b'"sports-page"', answers)
            self.assertTrue(said_last)
        self.assertEqual(self.server.end(), 0)


class Refusing(Tls):
    CONFIG = "limits: {head_timeout: 1s}\n"

    def talk(self, bytes_):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            connection.sendall(bytes_)
            received = b""
            try:
                while more := connection.recv(65536):
                    received += more
            except ConnectionResetError:
                pass
            return received

    def test_what_is_no_tls(self):
        greeting = self.peer(greeted=False)
        try:
            greeting.tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        hello = greeting.go.read()
        others = {
            "plain HTTP": HEALTH,
            "garbage": bytes(range(256)) * 40,
            "a record of nothing": b"\x16\x03\x01\x00\x00",
            "a record too long": b"\x16\x03\x01\xff\xff" + b"a" * 70_000,
            "a greeting with rubbish behind": hello + b"\x00" * 100,
            "a greeting cut short": hello[:-7] + hello[:7],
            "data before the greeting": b"\x17\x03\x03\x00\x10" + b"a" * 16,
            "an alert": b"\x15\x03\x01\x00\x02\x02\x28",
        }
        for name, bytes_ in others.items():
            with self.subTest(name):
                self.assertNotIn(b"HTTP/", self.talk(bytes_))
        self.assertGreaterEqual(self.failed_handshakes(), len(others) - 2)
        self.is_as_before()

    def test_handshakes_that_take_too_long(self):
        began = time.monotonic()
        self.assertEqual(self.talk(b""), b"")
        self.assertEqual(self.talk(b"\x16\x03\x01"), b"")
        self.assertLess(time.monotonic() - began, 10)
        with self.assertRaises((ConnectionError, ssl.SSLError)), self.peer(greeted=False) as slow:
            try:
                slow.tls.do_handshake()
            except ssl.SSLWantReadError:
                pass
            for byte in slow.go.read():
                slow.socket.sendall(bytes([byte]))
                time.sleep(0.02)
            slow.greet()
        self.is_as_before()

    def test_a_greeting_in_pieces_is_fine(self):
        with self.peer(greeted=False) as peer:
            peer.greet(size=7)
            peer.send(LAST)
            self.assertEqual(peer.read_all()[0].count(b"HTTP/1.1 200 OK"), 1)

    def test_requests_that_take_too_long(self):
        with self.peer() as peer:
            peer.send(DECIDE[:20])
            answers, said_last = peer.read_all()
            self.assertTrue(answers.startswith(b"HTTP/1.1 408 "), answers)
            self.assertTrue(said_last)

    def test_records_that_were_changed(self):
        with self.peer() as peer:
            peer.put(DECIDE)
            bytes_ = bytearray(peer.go.read())
            bytes_[30] ^= 1
            peer.socket.sendall(bytes_)
            with self.assertRaises(ssl.SSLError):
                peer.read_all()
        self.is_as_before()

    def test_resets(self):
        for stage in (b"", HEALTH, DECIDE * 500, DECIDE[:20]):
            for _ in range(10):
                peer = self.peer(greeted=bool(stage))
                if stage:
                    peer.send(stage)
                peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                peer.socket.close()
        self.is_as_before()


class Changing(Tls):
    def name_shown(self):
        """Whose certificate a new connection sees."""
        with self.server.connect() as connection:
            return dict(part[0] for part in connection.getpeercert()["subject"])["commonName"]

    def reload(self, event):
        before = len(re.findall(event, self.server.log()))
        self.server.tell(signal.SIGHUP)
        until(lambda: len(re.findall(event, self.server.log())) > before, event)

    def test_a_new_pair(self):
        second = make_pair(self.folder, "second", key="rsa")
        self.server.trust = trusting(self.pair, second)
        self.assertEqual(self.name_shown(), "first")
        with self.peer() as old:
            put(self.folder, second)
            self.assertEqual(self.name_shown(), "first")
            self.reload("certificate-loaded")
            self.assertEqual(self.name_shown(), "second")
            old.send(LAST)
            self.assertEqual(old.read_all()[0].count(b"HTTP/1.1 200 OK"), 1)

    def test_a_bad_pair_changes_nothing(self):
        second, shown = make_pair(self.folder, "second"), self.folder / "shown.key"
        locked = self.folder / "locked.key"
        lock(self.pair, locked)
        for bad, code in ((second[1].read_bytes(), "key-mismatch"), (b"", "key-unusable"),
                          (locked.read_bytes(), "key-unusable"), (None, "key-unreadable")):
            shown.unlink()
            if bad is not None:
                shown.write_bytes(bad)
            self.reload(f"certificate-refused .*code=\"{code}\"")
            self.assertEqual(self.name_shown(), "first")
            put(self.folder, self.pair)
        (self.folder / "shown.crt").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        self.reload('certificate-refused .*code="certificate-unusable"')
        self.assertEqual(self.name_shown(), "first")
        self.reload("rules-unchanged")

    def test_under_load(self):
        """Pairs change and break meanwhile: no request fails, and each handshake has a whole pair."""
        pairs = [make_pair(self.folder, name) for name in ("second", "third", "fourth")]
        self.server.trust = trusting(self.pair, *pairs)
        ended, failed, answered, seen = threading.Event(), [], [0] * 4, set()

        def ask(number):
            while not ended.is_set():
                try:
                    with self.server.connect() as connection:
                        seen.add(dict(part[0] for part in connection.getpeercert()["subject"])["commonName"])
                        for _ in range(5):
                            connection.sendall(DECIDE)
                            status, _, body = read_answer(connection)
                            assert status == 200 and json.loads(body)["decisions"]["hero"], (status, body)
                            answered[number] += 1
                except Exception as failure:
                    return failed.append(failure)
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for turn in range(60):
            put(self.folder, pairs[turn % 3])
            if turn % 4 == 3:
                (self.folder / "shown.key").write_bytes(b"broken")
            self.server.tell(signal.SIGHUP)
            time.sleep(0.03)
        ended.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        self.assertGreater(min(answered), 20)
        self.assertGreater(len(seen), 2)
        self.assertIn("certificate-refused", self.server.log())


class StartingWithTls(Scenario):
    def expect(self, text, certificate, key):
        (self.folder / "rules.yaml").write_text(RULES)
        (self.folder / "passerby.yaml").write_text(f"tls: {{certificate: {certificate}, key: {key}}}\n")
        ended = self.run_program("serve", "--config", str(self.folder / "passerby.yaml"), "--rules",
                                 str(self.folder / "rules.yaml"), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
        self.assertEqual((ended.returncode, ended.stdout), (2, ""), ended.stderr)
        self.assertIn(text, ended.stderr)

    def test_why_not(self):
        first, second = make_pair(self.folder, "first"), make_pair(self.folder, "second")
        nowhere, empty = self.folder / "nowhere", self.folder / "empty"
        empty.write_text("")
        self.expect("(`tls.certificate`): the certificate does not exist", nowhere, first[1])
        self.expect("(`tls.key`): the key does not exist", first[0], nowhere)
        self.expect("(`tls.certificate`): holds no certificate", empty, first[1])
        self.expect("(`tls.key`): holds no key", first[0], empty)
        self.expect("(`tls.key`): is not the key of the certificate", first[0], second[1])

    def test_an_expired_certificate_is_told_and_served(self):
        pair = make_pair(self.folder, "late")
        let_expire(pair)
        server = self.serve(f"tls: {put(self.folder, pair)}\n", trust=trusting(pair))
        self.assertIn('certificate-doubtful file="', server.log())
        self.assertIn('code="expired"', server.log())
        with self.assertRaises(ssl.SSLCertVerificationError):
            server.connect()
