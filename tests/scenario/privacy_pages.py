"""What a visitor and a program are told of what is used: true of the rules in force, and consent bound to it."""

import base64
import datetime
import hashlib
import html.parser
import json
import re
from urllib.parse import quote

from house import Scenario, until

STATEMENT, RIGHTS, GPC = "/v1/privacy", "/v1/privacy/rights", "/.well-known/gpc.json"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# Names as odd as the language allows, what needs two permissions, a segment in a segment, a slot's own condition.
RULES = """\
slots:
  hero: {fallback: welcome, when: {not: {page.section: crisis}}}
  side: {}
content:
  welcome: {}
  sale: {}
signals:
  location.store: {type: string, purpose: behaviour}
  behaviour.tier: {type: string, purpose: history, values: ["<b>&\\"gold\\"</b>", plain]}
  page.x__1: {type: boolean}
segments:
  inner: {behaviour.cart_value: {min: 50}}
  outer: {any: [{segment: inner}, {behaviour.tier: plain}]}
rules:
  - {id: 0._-.., slot: hero, when: {segment: outer}, show: sale}
  - {id: near, slot: [hero, side], when: {location.store: north}, show: sale}
  - {id: off, slot: side, when: {location.city: Bern}, show: sale, enabled: false}
  - {id: late, slot: side, when: {time.hour: 22-2, page.x__1: true}, show: sale, until: 2020-01-01}
"""
# … and the same with more read for `location`, or less for everything.
MORE = RULES.replace("enabled: false", "enabled: true")
LESS = RULES.replace("  - {id: near, slot: [hero, side], when: {location.store: north}, show: sale}\n", "")

VOID = {"meta", "br"}


class Outline(html.parser.HTMLParser):
    """Elements in pairs, no script, nothing from elsewhere; gathers texts and paths."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.links, self.text, self.seen = [], [], "", set()

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("src", "style"), (tag, name)
            if name == "href":
                self.links.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data


def hash_of(name):
    """Eight letters of a signal's name, by the description in engine/coverage.hpp and from it alone."""
    alphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    mask, value = (1 << 64) - 1, 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    value ^= value >> 31
    return "".join(alphabet[(value >> (58 - 6 * i)) & 63] for i in range(8))


def version_of(**purposes):
    """The version of those who read these signals."""
    letters = {"location": "l", "behaviour": "b", "history": "h"}
    return "1" + "".join(f".{letter}" + "".join(sorted(map(hash_of, purposes[purpose])))
                         for purpose, letter in letters.items() if purpose in purposes)


class PrivacyPages(Scenario):
    def serve_rules(self, rules=RULES, config=""):
        folder = self.folder / "rules"
        folder.mkdir(exist_ok=True)
        (folder / "a.yaml").write_text(rules)
        return self.serve(config)

    def statement(self, server):
        status, headers, body = server.ask("GET", STATEMENT)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"))
        return json.loads(body)

    def change(self, server, rules):
        before = self.statement(server)["rules"]
        (server.rules / "a.yaml").write_text(rules)
        until(lambda: self.statement(server)["rules"] != before, "the statement follows the rules")

    def uses(self, statement):
        return {use["purpose"]: {signal["name"]: signal.get("rules") for signal in use["signals"]}
                for use in statement["purposes"]}

    def test_says_what_the_rules_in_force_read(self):
        server = self.serve_rules()
        statement = self.statement(server)
        self.assertEqual(statement["rules"], server.decide()["rules"])
        self.assertEqual(self.uses(statement), {
            "none": {"time.hour": ["late"], "page.section": ["0._-..", "near"], "page.x__1": ["late"]},
            "location": {"location.store": ["near"]},
            "behaviour": {"behaviour.cart_value": ["0._-.."], "location.store": ["near"]},
            "history": {"behaviour.tier": ["0._-.."]},
            "measurement": {}})
        self.assertEqual(statement["version"], version_of(
            location=["location.store"], behaviour=["behaviour.cart_value", "location.store"],
            history=["behaviour.tier"]))
        self.change(server, MORE)
        self.assertEqual(self.uses(self.statement(server))["location"],
                         {"location.city": ["off"], "location.store": ["near"]})
        self.change(server, LESS)
        self.assertEqual(self.uses(self.statement(server))["location"], {})

    def test_names_what_pages_are_asked_to_send(self):
        for rules in (RULES, MORE, LESS):
            server = self.serve_rules(rules)
            read = {name for use in self.uses(self.statement(server)).values() for name in use}
            listed = {signal["name"] for signal in json.loads(server.ask("GET", "/v1/signals")[2])["signals"]}
            # Time is not sent, but for the visitor's offset from UTC.
            self.assertEqual({name for name in read if not name.startswith("time.")}, listed - {"time.utc_offset"})
            self.assertEqual(any(name.startswith("time.") for name in read), "time.utc_offset" in listed)

    def test_says_what_the_configuration_does(self):
        consent = self.statement(self.serve_rules())["consent"]
        self.assertEqual((consent["max_age_days"], consent["child_directed"], consent["tcf"]),
                         (180, False, {"use": "content", "reader": "publisher"}))
        self.assertIn("tcf_purpose_11_refused", [row["when"] for row in consent["dropped"]])
        statement = self.statement(self.serve_rules(
            config="answer: {rule: false}\nconsent: {use: ads, tcf: 755, max_age: 30d, child_directed: true}\n"))
        consent = statement["consent"]
        self.assertEqual((statement["use"], consent["max_age_days"], consent["child_directed"], consent["tcf"]),
                         ("ads", 30, True, {"use": "ads", "reader": "vendor", "vendor": 755}))
        rows = {row["when"]: row["drops"] for row in consent["dropped"]}
        self.assertNotIn("tcf_purpose_11_refused", rows)
        self.assertEqual(rows["tcf_purpose_2_refused"], ["device", "location", "behaviour", "history"])
        used = {signal["name"]: signal["used"] for use in statement["purposes"] for signal in use["signals"]}
        self.assertEqual([name for name, is_used in used.items() if not is_used],
                         ["location.store", "behaviour.cart_value", "behaviour.tier"])

    def test_does_what_it_says_of_headers_and_keeps_what_it_says(self):
        server = self.serve_rules("slots: {hero: {}}\ncontent: {a: {}}\nrules:\n"
                                  "  - {id: phones, slot: hero, when: {device.type: phone}, show: a}\n")
        statement = self.statement(server)
        names = [header["name"] for header in statement["headers"]]
        _, headers, _ = server.ask("GET", "/v1/decide?slot=hero")
        self.assertEqual(headers["Vary"].split(", "), names)
        self.assertEqual([kept["what"] for kept in statement["kept"]], ["counters", "log lines"])
        self.assertFalse(statement["address"]["read"])

    def test_says_when_places_are_looked_up(self):
        for config, further in (("geo: {mmdb: /nowhere}\n", []),
                                ("geo: {mmdb: /nowhere}\ntrusted_proxies: [127.0.0.1]\n",
                                 ["Forwarded", "X-Forwarded-For"])):
            server = self.serve_rules(config=config)
            statement = self.statement(server)
            self.assertTrue(statement["address"]["read"])
            names = [header["name"] for header in statement["headers"]]
            self.assertEqual(names[-2:] if further else names[6:], further)
            _, headers, _ = server.ask("GET", "/v1/decide?slot=hero&consent=location&consent.at=" + self.today())
            self.assertEqual(sorted(", ".join(headers.get_all("Vary")).split(", ")), sorted(names))

    def test_hides_rules_where_answers_do(self):
        server = self.serve_rules(config="answer: {rule: false}\n")
        statement = self.statement(server)
        self.assertNotIn("rules", statement["purposes"][0]["signals"][0])
        self.assertEqual(statement["purposes"][0]["signals"][0]["rule_count"], 1)
        for headers in ({}, BROWSER):
            _, _, body = server.ask("GET", STATEMENT, headers=headers)
            for name in (b"0._-..", b"near", b"late"):
                self.assertNotIn(name, body)

    def test_is_a_page_for_browsers(self):
        server = self.serve_rules()
        for path in (STATEMENT, RIGHTS):
            status, headers, body = server.ask("GET", path, headers=BROWSER)
            self.assertEqual((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
            self.assertEqual(headers["Vary"], "Accept")
            outline = Outline()
            outline.feed(body.decode())
            outline.close()
            self.assertEqual(outline.open, [])
            self.assertFalse(outline.seen & {"script", "img", "link", "iframe", "form", "object", "base"})
            self.assertEqual(outline.links, [RIGHTS if path == STATEMENT else STATEMENT])
            # The policy lets the page's own style in, and nothing else.
            (style,) = re.findall(r"<style>(.*?)</style>", body.decode(), re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
            self.assertEqual(policy, {"default-src": "'none'", "style-src": f"'sha256-{digest}'", "base-uri": "'none'",
                                      "form-action": "'none'", "frame-ancestors": "'none'"})
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertNotRegex(body.decode(), r"https?://")
            if path == STATEMENT:
                statement = self.statement(server)
                for told in (statement["rules"], statement["version"], "0._-..", "page.x__1", *statement["never_kept"],
                             *(row["about"] for row in statement["consent"]["dropped"])):
                    self.assertIn(told, outline.text)
                self.assertNotIn("gold", outline.text)

    def test_can_be_kept_and_revalidated(self):
        server = self.serve_rules(config="cache_max: 30s\n")
        tags = {}
        for path in (STATEMENT, RIGHTS, GPC):
            for form, headers in (("json", {}), ("html", BROWSER)):
                status, told, body = server.ask("GET", path, headers=headers)
                self.assertEqual((status, told["Cache-Control"]), (200, "public, max-age=30"))
                self.assertEqual(told["Access-Control-Allow-Origin"], "*")
                tags[path, form] = told["ETag"]
                head, head_told, nothing = server.ask("HEAD", path, headers=headers)
                self.assertEqual((head, nothing, head_told["Content-Length"]), (200, b"", str(len(body))))
                status, again, body = server.ask("GET", path, headers={**headers, "If-None-Match": told["ETag"]})
                self.assertEqual((status, body, again["ETag"]), (304, b"", told["ETag"]))
            status, told, _ = server.ask("OPTIONS", path)
            self.assertEqual((status, told["Allow"]), (204, "GET, HEAD, OPTIONS"))
            self.assertEqual(server.ask("POST", path, "{}")[0], 405)
        self.assertNotEqual(tags[STATEMENT, "json"], tags[STATEMENT, "html"])
        self.change(server, MORE)
        status, told, _ = server.ask("GET", STATEMENT, headers={"If-None-Match": tags[STATEMENT, "json"]})
        self.assertEqual(status, 200)
        self.assertNotEqual(told["ETag"], tags[STATEMENT, "json"])
        status, told, _ = server.ask("GET", RIGHTS, headers={"If-None-Match": tags[RIGHTS, "json"]})
        self.assertEqual(status, 304)
        self.assertEqual(server.metric('passerby_requests_total{route="rights",status="304"}'), 3)
        self.assertEqual(server.metric('passerby_requests_total{route="gpc",status="405"}'), 1)
        self.assertGreater(server.metric('passerby_requests_total{route="privacy",status="200"}'), 3)

    def test_answers_for_rights_and_gpc(self):
        server = self.serve_rules()
        rights = json.loads(server.ask("GET", RIGHTS)[2])
        self.assertEqual(rights["held"], [])
        for right in ("access", "deletion", "portability", "who_to_ask"):
            self.assertTrue(rights[right])
        status, headers, body = server.ask("GET", GPC, headers=BROWSER)
        support = json.loads(body)
        self.assertEqual((status, headers["Content-Type"], support["gpc"]), (200, "application/json", True))
        self.assertRegex(support["lastUpdate"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(list(support), ["gpc", "lastUpdate"])

    def asked_again(self, server, version):
        """What is to be refreshed by POST; by GET, which must agree where the version fits into one."""
        grants = {"location": True, "behaviour": True, "history": True, "at": self.today()}
        if version is not None:
            grants["version"] = version
        answer = server.decide(consent=grants, location={"store": "south", "city": "Bern"})
        refresh = answer["privacy"]["refresh_consent"]
        if version is None or (isinstance(version, str) and len(version) < 8_000):
            told = "" if version is None else "&consent.version=" + quote(version, safe="")
            _, _, body = server.ask("GET", "/v1/decide?slot=hero&consent=location,behaviour,history"
                                           f"&consent.at={self.today()}{told}")
            self.assertEqual(json.loads(body)["privacy"]["refresh_consent"], refresh, version)
        # What is withheld is what is to be refreshed, and what needs it.
        withheld = set(answer["privacy"]["withheld"])
        self.assertEqual("location.city" in withheld, "location" in refresh)
        self.assertEqual("location.store" in withheld, bool({"location", "behaviour"} & set(refresh)))
        return refresh

    def today(self):
        return datetime.datetime.now(datetime.timezone.utc).date().isoformat()

    def test_binds_consent_to_what_it_covered(self):
        server = self.serve_rules()
        first = self.statement(server)["version"]
        self.assertEqual(self.asked_again(server, None), [])
        self.assertEqual(self.asked_again(server, first), [])
        self.change(server, MORE)
        more = self.statement(server)["version"]
        self.assertEqual(self.asked_again(server, first), ["location"])
        self.assertEqual(self.asked_again(server, more), [])
        self.assertEqual(self.asked_again(server, "1"), ["location", "behaviour", "history"])
        self.assertEqual(self.asked_again(server, version_of(location=["location.city", "location.store"])),
                         ["behaviour", "history"])
        self.change(server, LESS)
        for version in (first, more):
            self.assertEqual(self.asked_again(server, version), [])
        # Rules that read nothing need nothing asked for.
        self.change(server, "slots: {hero: {}}\nsignals:\n  location.store: {type: string, purpose: behaviour}\n")
        self.assertEqual(self.statement(server)["version"], "1")
        self.assertEqual(self.asked_again(server, first), [])

    def test_asks_again_where_a_version_is_none(self):
        server = self.serve_rules()
        good = self.statement(server)["version"]
        everything = ["location", "behaviour", "history"]
        for version in ("", "0", "2" + good[1:], good + ".", good + " ", good.upper(), good[:-1], "1.x", "~", "\0",
                        "ü" * 40, good + "A" * 1_100, "1." * 3_000, "<script>", "%", 1, 1.5, True, None, [], {},
                        [good], {"version": good}, "1.l" + "A" * 50_000):
            if version is None:
                answer = server.decide(consent={"location": True, "at": self.today(), "version": None})
                self.assertEqual(answer["privacy"]["refresh_consent"], ["location"])
                continue
            self.assertEqual(self.asked_again(server, version), everything, version)
        # Whoever says it twice cannot be read at all; what is refused is not asked for again.
        _, _, body = server.ask("POST", "/v1/decide", '{"slots": ["hero"], "consent": {"location": true, "at": "'
                                + self.today() + f'", "version": "{good}", "version": "{good}"' + "}}")
        self.assertEqual(json.loads(body)["privacy"]["refresh_consent"], [])
        answer = server.decide(consent={"location": False, "history": True, "at": self.today(), "version": "?"})
        self.assertEqual(answer["privacy"]["refresh_consent"], ["history"])
