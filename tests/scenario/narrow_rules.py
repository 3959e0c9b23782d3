"""Rules that single somebody out: what `check` says by the configuration, and what the server makes of it.

    python3 -m unittest -v narrow_rules"""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from house import PROGRAM, Server

NARROW = """\
slots: {hero: {fallback: welcome}}
content: {welcome: {data: {title: Welcome}}}
rules:
  - {id: opera, slot: hero, show: welcome, when: {page.section: opera}}
"""
REFUSING = """\
guard: {visits_per_day: 10000, min_reach: 50, refuse: true}
shares: {page.section: {opera: 0.00001}}
"""


class NarrowRules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "rules").mkdir()
        (self.folder / "rules/a.yaml").write_text(NARROW)

    def check(self, config):
        (self.folder / "guard.yaml").write_text(config)
        done = subprocess.run(
            [PROGRAM, "check", str(self.folder / "rules"), "--config", str(self.folder / "guard.yaml"),
             "--format", "json"], capture_output=True, text=True, timeout=60)
        return done.returncode, json.loads(done.stdout)["issues"] if done.returncode < 2 else done.stderr

    def test_are_warned_of_by_the_shares_of_the_configuration(self):
        self.assertEqual(self.check("guard: {min_reach: 50}"), (0, []))
        code, issues = self.check(REFUSING.replace("true", "false"))
        self.assertEqual((code, [(i["code"], i["severity"]) for i in issues]), (0, [("too-narrow", "warning")]))

    def test_are_refused_by_check_where_the_guard_says_so(self):
        code, issues = self.check(REFUSING)
        self.assertEqual((code, [(i["code"], i["severity"]) for i in issues]), (1, [("too-narrow", "error")]))

    def test_name_a_share_that_cannot_be(self):
        code, remarks = self.check("shares: {device.type: {mobile: 0.5}}")
        self.assertEqual(code, 2)
        self.assertIn("`mobile` is no value of `device.type`", remarks)

    def test_are_refused_to_operators_and_never_stop_a_server(self):
        server = Server(self.folder, config=REFUSING)
        self.addCleanup(server.end)
        self.assertEqual(server.shown("opera"), ["welcome"])
        status, _, body = server.ask(
            "POST", "/admin/v1/check", json.dumps({"files": {"a.yaml": NARROW}}), port=server.admin_port,
            headers={"Content-Type": "application/json"})
        self.assertEqual(status, 200)
        self.assertFalse(json.loads(body)["ok"])
        self.assertEqual(json.loads(body)["issues"][0]["code"], "too-narrow")
        (self.folder / "rules/a.yaml").write_text(NARROW + "\n# changed\n")
        status, _, body = server.ask("POST", "/admin/v1/reload", "{}", port=server.admin_port,
                                     headers={"Content-Type": "application/json"})
        self.assertEqual((status, json.loads(body)["ok"]), (200, True))


if __name__ == "__main__":
    unittest.main()
