"""A page that asks what it need send, sends no more, and learns when the rules read something else."""

import json
import unittest

from house import RULES, Scenario, until

MORE = RULES.replace("page.section: sport", "page.section: sport, behaviour.cart_value: {min: 50}")


class Signals(Scenario):
    def read(self, server, query="", **headers):
        status, told, body = server.ask("GET", "/v1/signals" + query, headers=headers)
        return status, told, json.loads(body) if body else None

    def test_lists_what_is_read_and_no_more(self):
        server = self.serve()
        status, headers, told = self.read(server)
        self.assertEqual(status, 200)
        self.assertEqual(told["signals"], [{"name": "page.section", "type": "string", "values": ["sport"]}])
        self.assertEqual(told["rules"], server.decide()["rules"])
        self.assertEqual(headers["Cache-Control"], "public, max-age=60")
        self.assertEqual(self.read(server, "?slot=hero")[2], told)
        self.assertEqual(self.read(server, "?slot=elsewhere")[2]["signals"], [])
        self.assertEqual(server.metric('passerby_requests_total{route="signals",status="200"}'), 3)

    def test_a_page_learns_that_other_rules_are_in_force(self):
        server = self.serve()
        _, headers, before = self.read(server)
        self.assertEqual(self.read(server, **{"If-None-Match": headers["ETag"]})[0], 304)
        self.assertNotIn("manifest", server.decide(manifest=before["rules"]))
        (server.rules / "a.yaml").write_text(MORE)
        until(lambda: server.decide()["rules"] != before["rules"], "other rules")
        stale = server.decide(manifest=before["rules"], page={"section": "~other"})
        self.assertEqual((stale["manifest"], stale["privacy"]["ignored"]), ("stale", []))
        _, _, query = server.ask("GET", f"/v1/decide?slot=hero&manifest={before['rules']}")
        self.assertEqual(json.loads(query)["manifest"], "stale")
        status, _, after = self.read(server, **{"If-None-Match": headers["ETag"]})
        self.assertEqual((status, after["rules"]), (200, stale["rules"]))
        self.assertEqual(after["signals"][1], {"name": "behaviour.cart_value", "type": "number",
                                               "purpose": "behaviour", "cuts": [0, 50]})
        self.assertNotIn("manifest", server.decide(manifest=after["rules"]))

    def test_closed_lists_have_another_value(self):
        server = self.serve()
        privacy = server.decide(device={"type": "~other", "os": "~OTHER"}, page={"referrer": "~other"})["privacy"]
        self.assertEqual(privacy["ignored"], [])
        self.assertEqual(server.decide(device={"type": "~others"})["privacy"]["ignored"], ["device.type"])

    def test_an_operator_may_withhold_what_the_rules_ask_for(self):
        server = self.serve(config="manifest: names\ncache_max: 5s\n")
        _, headers, told = self.read(server)
        self.assertEqual(told["signals"], [{"name": "page.section", "type": "string"}])
        self.assertEqual(headers["Cache-Control"], "public, max-age=5")


if __name__ == "__main__":
    unittest.main()
