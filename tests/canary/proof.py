"""A server with something to read in every signal, put through the scenes and then looked through."""

import os
import re
import shutil
import tempfile
import time
import unittest
from pathlib import Path

import scenes
import search
from house import Server, until
from marks import Marks
from tls_peer import make_pair, put, trusting
from visitor import Visitor

LONG = os.environ.get("PASSERBY_LONG") == "1"
CONNECTIONS = 24
SLOTS = ("slot", "query-slot")     # places of which an answer may tell to who asks
FILES = ("rule-file", "rule-text")  # … and to rule authors

SITE = """\
slots:
  hero: {fallback: welcome}
  side: {count: 3}
  crowd: {}
signals:
  behaviour.note: {type: string}
content:
  welcome: {data: {title: Welcome}}
  sports: {data: {title: Sports}}
  offer: {data: {title: Offer}}
rules:
  - {id: path, slot: hero, when: {page.path: {glob: ["/*/live", "/**/x*"]}}, show: sports}
  - {id: section, slot: hero, when: {page.section: [sport, news], page.type: {not: gallery}}, show: sports}
  - {id: texts, slot: side, when: {page.language: {not: [de, fr]}, page.topics: {not: politics}}, show: offer}
  - {id: football, slot: side, when: {page.topics: football, page.keywords: {not: betting}}, show: sports}
  - {id: place, slot: side, when: {location.country: DE, location.city: {not: Berlin}}, show: offer}
  - {id: cart, slot: hero, when: {behaviour.cart_value: {above: 5}, behaviour.minutes_on_site: {min: 1}}, show: offer}
  - {id: device, slot: hero, when: {device.type: phone, device.os: ios, device.browser: {not: edge}}, show: offer}
  - {id: past, slot: side, when: {behaviour.visits: {min: 3}, behaviour.returning: true}, show: welcome}
  - {id: here, slot: side, when: {behaviour.searches: {not: shoes}, behaviour.topics: {not: golf}}, show: offer}
  - {id: note, slot: side, when: {behaviour.note: {prefix: abc}, behaviour.pages_viewed: {min: 2}}, show: offer}
"""
CROWD = 1_100  # of one priority: enough to be drawn from without listing them


def rules_text():
    crowd = (f"  - {{id: c{i}, slot: crowd, when: {{page.topics: [football, t{i}], page.section: {{not: s{i}}}}}, show: offer}}\n"
             for i in range(CROWD))
    return SITE + "".join(crowd)


class Proof(unittest.TestCase):
    """Runs a server in folders of its own, all of which can be looked through."""

    def setUp(self):
        if not search.may_look():
            self.skipTest("only who may read the memory of others can look")
        self.folder = Path(tempfile.mkdtemp(prefix="passerby-canary-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("run", "tmp", "data", "rules"):
            (self.folder / name).mkdir()
        (self.folder / "rules/a.yaml").write_text(rules_text())
        (self.folder / "tokens").write_text("ada operator operators-secret\n")
        self.in_folder(self.folder / "run")
        self.set_environment(TMPDIR=str(self.folder / "tmp"))
        self.statuses = set()
        self.marks = Marks(os.environ.get("PASSERBY_SEED") or os.urandom(6).hex())
        print(f"PASSERBY_SEED={self.marks.seed}", flush=True)

    def in_folder(self, folder):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder)

    def set_environment(self, **variables):
        for name, value in variables.items():
            self.addCleanup(os.environ.__setitem__ if name in os.environ else os.environ.pop, name,
                            os.environ.get(name))
            os.environ[name] = value

    def serve(self, more="", threads=1, tls=False, program=None):
        trust, keys = None, ""
        if tls:
            pair = make_pair(self.folder)
            shown, trust = put(self.folder, pair), trusting(pair)
            keys = f"tls: {shown}\nadmin: {{tls: {shown}, tokens_file: {self.folder}/tokens}}\n"
        else:
            keys = f"admin: {{tokens_file: {self.folder}/tokens}}\n"
        limits = f"limits: {{head_timeout: 750ms, body_timeout: 750ms, idle_timeout: 30s, connections: {CONNECTIONS}}}\n"
        server = Server(self.folder, keys + limits + f"data: {self.folder}/data\n" + more, threads=threads, trust=trust,
                        program=program)
        server.connections_max = CONNECTIONS
        self.addCleanup(server.give_up)
        return server

    def play(self, server, scene, name):
        """One scene; the server is looked through while its connections are still open, and again once they are not."""
        began = time.monotonic()
        visitor = Visitor(server, self.marks, name)
        visitor.open = None
        answers = list(scene(visitor))
        self.statuses |= {int(status) for answer in answers for status in re.findall(rb"HTTP/1\.1 (\d+)", answer)}
        self.look_at_answers(answers, name)
        if visitor.open and scene is not scenes.overloaded:  # half a request that may still be completed is kept
            search.until_forgotten(self.marks.of(name), server.process.pid, f"{name}, connections open")
        if visitor.open:
            visitor.open.close()
        played = time.monotonic() - began
        search.until_forgotten(self.marks.of(name), server.process.pid, name)
        print(f"{name:20} {played:6.2f} s, looked through in {time.monotonic() - began - played:.2f} s", flush=True)

    def look_at_answers(self, answers, name):
        """An answer tells the slots that it is for, to rule authors their own files, and nothing else of what was sent,
        now or earlier."""
        paths = {str(self.folder / f"answer-{number}"): answer for number, answer in enumerate(answers)}
        for path, answer in paths.items():
            Path(path).write_bytes(answer)
        for mark in search.find({**self.marks.words(), **self.marks.of(name)}, *paths):
            answer = paths[mark.where.removeprefix("file ")]
            mine = SLOTS if b'{"decisions"' in answer else FILES if b'"issues"' in answer else ()
            self.assertIn(mark.place, [f"{name}:{place}" for place in mine], f"{mark} {answer[:2000]}")
        for path in paths:
            os.unlink(path)

    def look_everywhere(self, server):
        """In the idle server, in what it tells operators and anybody, in every file that it could have written."""
        search.until_forgotten(self.marks.forms, server.process.pid, "all")
        for port, path in ((server.admin_port, "/metrics"), (server.admin_port, "/readyz"), (server.port, "/readyz"),
                           *((server.port, path) for path in scenes.PUBLIC)):
            told = server.ask("GET", path, port=port, headers={"Authorization": "Bearer operators-secret"})[2]
            (self.folder / f"told{port}{path.replace('/', '-')}").write_bytes(told)
        self.assertIn(b'passerby_requests_total{route="decide",status="200"}', self.metrics(server))
        self.assertEqual(search.in_files(self.marks.forms, self.folder), [])
        self.assertEqual(self.written_by(server), {str(self.folder / "stderr")})
        self.assertEqual(list((self.folder / "run").iterdir()) + list((self.folder / "tmp").iterdir()), [])
        self.assertEqual(search.find(self.marks.forms, *self.recent("/tmp", "/var/tmp", "/dev/shm", "/run")), [])

    def metrics(self, server):
        return (self.folder / f"told{server.admin_port}-metrics").read_bytes()

    def written_by(self, server):
        """The files that it holds open to write in."""
        held = set()
        for entry in Path(f"/proc/{server.process.pid}/fd").iterdir():
            flags = int(Path(f"/proc/{server.process.pid}/fdinfo/{entry.name}").read_text().split("flags:")[1].split()[0], 8)
            target = os.readlink(entry)
            if flags & (os.O_WRONLY | os.O_RDWR) and target.startswith("/") and not target.startswith("/dev/"):
                held.add(target)
        return held

    def recent(self, *folders):
        """Files that were written since this test began."""
        since = self.folder.stat().st_ctime - 60
        for folder in folders:
            for path in Path(folder).glob("*"):
                try:
                    if path.is_file() and path.stat().st_mtime > since and path.stat().st_size < 1 << 26:
                        yield path
                except OSError:
                    pass  # somebody else's, gone meanwhile

    def change_rules(self, server):
        """What a change logs and measures, and a refused one."""
        (self.folder / "rules/a.yaml").write_text(rules_text() + "  - {id: more, slot: side, show: offer}\n")
        until(lambda: "rules-published" in server.log().split("started", 1)[-1], "the change")
        (self.folder / "rules/a.yaml").write_text("rules: 5\n")
        until(lambda: "rules-refused" in server.log(), "the refusal")
        (self.folder / "rules/a.yaml").write_text(rules_text())
