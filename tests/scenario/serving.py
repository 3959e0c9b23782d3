"""What a page, an operator and a probe see of a server that is well."""

import json
import signal

from house import Scenario


class Serving(Scenario):
    def test_decides(self):
        server = self.serve()
        answer = server.decide(page={"section": "sport"})
        self.assertEqual(answer["decisions"]["hero"][0]["content"], "sports")
        self.assertEqual(answer["decisions"]["hero"][0]["rule"], "sports-page")
        self.assertEqual(server.shown(section="news"), ["welcome"])
        self.assertRegex(answer["rules"], "^[0-9a-f]{32}$")

    def test_decides_the_same_by_get_and_tells_its_length_by_head(self):
        server = self.serve()
        path = "/v1/decide?slot=hero&page.section=sport"
        status, headers, body = server.ask("GET", path)
        self.assertEqual(status, 200)
        self.assertEqual(json.loads(body)["decisions"]["hero"][0]["content"], "sports")
        head_status, head_headers, head_body = server.ask("HEAD", path)
        self.assertEqual((head_status, head_body), (200, b""))
        self.assertEqual(head_headers["Content-Length"], headers["Content-Length"])

    def test_is_alive_and_ready(self):
        server = self.serve()
        for port in (server.port, server.admin_port):
            self.assertEqual(server.ask("GET", "/healthz", port=port)[0], 200)
            status, _, body = server.ask("GET", "/readyz", port=port)
            ready = json.loads(body)
            self.assertEqual((status, ready["ready"], ready["draining"]), (200, True, False))
            self.assertEqual(ready["rules"]["rules"], 1)
            self.assertEqual(ready["rules"]["last_reload"]["outcome"], "ok")

    def test_counts(self):
        server = self.serve()
        server.shown()
        server.shown()
        self.assertEqual(server.metric('passerby_requests_total{route="decide",status="200"}'), 2)
        self.assertEqual(server.metric('passerby_decisions_total{reason="TARGETING_MATCH"}'), 2)
        self.assertEqual(server.metric("passerby_rules"), 1)
        self.assertGreater(server.metric("process_resident_memory_bytes"), 0)

    def test_keeps_the_listeners_apart(self):
        server = self.serve()
        self.assertEqual(server.ask("GET", "/metrics")[0], 404)
        self.assertEqual(server.ask("POST", "/admin/v1/check", "{}")[0], 404)
        status, _, _ = server.ask("POST", "/v1/decide", '{"slots": ["hero"]}', port=server.admin_port,
                                  headers={"Content-Type": "application/json"})
        self.assertEqual(status, 404)

    def test_checks_and_explains_for_operators(self):
        server = self.serve()
        status, _, body = server.ask(
            "POST", "/admin/v1/check", json.dumps({"files": {"a.yaml": "rules: 5"}}), port=server.admin_port,
            headers={"Content-Type": "application/json"})
        self.assertEqual((status, json.loads(body)["ok"]), (200, False))
        status, _, body = server.ask(
            "POST", "/admin/v1/explain", json.dumps({"slots": ["hero"], "page": {"section": "news"}}),
            port=server.admin_port, headers={"Content-Type": "application/json"})
        self.assertEqual(status, 200)
        self.assertEqual(json.loads(body)["explain"]["hero"][0]["outcome"], "FAILED")

    def test_lets_no_other_site_use_the_operators_browser(self):
        server = self.serve()
        for path, headers in (("", {"Host": "evil.example"}), ("", {"Origin": "https://evil.example"}),
                              ("http://evil.example", {"Host": "localhost"})):
            status, _, _ = server.ask("POST", path + "/admin/v1/check", "{}", port=server.admin_port,
                                      headers={"Content-Type": "application/json", **headers})
            self.assertIn(status, (403, 421), (path, headers))

    def test_logs_nothing_of_a_visitor(self):
        server = self.serve()
        mark = "c4n4ry"
        server.ask("POST", "/v1/decide?" + mark, json.dumps({"slots": [mark], mark: mark}),
                   headers={"User-Agent": mark, "Cookie": mark, "Referer": mark, "X-Forwarded-For": mark})
        server.ask("POST", "/v1/decide", "{" + mark)
        server.ask("GET", "/" + mark)
        _, _, metrics = server.ask("GET", "/metrics", port=server.admin_port)
        self.assertEqual(server.end(), 0)
        self.assertNotIn(mark, server.log())
        self.assertNotIn(mark, metrics.decode())

    def test_ends_well_on_either_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            self.assertEqual(self.serve().end(number), 0)
