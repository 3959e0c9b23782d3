"""What the documents say can be done is done: their rules, requests and commands, as they stand there."""

import json
import re
import shlex
import shutil
import subprocess
import unittest

from house import PROGRAM, ROOT, Scenario


def blocks(document, language):
    """The fenced blocks of that language."""
    text = (ROOT / document).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(document, program):
    """The indented lines that call the program."""
    text = (ROOT / document).read_text()
    return re.findall(rf"^    ({re.escape(program)} .*)$", text, re.MULTILINE)


class Documents(Scenario):
    def ask_as_written(self, server, command):
        """The curl line, with our port for the usual one."""
        words = shlex.split(command)
        self.assertEqual(words[0], "curl")
        words = [word.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}") for word in words]
        told = subprocess.run([*words, "--silent", "--fail"], capture_output=True, text=True, timeout=20)
        self.assertEqual(told.returncode, 0, (command, told.stderr))
        return json.loads(told.stdout)

    def serve_news(self):
        shutil.copytree(ROOT / "rules/examples/news", self.folder / "rules")
        return self.serve()

    def test_the_request_of_the_readme(self):
        server = self.serve_news()
        (command,) = commands("README.md", "curl")
        self.assertEqual(len(self.ask_as_written(server, command)["decisions"]["sidebar"]), 2)

    def test_the_answer_that_the_readme_shows(self):
        request = json.loads(shlex.split(commands("README.md", "curl")[0])[-1])
        told = subprocess.run([PROGRAM, "decide", "--rules", str(ROOT / "rules/examples/news"),
                               "--now", "2026-06-15T12:00", "-"],
                              input=json.dumps(request), capture_output=True, text=True, timeout=20)
        self.assertEqual(told.returncode, 0, told.stderr)
        answer, shown = json.loads(told.stdout), json.loads(blocks("README.md", "json")[0])
        self.assertEqual(list(answer), list(shown))
        for member in ("decisions", "privacy"):
            self.assertEqual(answer[member], shown[member])

    def test_the_rules_of_the_readme_are_the_examples(self):
        (rules,) = blocks("README.md", "yaml")
        examples = {line.split(" #")[0].strip() for file in (ROOT / "rules/examples/news").glob("*.yaml")
                    for line in file.read_text().splitlines()}
        for line in rules.splitlines():
            self.assertIn(line.split(" #")[0].strip(), examples)

    def test_the_commands_of_the_readme(self):
        lines = re.findall(r"^    (.*build/release/passerby .*)$", (ROOT / "README.md").read_text(), re.MULTILINE)
        self.assertTrue(lines)
        for line in lines:
            told = subprocess.run(line.replace("build/release/passerby", PROGRAM), shell=True, cwd=ROOT,
                                  capture_output=True, text=True, timeout=20)
            self.assertEqual(told.returncode, 0, (line, told.stdout, told.stderr))

    def test_the_request_of_the_interface(self):
        server = self.serve()
        request = json.loads(blocks("server/API.md", "json")[0])
        status, _, body = server.ask("POST", "/v1/decide", json.dumps(request))
        answer = json.loads(body)
        self.assertEqual((status, list(answer["decisions"])), (200, request["slots"]))
        self.assertEqual(answer["privacy"]["ignored"], [])

    def test_the_query_of_the_interface(self):
        server = self.serve()
        (command,) = [line for line in commands("server/API.md", "curl") if "/v1/decide" in line]
        self.assertEqual(list(self.ask_as_written(server, command)["decisions"]), ["hero", "sidebar"])

    def test_the_signals_of_the_interface(self):
        server = self.serve()
        (command,) = [line for line in commands("server/API.md", "curl") if "/v1/signals" in line]
        self.assertEqual(list(self.ask_as_written(server, command)), ["rules", "signals"])

    def test_what_is_linked_is_there(self):
        for document in ROOT.glob("**/*.md"):
            if "build" in document.relative_to(ROOT).parts or "node_modules" in document.parts:
                continue
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
                self.assertTrue((document.parent / target).exists(), f"{document}: {target}")


if __name__ == "__main__":
    unittest.main()
