"""What is shipped for Prometheus and Grafana, held to promtool and to a real Prometheus that watches the program."""

import json
import re
import shutil
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request

from fronts import free_port
from house import ROOT, Scenario, until

SHIPPED = ROOT / "deploy/prometheus"
TOKEN = "0123456789abcdef0123456789abcdef"
BODY = json.dumps({"slots": ["hero", "nowhere"], "page": {"section": "sport", "topics": 7}, "email": "",
                   "location": {"country": "DE"}, "consent": {"behaviour": True, "at": "2020-01-01"}})


def dashboard_expressions():
    """(title, expression) of every panel, with Grafana's own words filled in."""
    words = {"$__rate_interval": "1m", "$instance": ".*"}
    for panel in json.loads((SHIPPED / "dashboard.json").read_text())["panels"]:
        for target in panel.get("targets", []):
            expression = target["expr"]
            for word, value in words.items():
                expression = expression.replace(word, value)
            yield panel["title"], expression


class Watching(Scenario):
    def setUp(self):
        super().setUp()
        for program in ("promtool", "prometheus"):
            if shutil.which(program) is None:
                self.skipTest(f"{program} is not installed")
        (self.folder / "tokens").write_text(f"prometheus viewer {TOKEN}\n")
        shutil.copytree(SHIPPED, self.folder / "prometheus")
        (self.folder / "prometheus/passerby.token").write_text(TOKEN)

    def watched(self):
        server = self.serve(config=f"admin: {{tokens_file: {self.folder}/tokens}}\n")
        for body in (BODY, "{", json.dumps({"slots": ["hero"], "page": {"section": "sport"}})):
            server.ask("POST", "/v1/decide", body)
        return server

    def promtool(self, *words, given=None):
        done = subprocess.run(["promtool", *words], cwd=self.folder / "prometheus", capture_output=True, text=True,
                              input=given)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def test_the_metrics_are_as_they_should_be(self):
        server = self.watched()
        status, _, page = server.ask("GET", "/metrics", port=server.admin_port,
                                     headers={"Authorization": f"Bearer {TOKEN}"})
        self.assertEqual(status, 200)
        told = self.promtool("check", "metrics", given=page.decode())
        self.assertEqual(told.stdout + told.stderr, "")

    def test_promtool_has_nothing_to_remark(self):
        self.promtool("check", "config", "--lint-fatal", "prometheus.yml")
        self.promtool("check", "rules", "--lint-fatal", "passerby.rules.yml")
        self.promtool("test", "rules", "passerby.rules.test.yml")

    def test_every_alert_says_what_to_do_and_is_tried(self):
        rules = (SHIPPED / "passerby.rules.yml").read_text()
        alerts = re.findall(r"alert: (\w+)", rules)
        self.assertEqual((rules.count("runbook: "), rules.count("summary: ")), (len(alerts), len(alerts)))
        tried = (SHIPPED / "passerby.rules.test.yml").read_text()
        document = (ROOT / "deploy/OPERATIONS.md").read_text()
        for alert in alerts:
            self.assertIn(f'alertname="{alert}"', tried)
            self.assertIn(f"`{alert}`", document)

    def start_prometheus(self, server):
        configuration = self.folder / "prometheus/prometheus.yml"
        text = configuration.read_text()
        for old, new in (("127.0.0.1:8081", f"127.0.0.1:{server.admin_port}"), ("scrape_interval: 15s", "scrape_interval: 1s"),
                         ("evaluation_interval: 15s", "evaluation_interval: 1s")):
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        configuration.write_text(text)
        self.port = free_port()
        said = open(self.folder / "prometheus/said", "w")
        self.addCleanup(said.close)
        process = subprocess.Popen(["prometheus", f"--config.file={configuration}", f"--storage.tsdb.path={self.folder}/data",
                                    f"--web.listen-address=127.0.0.1:{self.port}"], stdout=said, stderr=said)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        until(self.is_ready, "Prometheus")

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=20) as answer:
                return answer.status == 200
        except urllib.error.URLError:  # not there yet, or not ready
            return False

    def api(self, path, **query):
        address = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{query}: {error.read().decode()}") from None

    def value(self, expression):
        return self.api("query", query=expression)["result"]

    def test_a_real_prometheus_finds_all_that_is_shown(self):
        server = self.watched()
        self.start_prometheus(server)
        until(lambda: [sample["value"][1] for sample in self.value('up{job="passerby"}')] == ["1"], "a first look")
        until(lambda: float(self.value('count_over_time(up{job="passerby"}[1m])')[0]["value"][1]) >= 3, "some more looks")
        shown = list(dashboard_expressions())
        self.assertGreater(len(shown), 15)
        for title, expression in shown:
            self.assertTrue(self.value(expression), f"{title}: nothing for {expression}")
        until(lambda: all(rule["health"] == "ok" for rule in self.api("rules")["groups"][0]["rules"]), "all evaluated")
        self.assertEqual([rule["name"] for rule in self.api("rules")["groups"][0]["rules"]
                          if rule["state"] != "inactive"], [])
        (server.rules / "broken.yaml").write_text("rulez: []\n")

        def pending():
            return [rule["name"] for rule in self.api("rules")["groups"][0]["rules"] if rule["state"] == "pending"]
        until(lambda: pending() == ["PasserbyRulesRefused"], "the alert")


if __name__ == "__main__":
    unittest.main()
