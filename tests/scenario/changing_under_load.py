"""Rules edited while a load generator runs: the answers change, and no request fails."""

import os
import re
import subprocess

from house import RULES, Scenario, until

SCRIPT = """\
wrk.method = "POST"
wrk.body = '{"slots": ["hero"], "page": {"section": "sport"}}'
"""
SECONDS = 6


class ChangingUnderLoad(Scenario):
    def test_no_request_fails(self):
        server = self.serve()
        script = self.folder / "post.lua"
        script.write_text(SCRIPT)
        load = subprocess.Popen(
            ["wrk", "-t1", "-c16", f"-d{SECONDS}", "-s", str(script), f"http://127.0.0.1:{server.port}/v1/decide"],
            stdout=subprocess.PIPE, text=True)
        edits = 0
        while load.poll() is None:
            edits += 1
            shows = "welcome" if edits % 2 else "sports"
            beside = self.folder / "beside"
            beside.write_text(RULES.replace("show: sports", f"show: {shows}"))
            os.rename(beside, server.rules / "a.yaml")
            until(lambda: server.shown() == [shows], f"edit {edits}")
        report = load.communicate()[0]
        self.assertGreater(edits, 5)
        self.assertNotIn("Socket errors", report)
        self.assertNotIn("Non-2xx", report)
        self.assertGreater(int(re.search(r"(\d+) requests in", report)[1]), 100)
        self.assertEqual(server.end(), 0)
