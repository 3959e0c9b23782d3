"""Where a visitor is, by address: only with consent, and only as far as the file knows."""

import json
import os
import signal

import places_file
from house import Scenario, until

RULES = """\
slots:
  hero: {fallback: anywhere}
content:
  anywhere: {data: {}}
  berlin: {data: {}}
  a-region: {data: {}}
  a-country: {data: {}}
rules:
  - {id: city, slot: hero, priority: 3, when: {location.city: Berlin}, show: berlin}
  - {id: region, slot: hero, priority: 2, when: {location.region: [DE-BE, US-CA, NL-NH]}, show: a-region}
  - {id: country, slot: hero, priority: 1, when: {location.country: [DE, AU, FR, US, NL, GB]}, show: a-country}
"""
YES = {"location": True, "at": "2026-11-01"}
NO = {"location": False, "at": "2026-11-01"}
TRUSTED = "trusted_proxies: [127.0.0.1, 10.0.0.0/8]\n"
BERLIN = "9.9.9.77"


class Placing(Scenario):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "places.mmdb"
        self.put({**places_file.NETWORKS, **places_file.SIX})
        (self.folder / "rules").mkdir()
        (self.folder / "rules/a.yaml").write_text(RULES)

    def put(self, networks):
        new = self.folder / "new.mmdb"
        new.write_bytes(places_file.build(networks))
        new.rename(self.file)

    def start(self, config=TRUSTED, **options):
        return self.serve(f"geo: {{mmdb: {self.file}}}\n{config}", **options)

    def ask(self, server, forwarded=None, consent=YES, headers=None, **members):
        given = {"X-Forwarded-For": forwarded} if forwarded else {}
        body = json.dumps({"slots": ["hero"], **({"consent": consent} if consent else {}), **members})
        status, _, text = server.ask("POST", "/v1/decide", body, headers={**given, **(headers or {})})
        self.assertEqual(status, 200, text)
        return json.loads(text)

    def shown(self, *arguments, **named):
        return self.ask(*arguments, **named)["decisions"]["hero"][0]["content"]

    def test_each_shape_of_file(self):
        server = self.start()
        for address, content in ((BERLIN, "berlin"), ("8.8.8.8", "a-country"), ("8.9.1.1", "a-country"),
                                 ("8.10.1.1", "a-region"), ("2a00:1450:4001:82b::200e", "a-region"),
                                 ("2a02::1", "a-country"), ("[2a02::1]:443", "a-country"), ("12.1.1.1", "a-country"),
                                 ("11.1.1.1", "anywhere"), ("13.1.1.1", "anywhere"), ("7.7.7.7", "anywhere"),
                                 ("::ffff:9.9.9.9", "berlin"), ("192.168.1.1", "anywhere"), ("100.64.1.1", "anywhere"),
                                 ("10.1.1.1", "anywhere"), ("unknown", "anywhere")):
            self.assertEqual(self.shown(server, address), content, address)
        self.assertEqual(server.metric('passerby_places_total{outcome="found"}'), 10)  # 11/8 names no country there is
        self.assertEqual(server.metric('passerby_places_total{outcome="not_public"}'), 2)
        self.assertEqual(server.metric('passerby_places_total{outcome="nothing"}'), 2)
        self.assertEqual(server.metric('passerby_places_total{outcome="no_address"}'), 2)

    def test_only_who_permits_it_is_looked_up(self):
        server = self.start()
        for consent in (None, NO, {"behaviour": True, "at": "2026-11-01"}, {"location": True},
                        {"location": True, "at": "2020-01-01"}, {"location": True, "at": "2026-11-01", "tcf": "x"}):
            answer = self.ask(server, BERLIN, consent=consent)
            self.assertEqual(answer["decisions"]["hero"][0]["content"], "anywhere", consent)
            self.assertEqual(answer["privacy"]["withheld"], [], "what was not looked up did not arrive")
        self.assertEqual(server.metric('passerby_places_total{outcome="found"}'), 0)

    def test_nobody_is_looked_up_for_rules_that_read_no_place(self):
        (self.folder / "rules/a.yaml").write_text(RULES[:RULES.index("rules:")])
        server = self.start()
        self.assertEqual(self.shown(server, BERLIN), "anywhere")
        self.assertEqual(server.metric('passerby_places_total{outcome="found"}'), 0)

    def test_of_a_child_only_the_country(self):
        answer = self.ask(self.start(), BERLIN, child=True)
        self.assertEqual(answer["decisions"]["hero"][0]["content"], "a-country")
        self.assertEqual(answer["privacy"]["withheld"], [])

    def test_what_the_page_says_counts(self):
        server = self.start()
        self.assertEqual(self.shown(server, BERLIN, location={"country": "NL"}), "a-country")
        for said in ({}, {"country": "XX"}, {"postcode": "10115"}, 5):
            self.assertEqual(self.shown(server, BERLIN, location=said), "anywhere", said)

    def test_an_answer_by_address_is_for_one(self):
        server = self.start()
        said = {"X-Forwarded-For": BERLIN}
        path = "/v1/decide?slot=hero&device.type=phone"
        _, headers, body = server.ask("GET", path + "&consent=location&consent.at=2026-11-01", headers=said)
        self.assertEqual(json.loads(body)["decisions"]["hero"][0]["content"], "berlin")
        self.assertEqual((headers["Cache-Control"], headers["ETag"]), ("private, no-store", None))
        self.assertIn("Forwarded, X-Forwarded-For", headers.get_all("Vary"))
        self.assertIn("Sec-GPC, DNT", headers.get_all("Vary"))
        _, headers, body = server.ask("GET", path, headers=said)
        self.assertEqual(json.loads(body)["decisions"]["hero"][0]["content"], "anywhere")
        self.assertEqual((headers["Cache-Control"], headers.get_all("Vary")), ("public, max-age=60", ["Sec-GPC, DNT"]))

    def test_nobody_says_to_be_elsewhere(self):
        """The peer is trusted or not, and each header is what a client wrote or a proxy."""
        spoofs = ({"X-Forwarded-For": BERLIN}, {"Forwarded": f"for={BERLIN}"},
                  {"X-Forwarded-For": f"{BERLIN}, 10.0.0.2", "Forwarded": f"for={BERLIN}, for=10.0.0.2"})
        for config in ("", "trusted_proxies: [10.0.0.0/8, 192.0.2.0/24]\n"):
            server = self.start(config)
            for headers in spoofs:
                self.assertEqual(self.shown(server, headers=headers), "anywhere", (config, headers))
            server.end()
        server = self.start()
        for headers, content in (({"X-Forwarded-For": f"{BERLIN}, 8.8.8.8"}, "a-country"),
                                 ({"X-Forwarded-For": f"{BERLIN}, 10.0.0.9, 8.8.8.8, 10.0.0.1"}, "a-country"),
                                 ({"Forwarded": f'for={BERLIN};by=", for=8.8.8.8'}, "a-country"),
                                 ({"Forwarded": f"for={BERLIN}", "X-Forwarded-For": "8.8.8.8"}, "anywhere"),
                                 ({"Forwarded": "for=8.8.8.8", "X-Forwarded-For": BERLIN}, "anywhere"),
                                 ({"Forwarded": f'for="{BERLIN}:80"', "X-Forwarded-For": BERLIN}, "berlin"),
                                 ({"X-Real-IP": BERLIN, "CF-Connecting-IP": BERLIN, "True-Client-IP": BERLIN}, "anywhere")):
            self.assertEqual(self.shown(server, headers=headers), content, headers)

    def test_lines_count_in_their_order(self):
        server = self.start()
        body = json.dumps({"slots": ["hero"], "consent": YES}).encode()
        for lines, content in (([BERLIN, "8.8.8.8"], b"a-country"), (["8.8.8.8", f"{BERLIN}, 10.0.0.1"], b"berlin"),
                               ([BERLIN] + ["10.0.0.1"] * 150, b"anywhere")):
            connection = server.connect()
            head = "".join(f"x-forwarded-for: {line}\r\n" for line in lines)
            connection.sendall(b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
                               % (head.encode(), len(body), body))
            answer = b""
            while more := connection.recv(65536):
                answer += more
            connection.close()
            self.assertIn(b'"content":"%s"' % content, answer)

    def test_without_a_file(self):
        self.file.unlink()
        server = self.start()
        self.assertEqual(self.shown(server, BERLIN), "anywhere")
        warned = f'warning place-file-refused file="{self.file}" code="place-file-unreadable"'
        self.assertEqual(server.log().count(warned), 1)
        self.assertEqual(server.log().count("place-file-"), 2, "the event and its code, and no other")
        self.put(places_file.NETWORKS)
        server.tell(signal.SIGHUP)
        until(lambda: self.shown(server, BERLIN) == "berlin", "the file that came")

    def test_with_a_broken_file(self):
        deep = places_file.build({"9.9.9.0/24": {"a": places_file.lists(1_000_000), "country_code": "DE"}})
        for broken in (b"", b"<html>", places_file.SAMPLES["city-24.mmdb"][:-20], deep):
            self.file.write_bytes(broken)
            server = self.start()
            self.assertEqual(self.shown(server, BERLIN), "anywhere")
            self.assertEqual(server.log().count("place-file-refused"), 1)
            self.assertIn("place-file-malformed", server.log())
            self.assertEqual(server.end(), 0)

    def test_a_file_that_changes(self):
        server = self.start()
        self.assertEqual(self.shown(server, BERLIN), "berlin")
        for spoil in (lambda: os.truncate(self.file, 100), lambda: self.file.write_bytes(b"\0" * 9999), self.file.unlink):
            spoil()  # in place, under the server's hands
            self.assertEqual(self.shown(server, BERLIN), "berlin")
            refused = server.log().count("place-file-refused")
            server.tell(signal.SIGHUP)
            until(lambda: server.log().count("place-file-refused") == refused + 1, "a word about it")
            self.assertEqual(self.shown(server, BERLIN), "berlin", "the old one stays in use")
        self.put({"9.9.9.0/24": {"country_code": "AU"}})
        server.tell(signal.SIGHUP)
        until(lambda: self.shown(server, BERLIN) == "a-country", "the new file")
        self.assertEqual(server.end(), 0)

    def test_the_peer_itself(self):
        """Of those that can be had here none is public: it is asked for, and placed nowhere."""
        server = self.start(config="")
        self.assertEqual(self.shown(server), "anywhere")
        self.assertEqual(server.metric('passerby_places_total{outcome="not_public"}'), 1)

    def test_operators_are_nowhere(self):
        server = self.start()
        body = json.dumps({"slots": ["hero"], "consent": YES})
        _, _, text = server.ask("POST", "/admin/v1/explain", body, port=server.admin_port,
                                headers={"Content-Type": "application/json", "X-Forwarded-For": BERLIN})
        self.assertEqual(json.loads(text)["decisions"]["hero"][0]["content"], "anywhere")
