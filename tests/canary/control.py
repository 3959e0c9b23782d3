"""The control of the proof: a program that keeps something on purpose is caught, in each of many manners.

Without a manner it is the program that is shipped, of the same parts, and clean: so it is the leak that is caught."""

import os
import subprocess
from pathlib import Path
import unittest

import scenes
import search
from house import PROGRAM, ROOT
from proof import Proof
from visitor import Visitor

LEAKING = os.environ.get("PASSERBY_LEAKING", str(ROOT / "build/dev/tests/canary/leaking/passerby_leaking"))

# What leaks, and the marks and the form by which it is told, where.
MEMORY, ANSWER, LOG, METRICS, FILE = "memory", "answer", "log", "metrics", "file"
LEAKS = {
    "header": (MEMORY, "user-agent", "word-"),
    "header-base64": (MEMORY, "cookie", "base64-"),
    "signal-digest": (MEMORY, "section", "sha256"),
    "address": (MEMORY, "address", "binary"),
    "request-not-wiped": (MEMORY, "visits", "double-"),
    "body-not-wiped": (MEMORY, "email", "word-"),
    "scratch-not-wiped": (MEMORY, "path", "word-"),
    "stack": (MEMORY, "user-agent", "word-"),
    "frees-not-wiped": (MEMORY, "slot", "word-"),
    "log": (LOG, "query-section", "word-"),
    "metric": (METRICS, "user-agent", "word-"),
    "file": (FILE, "query-search", "word-"),
}


class Control(Proof):
    def leak(self, kind):
        self.set_environment(PASSERBY_LEAK=kind)
        return self.serve(program=LEAKING)

    def visit(self, server, scene=scenes.pipelined):
        """The scene's visitor, whose connections stay open, and all that he was answered."""
        visitor = Visitor(server, self.marks, "one")
        visitor.open = None
        answers = list(scene(visitor))
        if visitor.open:
            self.addCleanup(visitor.open.close)
        return visitor, answers

    def look(self, where, server):
        forms = self.marks.forms
        if where == MEMORY:
            with self.assertRaises(AssertionError) as caught:
                search.until_forgotten(forms, server.process.pid, "all", patience=1)
            print(str(caught.exception)[:300], flush=True)
            return search.in_memory(forms, server.process.pid)
        if where == METRICS:
            told = server.ask("GET", "/metrics", port=server.admin_port, headers={"Authorization": "Bearer operators-secret"})
            (self.folder / "metrics").write_bytes(told[2])
        place = {LOG: self.folder / "stderr", METRICS: self.folder / "metrics", FILE: self.folder / "run"}[where]
        return search.in_files(forms, place) if place.is_dir() else search.find(forms, place)

    def test_every_leak_is_caught(self):
        for kind, (where, place, form) in LEAKS.items():
            with self.subTest(kind):
                server = self.leak(kind)
                self.visit(server, scenes.good_gets if where in (LOG, FILE) else scenes.pipelined)
                found = self.look(where, server)
                self.assertTrue([mark for mark in found if mark.name.startswith(f"one:{place}|{form}")], found[:20])
                server.end()
                (self.folder / "run/visits").unlink(missing_ok=True)

    def test_a_problem_that_repeats_something_is_caught(self):
        server = self.leak("header")
        _, answers = self.visit(server, scenes.malformed)
        with self.assertRaises(AssertionError):
            self.look_at_answers(answers, "one")

    def test_without_a_leak_it_is_clean(self):
        server = self.leak("none")
        for scene in (scenes.pipelined, scenes.good_gets, scenes.malformed):
            self.play(server, scene, scene.__name__)
        self.look_everywhere(server)

    def test_the_program_that_is_shipped_has_none_of_it(self):
        for program, has in ((LEAKING, True), (PROGRAM, False)):
            symbols = subprocess.run(["nm", program], capture_output=True, text=True, check=True).stdout
            self.assertIn("_ZN8passerby3api9PublicApi6handle", symbols)
            self.assertEqual("__wrap_" in symbols, has, program)
            self.assertEqual(b"PASSERBY_LEAK" in Path(program).read_bytes(), has, program)


