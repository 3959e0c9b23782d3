"""Rules that change under a running server, in all the ways in which files change."""

import os
import signal

from house import RULES, Scenario, until

OTHER = RULES.replace("page.section: sport", "page.section: news")
BROKEN = RULES + "    wieght: 3\n"


class Changing(Scenario):
    def replace(self, server, text, name="a.yaml"):
        """As editors do: written beside, renamed into place."""
        beside = self.folder / "beside"
        beside.write_text(text)
        os.rename(beside, server.rules / name)

    def expect(self, server, section, content):
        until(lambda: server.shown(section) == [content], f"{content} for {section}")

    def test_written_in_place(self):
        server = self.serve()
        (server.rules / "a.yaml").write_text(OTHER)
        self.expect(server, "news", "sports")
        self.assertEqual(server.shown("sport"), ["welcome"])

    def test_renamed_into_place(self):
        server = self.serve()
        self.replace(server, OTHER)
        self.expect(server, "news", "sports")

    def test_another_file_comes_and_goes(self):
        server = self.serve()
        self.replace(server, "rules:\n  - {id: more, slot: hero, priority: 9, show: sports}\n", "b.yaml")
        self.expect(server, "news", "sports")
        (server.rules / "b.yaml").unlink()
        self.expect(server, "news", "welcome")

    def test_a_folder_within_comes(self):
        server = self.serve()
        (server.rules / "inner").mkdir()
        (server.rules / "inner" / "b.yaml").write_text(
            "rules:\n  - {id: more, slot: hero, priority: 9, show: sports}\n")
        self.expect(server, "news", "sports")

    def test_a_mount_swaps_its_link(self):
        rules = self.folder / "rules"
        for version, text in (("..1", RULES), ("..2", OTHER)):
            (rules / version).mkdir(parents=True)
            (rules / version / "a.yaml").write_text(text)
        os.symlink("..1", rules / "..data")
        os.symlink("..data/a.yaml", rules / "a.yaml")
        server = self.serve()
        self.assertEqual(server.shown("sport"), ["sports"])
        os.symlink("..2", rules / "..data_new")
        os.rename(rules / "..data_new", rules / "..data")
        self.expect(server, "news", "sports")

    def test_a_release_swaps_the_folder_itself(self):
        for version, text in (("one", RULES), ("two", OTHER)):
            (self.folder / version).mkdir()
            (self.folder / version / "a.yaml").write_text(text)
        os.symlink("one", self.folder / "rules")
        server = self.serve()
        os.symlink("two", self.folder / "rules_new")
        os.rename(self.folder / "rules_new", self.folder / "rules")
        self.expect(server, "news", "sports")

    def test_asked_by_signal(self):
        server = self.serve()
        server.tell(signal.SIGHUP)
        until(lambda: server.metric('passerby_reload_total{outcome="unchanged"}') == 1, "a reload")
        self.assertEqual(server.shown(), ["sports"])

    def test_broken_keeps_what_is_in_force_and_says_so(self):
        server = self.serve()
        before = server.decide()["rules"]
        self.replace(server, BROKEN)
        refused = until(lambda: server.metric('passerby_reload_total{outcome="refused"}'), "a refusal")
        self.assertEqual(refused, 1)
        self.assertEqual(server.decide()["rules"], before)
        self.assertEqual(server.shown(), ["sports"])
        status, ready = server.ready()
        self.assertEqual((status, ready["ready"]), (200, True))
        last = ready["rules"]["last_reload"]
        self.assertEqual(last["outcome"], "refused")
        self.assertEqual((last["issues"][0]["file"], last["issues"][0]["line"]), ("a.yaml", 11))
        self.assertEqual(server.log().count("rules-refused"), 1)
        self.assertIn(f'rules-refused revision="{before}" file="a.yaml" line=11', server.log())
        self.replace(server, OTHER)
        self.expect(server, "news", "sports")
        self.assertEqual(server.ready()[1]["rules"]["last_reload"]["outcome"], "ok")

    def test_gone_keeps_what_is_in_force(self):
        server = self.serve()
        os.rename(server.rules, self.folder / "elsewhere")
        until(lambda: server.metric('passerby_reload_total{outcome="refused"}'), "a refusal")
        self.assertEqual(server.shown(), ["sports"])
        (self.folder / "elsewhere" / "a.yaml").write_text(OTHER)
        os.rename(self.folder / "elsewhere", server.rules)
        self.expect(server, "news", "sports")

    def test_the_same_bytes_change_nothing(self):
        server = self.serve()
        before = server.decide()["rules"]
        self.replace(server, RULES)
        until(lambda: server.metric('passerby_reload_total{outcome="unchanged"}'), "a look")
        self.assertEqual(server.decide()["rules"], before)
