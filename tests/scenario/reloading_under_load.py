"""Rules of all kinds, good and broken, reloaded again and again under load: no request fails, and every answer is one
that the oracle allows by the rule set that it names, which is one that was in force while it was asked for."""

import collections
import datetime
import json
import multiprocessing
import os
import random
import shutil
import signal
import socket
import subprocess
import time

from house import PATIENCE, PROGRAM, ROOT, Scenario, read_answer, until

JUDGES = os.environ.get("PASSERBY_JUDGE", str(ROOT / "build/dev/tests/scenario/judge"))
LONG = os.environ.get("PASSERBY_LONG") == "1"
SEED = 20261122
SETS = 8
RULES = 10_000 if LONG else 300
REQUESTS = 60 if LONG else 24
RELOADS = 10_000 if LONG else 60
SECONDS_MAX = int(os.environ.get("PASSERBY_SECONDS", "1500"))  # of reloading; a slow machine reloads less often
CLIENTS, CONNECTIONS, PIPELINED = 2, 4, 4
PAUSE = 0.005  # of a client between its rounds: the load is beside the point, the machine is to reload


def cut(text):
    """In the middle of a word, as a disk that is full would."""
    return text[:text.rindex("    show: ") + 8]


# What a broken set's file says instead.
BREAKS = {
    "syntax": lambda text: text + b"\n  - {id: [\n".decode(),
    "unknown-signal": lambda text: text.replace("page.", "paeg.", 1),
    "unknown-content": lambda text: text.replace("    show: ", "    show: un", 1),
    "cut": cut,
    "too-deep": lambda text: text + "    when: " + "{not: " * 200 + "{page.section: a}" + "}" * 200 + "\n",
    "no-utf-8": lambda text: (text + "# ").encode() + b"\xff\xfe\n",
    "twice": lambda text: text + text[text.index("rules:"):].partition("\n")[2],
    "noise": lambda _: random.Random(SEED).randbytes(50_000),
}


class Client:
    """Asks on a few connections for as long as the rules change; counts what came, and objects to what may not be."""

    def __init__(self, port, requests, revisions, order, begun, done, stop):
        self.requests = [head_of(body) + body for body in requests]
        self.revisions, self.order, self.begun, self.done, self.stop = revisions, order, begun, done, stop
        self.connections = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(CONNECTIONS)]
        self.seen = {}  # (request, body) -> the first and the last (sent, received)
        self.answered = 0
        self.next = random.Random(port).randrange(len(requests))

    def run(self, results):
        try:
            while not self.stop.value:
                self.round()
                time.sleep(PAUSE)
            results.put((self.answered, list(self.seen.items()), None))
        except Exception as failure:  # told by the test's own process
            results.put((self.answered, [], repr(failure)))

    def round(self):
        in_force, sent = self.done.value, int(time.time())
        asked = []
        for connection in self.connections:
            numbers = [(self.next + i) % len(self.requests) for i in range(PIPELINED)]
            self.next += PIPELINED + 1
            connection.sendall(b"".join(self.requests[number] for number in numbers))
            asked.append(numbers)
        for connection, numbers in zip(self.connections, asked):
            for number, body in zip(numbers, read_answers(connection, len(numbers))):
                self.take(number, body, in_force, sent)

    def take(self, number, body, in_force, sent):
        at = body.rindex(b'"rules":"') + 9
        revision = body[at:at + 32].decode()
        allowed = {self.revisions[self.order[i]] for i in range(in_force, self.begun.value + 1)}
        if revision not in allowed:
            raise AssertionError(f"an answer by {revision}, in force were {allowed}")
        self.answered += 1
        moment = (sent, int(time.time()))
        first, _ = self.seen.get((number, body), (moment, moment))
        self.seen[number, body] = (first, moment)


def head_of(body):
    return b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % len(body)


def read_answers(connection, count):
    """Their bodies; each must be a 200."""
    bytes_ = b""
    while count > 0:
        end = bytes_.find(b"\r\n\r\n")
        length = int(bytes_[bytes_.index(b"Content-Length: ") + 16:].split(b"\r\n", 1)[0]) if end >= 0 else 0
        if end < 0 or len(bytes_) < end + 4 + length:
            more = connection.recv(1 << 18)
            if not more:
                raise AssertionError(f"a connection ended with {count} answers to come")
            bytes_ += more
            continue
        if not bytes_.startswith(b"HTTP/1.1 200 "):
            raise AssertionError(bytes_[:end])
        yield bytes_[end + 4:end + 4 + length]
        bytes_ = bytes_[end + 4 + length:]
        count -= 1


class ReloadingUnderLoad(Scenario):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        subprocess.run([f"{JUDGES}/write_rule_sets", str(SETS), str(RULES), str(REQUESTS), today, str(self.folder)],
                       check=True)
        self.requests = (self.folder / "requests.jsonl").read_bytes().splitlines()
        self.good = [f"set-{i}" for i in range(SETS)]
        self.broken = [self.break_set(kind) for kind in BREAKS]
        self.revisions = [self.revision_of(name) for name in self.good]
        self.assertEqual(len(set(self.revisions)), SETS)

    def break_set(self, kind):
        folder = self.folder / kind
        shutil.copytree(self.folder / self.random.choice(self.good), folder)
        file = folder / "rules-2.yaml"
        text = BREAKS[kind](file.read_text())
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        checked = self.run_program("check", str(folder))
        self.assertEqual(checked.returncode, 1, f"{kind}: {checked.stderr[-300:]}")
        return kind

    def revision_of(self, name):
        told = self.run_program("decide", "--rules", str(self.folder / name), str(self.folder / "requests.jsonl"))
        return json.loads(told.stdout.splitlines()[0])["rules"]

    def put_in_place(self, name):
        """The folder itself is a link that is swapped, as releases are."""
        os.symlink(name, self.folder / "new")
        os.rename(self.folder / "new", self.folder / "rules")
        self.in_place = name

    def reloads(self, outcome):
        return self.server.metric(f'passerby_reload_total{{outcome="{outcome}"}}') or 0

    def in_force(self):
        return self.server.ready()[1]["rules"]["revision"]

    def have_reloaded(self, name, expected):
        """By the operator's request, by signal or by nothing but the change."""
        how = self.random.choices(["asked", "signal", "change"], [8, 1, 1])[0]
        refused = self.reloads("refused")
        self.put_in_place(name)
        if how == "asked":
            status, body = self.ask_to_reload()
            self.assertEqual((status, json.loads(body)["revision"]), (200 if expected else 422, self.wanted()))
            return
        if how == "signal":
            self.server.tell(signal.SIGHUP)
        if expected:
            until(lambda: self.in_force() == expected, f"{name} by {how}")
        else:
            until(lambda: self.reloads("refused") > refused, f"no to {name} by {how}")

    def have_reloaded_in_haste(self):
        """The next set comes while one is being read: never must half of each be in force."""
        self.put_in_place(self.good[self.next_good()])
        self.server.tell(signal.SIGHUP)
        time.sleep(self.random.random() * RULES / 100_000)
        self.put_in_place(self.good[self.next_good()])
        status, body = self.ask_to_reload()
        self.assertEqual((status, json.loads(body)["revision"]), (200, self.wanted()))

    def next_good(self):
        self.begun.value += 1
        return self.order[self.begun.value]

    def ask_to_reload(self):
        self.admin.sendall(b"POST /admin/v1/reload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                           b"Content-Length: 2\r\n\r\n{}")
        status, _, body = read_answer(self.admin)
        return status, body

    def wanted(self):
        return self.revisions[self.order[self.begun.value]]

    def begin_load(self):
        self.order = [0]
        while len(self.order) <= 2 * RELOADS:
            self.order.append(self.random.choice([i for i in range(SETS) if i != self.order[-1]]))
        self.begun, self.done, self.stop = (multiprocessing.Value("i", 0) for _ in range(3))
        self.results = multiprocessing.Queue()
        self.clients = []
        for _ in range(CLIENTS):
            client = Client(self.server.port, self.requests, self.revisions, self.order, self.begun, self.done, self.stop)
            process = multiprocessing.Process(target=client.run, args=(self.results,), daemon=True)
            process.start()
            self.addCleanup(process.kill)
            self.clients.append(process)
            for connection in client.connections:
                connection.close()

    def reload_again_and_again(self):
        """How many times, and how many of them with a broken set."""
        end = time.monotonic() + SECONDS_MAX
        count = collections.Counter()
        while sum(count.values()) < RELOADS and time.monotonic() < end:
            what = self.random.choices(["broken", "good", "good in haste"], [50, 45, 5])[0]
            if what == "broken":
                others = [name for name in self.broken if name != self.in_place]
                self.have_reloaded(self.random.choice(others), None)
            elif what == "good":
                self.have_reloaded(self.good[self.next_good()], self.wanted())
            else:
                self.have_reloaded_in_haste()
            self.done.value = self.begun.value
            count[what] += 1
            self.assertEqual([client.exitcode for client in self.clients], [None] * CLIENTS, "a client gave up")
            self.assertTrue(self.results.empty(), "a client gave up")
        return count

    def end_load(self):
        self.stop.value = 1
        answered, lines = 0, []
        for _ in self.clients:
            count, seen, failure = self.results.get(timeout=PATIENCE)
            self.assertIsNone(failure)
            answered += count
            lines += [line for entry in seen for line in self.lines_of(*entry)]
        return answered, sorted(set(lines))

    def lines_of(self, key, moments):
        """For the judge: an answer when it first came, and when it last did."""
        number, body = key
        name = self.good[self.revisions.index(json.loads(body)["rules"])]
        for moment in set(moments):
            now = json.dumps([f"{datetime.datetime.utcfromtimestamp(at).isoformat()}Z" for at in moment])
            yield (f'{{"set":"{name}","now":{now},"request":{self.requests[number].decode()},'
                   f'"answer":{body.decode()}}}')

    def test_every_answer_is_right_by_the_rules_that_it_names(self):
        self.put_in_place(self.good[0])
        self.server = self.serve()
        self.admin = self.server.connect(self.server.admin_port)
        self.addCleanup(self.admin.close)
        began = time.monotonic()
        self.begin_load()
        count = self.reload_again_and_again()
        took = time.monotonic() - began
        answered, lines = self.end_load()
        judged = subprocess.run([f"{JUDGES}/judge_answers", str(self.folder)], input="\n".join(lines) + "\n",
                                capture_output=True, text=True)
        self.assertEqual(judged.returncode, 0, judged.stdout[-3000:] + judged.stderr)
        print(f"\n{dict(count)} sets of {RULES} rules in {took:.0f} s, {answered} answers; {judged.stdout.strip()}; "
              f"{self.server.metric('process_resident_memory_bytes') / 1e6:.0f} MB resident")
        self.assertGreater(min(count["good"], count["broken"]), 5)
        self.assertGreater(answered, 20 * sum(count.values()))
        self.assertEqual(self.server.end(), 0)
