"""After an answer, nothing is left of the address that a place was found by: neither of the connection's, which the server
asked the system for, nor of those that proxies forwarded."""

import ipaddress
import json
import socket

import places_file
import search
from house import PATIENCE, Scenario, read_answer, until

PEER, FOUR, SIX = "127.83.201.47", "9.9.9.213", "2a00:1450:4001:d3c5:b7a6:9f81:e2d4:c3b5"
RULES = """\
slots: {hero: {fallback: anywhere}}
content: {anywhere: {data: {}}, placed: {data: {}}}
rules:
  - {id: city, slot: hero, when: {location.city: [Berlin, Amsterdam]}, show: placed}
"""
GOOD = json.dumps({"slots": ["hero"], "consent": {"location": True, "at": "2026-11-01"}})
BAD = (json.dumps({"slots": ["hero"], "consent": {"location": False}}), '{"slots": 5}', "{")


def forms():
    """Texts, bytes both ways round, and the part of the address that must not be looked up."""
    six = ipaddress.ip_address(SIX).packed
    return {"peer": PEER.encode(), "peer-packed": ipaddress.ip_address(PEER).packed, "four": FOUR.encode(),
            "six": SIX.encode(), "six-in-capitals": SIX.upper().encode(), "six-packed": six, "six-reversed": six[::-1],
            "six-beyond-its-network": six[6:]}


class PlaceForgetting(Scenario):
    def setUp(self):
        super().setUp()
        if not search.may_look():
            self.skipTest("only who may read the memory of others can look")
        (self.folder / "places.mmdb").write_bytes(places_file.build({**places_file.NETWORKS, **places_file.SIX}))
        (self.folder / "rules").mkdir()
        (self.folder / "rules/a.yaml").write_text(RULES)
        self.server = self.serve(f"geo: {{mmdb: {self.folder}/places.mmdb}}\ntrusted_proxies: [127.0.0.0/8]\n", threads=1)
        # Four bytes may stand in a program by chance; then they say nothing.
        there = {found.name for found in search.in_memory(forms(), self.server.process.pid)}
        self.assertLessEqual(there, {"peer-packed"})
        self.forms = {name: bytes_ for name, bytes_ in forms().items() if name not in there}

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.server.port), PATIENCE, (PEER, 0))
        self.addCleanup(connection.close)
        return connection

    @staticmethod
    def request(headers, body):
        text = "".join(f"{name}: {value}\r\n" for name, value in headers)
        return f"POST /v1/decide HTTP/1.1\r\nHost: h\r\n{text}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    def test_of_answers_and_refusals(self):
        """On one connection that stays open, so that its buffers stay."""
        connection = self.connect()
        for headers, placed in (([("X-Forwarded-For", FOUR)], True), ([("X-Forwarded-For", SIX)], True),
                                ([("Forwarded", f'for="[{SIX}]:80"')], True),
                                ([("X-Forwarded-For", SIX.upper()), ("X-Forwarded-For", "127.0.0.9")], True),
                                ([("Forwarded", f"for={FOUR}"), ("X-Forwarded-For", SIX)], False),
                                ([("X-Forwarded-For", f"{SIX}, {FOUR}x")], False), ([], False)):
            for body in (GOOD, *BAD):
                connection.sendall(self.request(headers, body))
                _, _, answer = read_answer(connection)
                if body == GOOD:
                    self.assertIn(b'"content":"placed"' if placed else b'"content":"anywhere"', answer, headers)
            search.until_forgotten(self.forms, self.server.process.pid, f"requests with {headers}")
        self.assertNotIn(PEER, self.server.log())

    def test_of_what_was_given_up(self):
        connection = self.connect()
        connection.sendall(self.request([("X-Forwarded-For", SIX)], GOOD)[:-5])
        until(lambda: search.in_memory(self.forms, self.server.process.pid), "half a request: it would be found")
        connection.close()
        search.until_forgotten(self.forms, self.server.process.pid, "half a request")
